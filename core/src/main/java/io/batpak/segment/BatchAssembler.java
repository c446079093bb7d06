package io.batpak.segment;

import io.batpak.error.SegmentDamageException;
import io.batpak.format.FrameView;
import io.batpak.format.Kinds;
import java.util.Arrays;

/// Holds back the items of a batch until its COMMIT marker shows that all of them are there.
///
/// One scan of one segment: a batch never spans segments, so an open one is forgotten at the segment's end.
/// It is forgotten as well when a frame turns up that cannot be one of its items: items never carry a
/// reserved kind, all items of a batch carry the same timestamp, and it was read before that of the BEGIN
/// marker. The events of a fence have timestamps of their own; only we write such runs, and never anything behind
/// one that is open.
final class BatchAssembler {
    private static final long ITEMS_MAX = 1_000_000;

    private final long segment;
    private boolean open;
    private boolean fenced;
    private long openedAt;
    private long missing;
    private long firstSequence;
    private long beganMicros;
    private long timestampMicros;
    private long[] offsets = new long[16];
    private int[] lengths = new int[16];
    private int count;

    BatchAssembler(long segment) {
        this.segment = segment;
    }

    void begin(FrameView marker, long offset) {
        long items = marker.payloadSize();
        if (items < 1 || items > ITEMS_MAX) {
            throw SegmentDamageException.structure(segment, offset, "a batch cannot have " + items + " items");
        }
        if (!open) {
            openedAt = offset; // else an earlier one was left open, and nothing but its items lies between
        }
        open = true;
        fenced = (marker.flags() & Kinds.FENCED) != 0;
        beganMicros = marker.timestampMicros();
        missing = items;
        firstSequence = marker.eventHigh() == 0 && marker.eventLow() > 0
                ? marker.eventLow()
                : 0; // 0.9.0 and we name a batch by the sequence of its first item
        count = 0;
    }

    /// Whether the open batch is complete; closes it either way.
    boolean commit() {
        boolean complete = open && missing == 0;
        open = false;
        return complete;
    }

    /// Takes the frame as an item of the open batch, or answers false when it stands for itself.
    boolean take(FrameView frame, long offset, int length) {
        if (!open) {
            return false;
        }
        if (missing == 0 || Kinds.isReserved(frame.kind()) || (!fenced && hasForeignTime(frame))) {
            open = false;
            return false;
        }
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        timestampMicros = frame.timestampMicros();
        offsets[count] = offset;
        lengths[count] = length;
        count++;
        missing--;
        return true;
    }

    private boolean hasForeignTime(FrameView frame) {
        return frame.timestampMicros() > beganMicros || (count > 0 && frame.timestampMicros() != timestampMicros);
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
