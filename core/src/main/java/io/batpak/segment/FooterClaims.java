package io.batpak.segment;

import io.batpak.format.FrameView;
import io.batpak.format.SidxRows;
import io.batpak.hash.Hash256;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What an unproven footer says about the frames before it, held against the frames themselves.
///
/// A row counts only when a whole frame stands at its offset with its length and its hash. One thread.
final class FooterClaims {
    private final List<Candidate> candidates;
    private final byte[] stored = new byte[Hash256.BYTES];
    private final byte[] seen = new byte[Hash256.BYTES];
    private long frames;

    /// @param candidates the rows in every geometry they may have; at most one of them will be borne out
    FooterClaims(List<SidxRows> candidates) {
        this.candidates = candidates.stream().map(Candidate::new).toList();
    }

    /// Notes a whole frame and returns the sequence that a matching row gives it, or 0.
    long see(FrameView frame, long offset, int length) {
        frames++;
        for (Candidate candidate : candidates) {
            Long row = candidate.rowsByOffset.get(offset);
            if (row != null && frame.hasChain() && candidate.rows.frameLength(row) == length) {
                candidate.rows.eventHash(row, stored, 0);
                frame.copyEventHash(seen, 0);
                if (Arrays.equals(stored, seen)) {
                    candidate.borneOut++;
                    return candidate.rows.sequence(row);
                }
            }
        }
        return 0;
    }

    /// Whether at least one row was borne out by a frame.
    boolean borneOut() {
        return candidates.stream().anyMatch(candidate -> candidate.borneOut > 0);
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
        private final Map<Long, Long> rowsByOffset = new HashMap<>();
        private long borneOut;

        Candidate(SidxRows rows) {
            this.rows = rows;
            for (long row = 0; row < rows.count(); row++) {
                rowsByOffset.putIfAbsent(rows.frameOffset(row), row);
            }
        }

        boolean claimsFrameFrom(long offset) {
            return rowsByOffset.keySet().stream().anyMatch(claimed -> claimed >= offset);
        }
    }
}
