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
    private static final byte[] NOTHING = {};

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
            if (segment.isPresent()
                    && ArtifactTrust.isUpToWatermark(head, segment.get().id())) {
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
                return new ArtifactTrust.Facts(
                        segment.id(), length, mayHoldRows, OptionalLong.empty(), true, true, true);
            }
            OptionalLong footerRows = footerRows(source, length, claim);
            return new ArtifactTrust.Facts(
                    segment.id(),
                    length,
                    true,
                    footerRows,
                    fits(source, length, claim.first()),
                    fits(source, length, claim.last()),
                    footerRows.isPresent() || endsAt(source, length, claim));
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

    /// Whether only batch markers, a batch that was never committed, or no whole frame at all follows the last row.
    private boolean endsAt(ByteSource source, long length, ArtifactClaims.Segment claim) {
        boolean newest = claim.id() == head.watermarkSegment();
        long end = newest ? Math.min(length, head.watermarkOffset()) : length;
        boolean inBatch = false;
        for (long at = claim.end(); at < end; ) {
            byte[] frame = frame(source, at, end - at);
            if (frame.length == 0 || view.decode(frame, FrameHead.BYTES, frame.length - FrameHead.BYTES) != null) {
                return true;
            }
            boolean commit = view.kind() == Kinds.BATCH_COMMIT;
            if (inBatch == commit && view.kind() != Kinds.BATCH_BEGIN) {
                return false; // a whole batch, or an event outside one
            }
            inBatch = inBatch || view.kind() == Kinds.BATCH_BEGIN;
            at += frame.length;
        }
        return true;
    }

    /// The whole frame at this place, empty where there is none.
    private static byte[] frame(ByteSource source, long at, long left) {
        byte[] start = new byte[FrameHead.BYTES];
        if (left < FrameHead.BYTES) {
            return NOTHING;
        }
        source.read(at, start, 0, FrameHead.BYTES);
        if (FrameHead.checkHead(start, 0, left) != FrameHead.Verdict.OK) {
            return NOTHING;
        }
        byte[] frame = new byte[FrameHead.BYTES + (int) FrameHead.bodyLength(start, 0)];
        source.read(at, frame, 0, frame.length);
        return FrameHead.check(frame, 0, frame.length) == FrameHead.Verdict.OK ? frame : NOTHING;
    }

    private boolean fits(ByteSource source, long length, ArtifactClaims.Event event) {
        long at = event.position().offset();
        byte[] frame = at < length ? frame(source, at, length - at) : NOTHING;
        if (frame.length != event.position().length()
                || view.decode(frame, FrameHead.BYTES, frame.length - FrameHead.BYTES) != null
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
