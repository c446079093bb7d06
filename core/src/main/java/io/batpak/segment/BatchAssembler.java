package io.batpak.segment;

import io.batpak.error.SegmentDamageException;
import io.batpak.format.FrameView;
import io.batpak.format.Kinds;
import io.batpak.model.FramePosition;
import java.util.Arrays;

/// Holds back the items of a batch until its COMMIT marker shows that all of them are there.
///
/// One scan of one segment: a batch never spans segments, so an open one is forgotten at the segment's end.
/// It is forgotten as well when a frame turns up that cannot be one of its items: items never carry a
/// reserved kind, their timestamps were read before that of the BEGIN marker, and there are as many as it says.
///
/// A batch that 0.9.0 gave up in the middle may be followed by events that stand for themselves. They are told
/// from its items by the timestamp, which is the same for all items of a batch. The events of a fence have
/// different ones, but a fence is never followed by anything but its COMMIT marker.
final class BatchAssembler {
    private static final long ITEMS_MAX = 1_000_000;

    private final long segment;
    private boolean open;
    private long openedAt;
    private long missing;
    private long firstSequence;
    private long beganMicros;
    private long[] offsets = new long[16];
    private int[] lengths = new int[16];
    private long[] timestamps = new long[16];
    private long[] known = new long[16];
    private int count;

    BatchAssembler(long segment) {
        this.segment = segment;
    }

    /// Opens a batch, after [#foreign] has been asked about one that is open.
    void begin(FrameView marker, long offset) {
        long items = marker.payloadSize();
        if (items < 1 || items > ITEMS_MAX) {
            throw SegmentDamageException.structure(segment, offset, "a batch cannot have " + items + " items");
        }
        if (!open || foreign() < count) {
            openedAt = offset; // else an earlier one was left open, and nothing but its items lies between
        }
        open = true;
        beganMicros = marker.timestampMicros();
        missing = items;
        firstSequence = marker.eventHigh() == 0 && marker.eventLow() > 0
                ? marker.eventLow()
                : 0; // 0.9.0 and we name a batch by the sequence of its first item
        count = 0;
    }

    boolean isOpen() {
        return open;
    }

    /// Whether the open batch has all of its items.
    boolean isComplete() {
        return open && missing == 0;
    }

    void close() {
        open = false;
    }

    /// Takes the frame as an item of the open batch, or answers false when it cannot be one.
    ///
    /// @param sequence what is known of its sequence if it stands for itself after all
    boolean take(FrameView frame, FramePosition at, long sequence) {
        if (!open || missing == 0 || Kinds.isReserved(frame.kind()) || frame.timestampMicros() > beganMicros) {
            return false;
        }
        if (count == offsets.length) {
            grow();
        }
        timestamps[count] = frame.timestampMicros();
        offsets[count] = at.offset();
        lengths[count] = at.length();
        known[count] = sequence;
        count++;
        missing--;
        return true;
    }

    private void grow() {
        offsets = Arrays.copyOf(offsets, count * 2);
        lengths = Arrays.copyOf(lengths, count * 2);
        timestamps = Arrays.copyOf(timestamps, count * 2);
        known = Arrays.copyOf(known, count * 2);
    }

    /// The first of the frames taken so far that is no item of a batch which was given up, or their count.
    int foreign() {
        int at = 0;
        while (at < count && timestamps[at] == timestamps[0]) {
            at++;
        }
        return at;
    }

    /// What is known of the sequence of a frame if it is no item.
    long known(int item) {
        return known[item];
    }

    /// Where the BEGIN marker of a batch stands that has not ended, else `otherwise`.
    long openedAt(long otherwise) {
        return open ? openedAt : otherwise;
    }

    int count() {
        return count;
    }

    long offset(int item) {
        return offsets[item];
    }

    int length(int item) {
        return lengths[item];
    }

    long firstSequence() {
        return firstSequence;
    }
}
