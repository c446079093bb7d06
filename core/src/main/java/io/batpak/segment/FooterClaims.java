package io.batpak.segment;

import io.batpak.format.FrameView;
import io.batpak.format.SidxRows;
import io.batpak.hash.Hash256;
import java.util.Arrays;
import java.util.List;

/// What a footer says about the frames before it, held against the frames themselves.
///
/// A row counts only when a whole frame stands at its offset with its length and its hash. Rows and frames
/// both ascend, so that one cursor per candidate is enough, however many rows a damaged footer claims.
///
/// Nothing in a frame bears out the sequence in its row. Where no checksum proves it either, it is taken from
/// all rows together: if they leave no gap, as only a compaction does, they are believed, and one damaged row among
/// them does not outvote the others.
/// One thread.
final class FooterClaims {
    private final List<Candidate> candidates;
    private final boolean proven;
    private final byte[] stored = new byte[Hash256.BYTES];
    private final byte[] seen = new byte[Hash256.BYTES];
    private long frames;

    /// The claims of one footer.
    ///
    /// @param candidates the rows in every geometry they may have; at most one of them will be borne out
    /// @param proven whether a checksum backs them; only then is each sequence believed by itself
    FooterClaims(List<SidxRows> candidates, boolean proven) {
        this.candidates = candidates.stream().map(Candidate::new).toList();
        this.proven = proven;
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
                    return proven ? candidate.rows.sequence(candidate.cursor) : candidate.agreedSequence();
                }
            }
        }
        return 0;
    }

    /// Whether at least one row was borne out by a frame.
    boolean borneOut() {
        return candidates.stream().anyMatch(candidate -> candidate.borneOut > 0);
    }

    /// Whether rows that frames bear out do not agree on the sequences, and so nothing tells them.
    boolean disagree() {
        return candidates.stream()
                .anyMatch(candidate -> candidate.borneOut > 0 && !candidate.agreed && candidate.rows.count() > 1);
    }

    /// Refines the finding of a walk that stopped at `wholeEnd`.
    Tail judge(Tail found, long wholeEnd) {
        if (candidates.isEmpty() || (found != Tail.INCOMPLETE && found != Tail.STUB)) {
            return found;
        }
        for (Candidate candidate : candidates) {
            if (candidate.borneOut > 0 && candidate.claimsFrameFrom(wholeEnd)) {
                return Tail.FRAMES_MISSING;
            }
        }
        return borneOut() || frames == 0 ? found : Tail.UNPROVABLE;
    }

    private static final class Candidate {
        private final SidxRows rows;
        private final long firstSequence;
        private final boolean agreed;
        private long cursor;
        private long borneOut;

        Candidate(SidxRows rows) {
            this.rows = rows;
            this.firstSequence = leadingFirstSequence();
            long votes = votesFor(firstSequence);
            this.agreed = firstSequence >= 0 && votes >= 2 && (votes == rows.count() || isOneInside(votes));
        }

        /// Whether the only row that disagrees has two that agree on either side. One beside a gap, or near the end,
        /// could be right and those behind it wrong.
        private boolean isOneInside(long votes) {
            if (votes != rows.count() - 1) {
                return false;
            }
            long odd = 0;
            while (rows.sequence(odd) - odd == firstSequence) {
                odd++;
            }
            return odd >= 2 && odd <= rows.count() - 3;
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
                long first = rows.sequence(row) - row;
                if (lead == 0) {
                    leading = first;
                }
                lead += first == leading ? 1 : -1;
            }
            return leading;
        }

        private long votesFor(long first) {
            long votes = 0;
            for (long row = 0; row < rows.count(); row++) {
                if (rows.sequence(row) - row == first) {
                    votes++;
                }
            }
            return votes;
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
