package io.batpak.segment;

import io.batpak.format.FrameView;
import io.batpak.format.SidxRows;
import io.batpak.hash.Hash256;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/// What a footer says about the frames before it, held against the frames themselves.
///
/// A row counts only when a whole frame stands at its offset with its length and its hash. Rows and frames
/// both ascend, so that one cursor per candidate is enough, however many rows a damaged footer claims.
///
/// Nothing in a frame bears out the sequence in its row. Where no checksum proves it either, it is taken from all
/// rows together, as far as they were ever written, see [Trust].
/// One thread.
final class FooterClaims {
    private static final long NO_FOOTER = -1;

    private final List<Candidate> candidates;
    private final Trust trust;
    private final byte[] stored = new byte[Hash256.BYTES];
    private final byte[] seen = new byte[Hash256.BYTES];
    private final long claimedEnd;
    private long frames;

    /// When the sequence in a row is believed.
    enum Trust {
        /// By itself: a checksum backs it.
        EACH,
        /// If most rows agree that there is no gap: only a compaction leaves any, and this segment is none of its
        /// own.
        MOST,
        /// If all rows agree, but for a damaged one in their midst: there may be gaps, and rows behind one must
        /// not be outvoted by those in front of it.
        ALL
    }

    /// The claims of one footer.
    ///
    /// @param claimedEnd where its trailer says that the frames end
    /// @param candidates the rows in every geometry they may have; at most one of them will be borne out
    FooterClaims(long claimedEnd, List<SidxRows> candidates, Trust trust) {
        this.claimedEnd = claimedEnd;
        this.trust = trust;
        this.candidates =
                candidates.stream().map(rows -> new Candidate(rows, trust)).toList();
    }

    /// There is no footer, not even a damaged one.
    static FooterClaims none() {
        return new FooterClaims(NO_FOOTER, List.of(), Trust.MOST);
    }

    /// Notes a whole frame and returns the sequence that a matching row gives it, or 0.
    long see(FrameView frame, long offset, int length) {
        frames++;
        for (Candidate candidate : candidates) {
            if (candidate.reach(offset) && frame.hasChain() && candidate.rows.frameLength(candidate.cursor) == length) {
                candidate.rows.eventHash(candidate.cursor, stored, 0);
                frame.copyEventHash(seen, 0);
                if (Arrays.equals(stored, seen)) {
                    candidate.borneOut++;
                    return trust == Trust.EACH ? candidate.rows.sequence(candidate.cursor) : candidate.agreedSequence();
                }
            }
        }
        return 0;
    }

    /// Whether at least one row was borne out by a frame.
    boolean borneOut() {
        return candidates.stream().anyMatch(candidate -> candidate.borneOut > 0);
    }

    /// Whether frames bear rows out that do not all agree on the sequences, but for a damaged one in their midst.
    boolean disagree() {
        return candidates.stream()
                .anyMatch(candidate -> candidate.borneOut > 0 && !candidate.unanimous && candidate.written > 1);
    }

    /// Refines the finding of a walk that stopped at `wholeEnd`.
    Tail judge(Tail found, long wholeEnd) {
        Tail refined = found;
        if (claimedEnd == wholeEnd && isWrongHead(found)) {
            refined = Tail.INCOMPLETE; // what stands there is no frame, but the beginning of the damaged footer
        } else if (claimedEnd != NO_FOOTER && found == Tail.LOST_SECTOR) {
            refined = Tail.HOLE; // a footer is written behind frames that were synced
        }
        if (candidates.isEmpty() || (refined != Tail.INCOMPLETE && refined != Tail.STUB)) {
            return refined;
        }
        for (Candidate candidate : candidates) {
            if (candidate.borneOut > 0 && candidate.claimsFrameFrom(wholeEnd)) {
                return Tail.FRAMES_MISSING;
            }
        }
        return borneOut() || frames == 0 ? refined : Tail.UNPROVABLE;
    }

    /// What a walk may find where the string table of a footer stands whose first sector never got out.
    private static boolean isWrongHead(Tail found) {
        return found == Tail.LOST_SECTOR || found == Tail.CHECKSUM || found == Tail.EMPTY_FRAME;
    }

    private static final class Candidate {
        private final SidxRows rows;
        private final long firstSequence;
        private final boolean agreed;
        private final boolean unanimous;
        private final long written;
        private long cursor;
        private long borneOut;

        Candidate(SidxRows rows, Trust trust) {
            this.rows = rows;
            this.written =
                    LongStream.range(0, rows.count()).filter(this::isWritten).count();
            this.firstSequence = leadingFirstSequence();
            long votes = LongStream.range(0, rows.count()).filter(this::votes).count();
            boolean some = firstSequence >= 0 && votes >= 2;
            this.unanimous = some && (votes == written || (votes == written - 1 && isOneInside()));
            this.agreed = trust == Trust.ALL ? unanimous : some && votes > rows.count() / 2;
        }

        /// Whether the row has reached the disk; a power cut may leave zeros of it.
        private boolean isWritten(long row) {
            return rows.frameLength(row) != 0;
        }

        private long firstBy(long row) {
            return rows.sequence(row) - row;
        }

        private boolean votes(long row) {
            return isWritten(row) && firstBy(row) == firstSequence;
        }

        /// Whether the only row that disagrees has two that agree on either side. One beside a gap, or near the
        /// end, could be right and those behind it wrong.
        private boolean isOneInside() {
            long odd = 0;
            while (!isWritten(odd) || votes(odd)) {
                odd++;
            }
            return LongStream.range(0, odd).filter(this::votes).count() >= 2
                    && LongStream.range(odd, rows.count()).filter(this::votes).count() >= 2;
        }

        /// The sequence that the rows together give the row at the cursor, or 0 when they do not agree.
        long agreedSequence() {
            return agreed ? firstSequence + cursor : 0;
        }

        /// What the majority of the rows, if there is one, gives the first row; the vote of Boyer and Moore.
        private long leadingFirstSequence() {
            long leading = -1;
            long lead = 0;
            for (long row = 0; row < rows.count(); row++) {
                if (isWritten(row)) {
                    leading = lead == 0 ? firstBy(row) : leading;
                    lead += firstBy(row) == leading ? 1 : -1;
                }
            }
            return leading;
        }

        /// Moves to the row of a frame at `offset`; false when there is none.
        boolean reach(long offset) {
            while (cursor < rows.count() && Long.compareUnsigned(rows.frameOffset(cursor), offset) < 0) {
                cursor++;
            }
            return cursor < rows.count() && rows.frameOffset(cursor) == offset;
        }

        boolean claimsFrameFrom(long offset) {
            for (long row = cursor; row < rows.count(); row++) {
                if (Long.compareUnsigned(rows.frameOffset(row), offset) >= 0) {
                    return true;
                }
            }
            return false;
        }
    }
}
