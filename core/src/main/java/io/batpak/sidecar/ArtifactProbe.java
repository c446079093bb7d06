package io.batpak.sidecar;

import io.batpak.format.Artifact;
import io.batpak.format.ArtifactHead;
import io.batpak.format.ByteSource;
import io.batpak.format.Decoded;
import io.batpak.format.FrameHead;
import io.batpak.format.FrameView;
import io.batpak.format.Kinds;
import io.batpak.format.Preamble;
import io.batpak.format.SidxFooter;
import io.batpak.format.SidxRows;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.hash.Hash256;
import io.batpak.model.Hash;
import io.batpak.segment.SegmentName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Looks at the segments an artifact tells of: two frames and a few bytes of each, the whole footer only where a
/// number does not fit.
///
/// Confined to its caller; changes nothing on disk.
final class ArtifactProbe {
    private final StoreFs fs;
    private final Artifact artifact;
    private final ArtifactHead head;
    private final FrameView view = new FrameView();
    private final byte[] hash = new byte[Hash256.BYTES];

    private ArtifactProbe(StoreFs fs, Artifact artifact) {
        this.fs = fs;
        this.artifact = artifact;
        this.head = artifact.head();
    }

    /// Why the artifact must not be used; empty when it may be.
    ///
    /// @throws io.batpak.fs.StoreIoException if a segment cannot be read
    static Optional<String> doubt(StoreFs fs, Artifact artifact) {
        return new ArtifactProbe(fs, artifact).run();
    }

    private Optional<String> run() {
        ArtifactClaims claims = ArtifactClaims.of(artifact.rows());
        if (claims.disorder().isPresent()) {
            return claims.disorder();
        }
        Map<Long, ArtifactClaims.Segment> named = new HashMap<>();
        claims.segments().forEach(claim -> named.put(claim.id(), claim));
        List<ArtifactTrust.Facts> onDisk = new ArrayList<>();
        for (String name : fs.list()) {
            Optional<SegmentName> segment = SegmentName.parse(name);
            if (segment.isPresent() && ArtifactTrust.isUpToWatermark(head, segment.get().id())) {
                onDisk.add(facts(segment.get(), named.get(segment.get().id())));
            }
        }
        return ArtifactTrust.doubt(head, claims, onDisk);
    }

    private ArtifactTrust.Facts facts(SegmentName segment, ArtifactClaims.@Nullable Segment claim) {
        try (StoreFile file = fs.openReadOnly(segment.fileName())) {
            long length = file.length();
            ByteSource source = (at, target, offset, count) -> file.readFully(target, offset, count, at);
            if (claim == null) {
                boolean mayHoldRows = mayHoldRows(source, length);
                return new ArtifactTrust.Facts(segment.id(), length, mayHoldRows, OptionalLong.empty(), true, true);
            }
            return new ArtifactTrust.Facts(
                    segment.id(),
                    length,
                    true,
                    footerRows(source, length, claim),
                    fits(source, length, claim.first()),
                    fits(source, length, claim.last()));
        }
    }

    private static boolean mayHoldRows(ByteSource source, long length) {
        byte[] start = new byte[(int) Math.min(length, Preamble.BYTES_MAX)];
        source.read(0, start, 0, start.length);
        if (Preamble.decode(start, start.length) instanceof Decoded.Ok<Preamble.Fields>(Preamble.Fields fields)
                && fields.framesStart() >= length) {
            return false;
        }
        return !(SidxFooter.read(source, length) instanceof SidxFooter.Found.Footer(int version, long _, SidxRows rows)
                && version >= 3
                && countBelow(rows, Long.MAX_VALUE) == 0);
    }

    /// The number in the trailer is looked at first: where it agrees, nothing more has to be read, and where the
    /// footer is damaged it proves nothing either way.
    private OptionalLong footerRows(ByteSource source, long length, ArtifactClaims.Segment claim) {
        if (SidxFooter.claimedRows(source, length) == claim.rows()) {
            return OptionalLong.of(claim.rows());
        }
        if (SidxFooter.read(source, length) instanceof SidxFooter.Found.Footer(int version, long _, SidxRows rows)
                && version >= 3) {
            long below = claim.id() == head.watermarkSegment() ? head.watermarkOffset() : Long.MAX_VALUE;
            return OptionalLong.of(countBelow(rows, below));
        }
        return OptionalLong.empty();
    }

    private static long countBelow(SidxRows rows, long offset) {
        long count = 0;
        for (long row = 0; row < rows.count(); row++) {
            boolean event = !Kinds.isMarker(rows.kind(row));
            count += event && Long.compareUnsigned(rows.frameOffset(row), offset) < 0 ? 1 : 0;
        }
        return count;
    }

    private boolean fits(ByteSource source, long length, ArtifactClaims.Event event) {
        long at = event.position().offset();
        int frame = event.position().length();
        if (frame > length - at) {
            return false;
        }
        byte[] bytes = new byte[frame];
        source.read(at, bytes, 0, frame);
        if (FrameHead.check(bytes, 0, frame) != FrameHead.Verdict.OK
                || FrameHead.bodyLength(bytes, 0) != frame - FrameHead.BYTES
                || view.decode(bytes, FrameHead.BYTES, frame - FrameHead.BYTES) != null
                || !view.hasChain()) {
            return false;
        }
        view.copyEventHash(hash, 0);
        return view.eventHigh() == event.idHigh()
                && view.eventLow() == event.idLow()
                && Hash.of(hash).equals(event.hash())
                && (view.kind() == event.kind() || Kinds.ofFooter(view.kind()) == event.kind());
    }
}
