package io.batpak.read;

import io.batpak.error.SegmentDamageException;
import io.batpak.format.Damage;
import io.batpak.format.FrameHead;
import io.batpak.format.FrameView;
import io.batpak.format.PayloadHasher;
import io.batpak.hash.Hash256;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.segment.SegmentReads;
import io.batpak.segment.SegmentSweep;

/// Proves single frames against their entries, fast in log order. One thread.
final class FrameVerifier {
    private final SegmentSweep sweep;
    private final FrameView frame = new FrameView();
    private final PayloadHasher hasher = new PayloadHasher();
    private final byte[] computed = new byte[Hash256.BYTES];
    private final byte[] previous = new byte[Hash256.BYTES];

    FrameVerifier(SegmentReads reads) {
        sweep = new SegmentSweep(reads);
    }

    /// Whether the payload has the hash that the index says.
    ///
    /// @throws SegmentDamageException when there is no such frame, or it holds another event
    boolean isProven(Entry entry) {
        FramePosition position = entry.position();
        int at = sweep.bodyAt(position, EventReader.segmentOf(entry));
        Damage damage = frame.decode(sweep.array(), at, position.length() - FrameHead.BYTES);
        if (damage == null) {
            damage = hasher.hash(frame, computed, 0);
        }
        if (damage != null) {
            throw EventDecoder.damaged(position, damage.detail());
        }
        if (!isSameEvent(entry)) {
            throw SegmentDamageException.frame(
                    position.segment(), position.offset(), "the frame holds another event than the index says");
        }
        return Hash.of(computed).equals(entry.eventHash());
    }

    /// A footer with a valid checksum may still not be the one of these frames.
    private boolean isSameEvent(Entry entry) {
        EventId id = entry.eventId();
        frame.copyPreviousHash(previous, 0);
        return frame.eventHigh() == id.high()
                && frame.eventLow() == id.low()
                && frame.lane() == entry.lane()
                && frame.clock() == entry.clock()
                && Hash.of(previous).equals(entry.previousHash())
                && frame.isEntity(entry.entity())
                && frame.isScope(entry.scope());
    }
}
