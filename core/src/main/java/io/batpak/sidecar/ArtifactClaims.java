package io.batpak.sidecar;

import io.batpak.format.ArtifactRows;
import io.batpak.format.FrameHead;
import io.batpak.hash.Hash256;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the rows of an artifact say about the segments they come from.
///
/// @param segments one claim per segment, in the order of the rows
/// @param disorder why the rows cannot be those of a log, empty if they can
record ArtifactClaims(List<Segment> segments, Optional<String> disorder) {
    private static final long SEQUENCE_MAX = Long.MAX_VALUE - 2;
    private static final long OFFSET_MAX = Long.MAX_VALUE - FrameHead.FRAME_BYTES_MAX;

    /// Rows of one segment.
    ///
    /// @param id the segment's id
    /// @param rows how many there are
    /// @param first its first event
    /// @param last its last event
    record Segment(long id, long rows, Event first, Event last) {
        /// Byte behind the last frame.
        long end() {
            return last.position().offset() + last.position().length();
        }
    }

    /// An event as its row tells it.
    record Event(long idHigh, long idLow, int kind, Hash hash, FramePosition position) {}

    /// Looks at all rows once.
    static ArtifactClaims of(ArtifactRows rows) {
        return new Collector(rows).run();
    }

    /// The last row is remembered field by field, because going back is expensive in a checkpoint.
    private static final class Collector {
        private final ArtifactRows rows;
        private final byte[] hash = new byte[Hash256.BYTES];
        private final List<Segment> done = new ArrayList<>();
        private Event first = new Event(0, 0, 0, Hash.ZERO, new FramePosition(0, 0, 0));
        private long count;
        private long idHigh;
        private long idLow;
        private int kind;
        private long segment;
        private long offset;
        private int length;
        private long sequence = -1;
        private long end;

        Collector(ArtifactRows rows) {
            this.rows = rows;
        }

        ArtifactClaims run() {
            for (int row = 0; row < rows.count(); row++) {
                rows.moveTo(row);
                if (count > 0 && rows.segment() != segment) {
                    if (Long.compareUnsigned(rows.segment(), segment) < 0) {
                        return refused("row " + row + " goes back to segment " + name(rows.segment()));
                    }
                    finish();
                }
                if (!follows()) {
                    return refused("row " + row + " with sequence " + Long.toUnsignedString(rows.sequence())
                            + " at byte " + Long.toUnsignedString(rows.frameOffset()) + " of segment "
                            + name(rows.segment()) + " does not follow the row before it");
                }
                take();
            }
            if (count > 0) {
                finish();
            }
            return new ArtifactClaims(List.copyOf(done), Optional.empty());
        }

        private static ArtifactClaims refused(String why) {
            return new ArtifactClaims(List.of(), Optional.of(why));
        }

        private boolean follows() {
            long frame = Integer.toUnsignedLong(rows.frameLength());
            return frame > FrameHead.BYTES
                    && frame <= FrameHead.FRAME_BYTES_MAX
                    && rows.frameOffset() >= end
                    && rows.frameOffset() <= OFFSET_MAX
                    && rows.sequence() > sequence
                    && rows.sequence() <= SEQUENCE_MAX;
        }

        private void take() {
            idHigh = rows.idHigh();
            idLow = rows.idLow();
            kind = rows.kind();
            rows.eventHash(hash, 0);
            segment = rows.segment();
            offset = rows.frameOffset();
            length = rows.frameLength();
            sequence = rows.sequence();
            end = offset + length;
            if (count++ == 0) {
                first = event();
            }
        }

        private void finish() {
            done.add(new Segment(segment, count, first, event()));
            count = 0;
            end = 0;
        }

        private Event event() {
            return new Event(idHigh, idLow, kind, Hash.of(hash), new FramePosition(segment, offset, length));
        }
    }

    private static String name(long segment) {
        return Long.toUnsignedString(segment);
    }
}
