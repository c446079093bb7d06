package io.batpak.sidecar;

import io.batpak.format.ArtifactHead;
import io.batpak.segment.SegmentName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides whether an artifact tells of the segments that are there. Nothing in the file ties it to them, and a
/// compaction that was interrupted leaves one that tells of others; 0.9.0 looks at one length only.
///
/// Pure: facts in, verdict out. [ArtifactProbe] gathers the facts.
final class ArtifactTrust {
    private ArtifactTrust() {}

    /// What is known of a segment file.
    ///
    /// @param id its id
    /// @param length bytes in the file
    /// @param mayHoldRows whether it may hold events; only asked where no row names the segment
    /// @param footerRows events below the watermark by its footer; empty unless a checksum proves the footer
    /// @param firstFits whether the frame at the first row's place is that event; only asked of named segments
    /// @param lastFits the same for the last row
    /// @param endsThere whether no committed event follows the last row, up to the watermark; only asked of named
    ///     segments
    record Facts(
            long id,
            long length,
            boolean mayHoldRows,
            OptionalLong footerRows,
            boolean firstFits,
            boolean lastFits,
            boolean endsThere) {}

    /// Why the artifact must not be used; empty when it may be.
    ///
    /// @param onDisk all segments up to the watermark's
    static Optional<String> doubt(ArtifactHead head, ArtifactClaims claims, List<Facts> onDisk) {
        if (claims.disorder().isPresent()) {
            return claims.disorder();
        }
        Map<Long, Facts> byId = new HashMap<>();
        onDisk.forEach(facts -> byId.put(facts.id(), facts));
        Facts newest = byId.get(head.watermarkSegment());
        if (newest == null) {
            return Optional.of("watermark segment " + name(head.watermarkSegment()) + " is not there");
        }
        if (Long.compareUnsigned(newest.length(), head.watermarkOffset()) < 0) {
            return Optional.of("watermark segment " + name(newest.id()) + " has " + newest.length()
                    + " bytes, fewer than the " + Long.toUnsignedString(head.watermarkOffset()) + " of the watermark");
        }
        Set<Long> named = new HashSet<>();
        for (ArtifactClaims.Segment claim : claims.segments()) {
            Optional<String> doubt = doubt(head, claim, byId.get(claim.id()));
            if (doubt.isPresent()) {
                return doubt;
            }
            named.add(claim.id());
        }
        return onDisk.stream()
                .filter(facts ->
                        isUpToWatermark(head, facts.id()) && facts.mayHoldRows() && !named.contains(facts.id()))
                .map(facts -> "segment " + name(facts.id()) + " holds events, and no row names it")
                .findFirst();
    }

    private static Optional<String> doubt(ArtifactHead head, ArtifactClaims.Segment claim, @Nullable Facts facts) {
        String segment = "segment " + name(claim.id());
        if (!isUpToWatermark(head, claim.id())) {
            return Optional.of(segment + " lies behind the watermark");
        }
        if (facts == null) {
            return Optional.of(segment + " is named and not there");
        }
        boolean newest = claim.id() == head.watermarkSegment();
        long end = newest ? Math.min(facts.length(), head.watermarkOffset()) : facts.length();
        if (claim.end() > end) {
            return Optional.of(segment + " ends at byte " + end + ", a row at byte " + claim.end());
        }
        if (!facts.firstFits() || !facts.lastFits()) {
            String which = facts.firstFits() ? "last" : "first";
            return Optional.of(segment + " holds another event where its " + which + " row says");
        }
        if (facts.footerRows().isPresent() && facts.footerRows().getAsLong() != claim.rows()) {
            return Optional.of(segment + " holds " + facts.footerRows().getAsLong() + " events by its footer, "
                    + claim.rows() + " by the artifact");
        }
        if (!facts.endsThere()) {
            return Optional.of(segment + " holds events behind the last row that names it");
        }
        return Optional.empty();
    }

    static boolean isUpToWatermark(ArtifactHead head, long segment) {
        return Long.compareUnsigned(segment, head.watermarkSegment()) <= 0;
    }

    private static String name(long segment) {
        return SegmentName.of(segment).fileName();
    }
}
