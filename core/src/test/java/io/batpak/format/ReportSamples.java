package io.batpak.format;

import io.batpak.model.BackupManifest;
import io.batpak.model.BackupManifest.SegmentRef;
import io.batpak.model.BackupManifestEnvelope;
import io.batpak.model.BackupManifestEnvelope.Attestation;
import io.batpak.model.BackupManifestEnvelope.ManifestSignature;
import io.batpak.model.Bytes;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionReport;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.ForkReport;
import io.batpak.model.ForkReport.Strategy;
import io.batpak.model.ForkReport.StrategyCounts;
import io.batpak.model.Hash;
import io.batpak.model.ImportProvenance;
import io.batpak.model.ManifestFinding;
import io.batpak.model.SnapshotReport;
import io.batpak.model.SnapshotReport.FileKind;
import io.batpak.model.SourceWatermark;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Report values, most of them those of which the reference's bytes or hashes are known.
public final class ReportSamples {
    private ReportSamples() {}

    /// The hash whose bytes are all the same.
    static Hash filled(int value) {
        byte[] bytes = new byte[Hash.BYTES];
        Arrays.fill(bytes, (byte) value);
        return Hash.of(bytes);
    }

    /// The skipped run of the golden body; its lists are given in another order.
    static CompactionReport skipped() {
        return CompactionReports.identified(new CompactionReport(
                1,
                Hash.ZERO,
                OptionalLong.of(1),
                OptionalLong.of(2),
                CompactionReport.Shape.MERGE,
                2,
                9,
                2,
                List.of(2L, 1L),
                OptionalLong.empty(),
                Optional.empty(),
                new CompactionOutcome.Skipped(),
                0,
                0,
                List.of()));
    }

    static CompactionReport compaction(CompactionOutcome outcome, CompactionReport.Finding... findings) {
        return CompactionReports.identified(new CompactionReport(
                1,
                Hash.ZERO,
                OptionalLong.of(-1),
                OptionalLong.empty(),
                CompactionReport.Shape.TOMBSTONE,
                2,
                300,
                70_000,
                List.of(-1L, 5L),
                OptionalLong.of(1L << 40),
                Optional.of(filled(0xAB)),
                outcome,
                3,
                Long.MIN_VALUE,
                List.of(findings)));
    }

    static SnapshotReport goldenSnapshot() {
        return new SnapshotReport(
                2,
                filled(0x96),
                7,
                new SourceWatermark(3, 4096),
                List.of(3L, 1L, 2L),
                true,
                false,
                true,
                filled(0x97),
                List.of(
                        new SnapshotReport.Finding.FenceTokenCancelled(),
                        new SnapshotReport.Finding.CopyByteHashUnavailable(
                                "snapshot structural fixture", FileKind.SEGMENT)));
    }

    static SnapshotReport snapshot(Hash path, SnapshotReport.Finding... findings) {
        return SnapshotReports.identified(new SnapshotReport(
                2,
                Hash.ZERO,
                1,
                new SourceWatermark(1, 512),
                List.of(1L),
                false,
                false,
                true,
                path,
                List.of(findings)));
    }

    /// The fork of the derived vector, whose hashes are known; its findings are given in another order.
    public static ForkReport fork() {
        return fork(
                new ForkReport.Finding.FileCopied("index.idemp", Strategy.DEEP_COPY),
                new ForkReport.Finding.FileCopied("000003.fbat", Strategy.DEEP_COPY),
                new ForkReport.Finding.FileCopied("000002.fbat", Strategy.HARDLINK),
                new ForkReport.Finding.FileExcluded(".batpak.lock", ForkReport.NOT_SHARED_REASON),
                new ForkReport.Finding.CacheRegenerableExcluded("index.ckpt"),
                new ForkReport.Finding.FenceTokenCancelled());
    }

    static ForkReport fork(ForkReport.Finding... findings) {
        return ForkReports.identified(new ForkReport(
                1,
                Hash.ZERO,
                5,
                new SourceWatermark(3, 64),
                3,
                List.of(2L),
                List.of(3L),
                new StrategyCounts(0, 1, 2, 1, 1),
                false,
                false,
                true,
                filled(0x77),
                List.of(findings)));
    }

    static BackupManifest manifest() {
        return new BackupManifest(1, filled(0x55), 3, 9, List.of(segment(2, 0x62), segment(1, 0x61)));
    }

    static SegmentRef segment(long id, int digest) {
        return new SegmentRef(id, filled(digest));
    }

    static BackupManifestEnvelope envelope() {
        return new BackupManifestEnvelope(
                manifest(),
                1,
                OptionalLong.of(123456),
                Optional.of("fixture-note"),
                List.of(new ManifestSignature(1, filled(0xA1), Bytes.ofHex("cafe"))),
                List.of(new Attestation(2, Bytes.ofHex("bad0"))));
    }

    static List<ManifestFinding> everyManifestFinding() {
        return List.of(
                new ManifestFinding.UnsupportedManifestBodySchemaVersion(2, 1),
                new ManifestFinding.DuplicateSegmentRef(1, filled(1)),
                new ManifestFinding.InconsistentSegmentId(-1, filled(1), filled(2)),
                new ManifestFinding.ManifestBodyHashMismatch(filled(3), filled(0xFF)),
                new ManifestFinding.MissingExpectedSegment(300),
                new ManifestFinding.UnexpectedObservedSegment(70_000),
                new ManifestFinding.SegmentBytesDigestMismatch(9, filled(4), filled(5)));
    }

    static ImportProvenance provenance() {
        return new ImportProvenance(
                1, "runner-ns", new EventId(0x0123456789abcdefL, -2), -3, EventKind.ofRaw(0xF001), filled(0xCC));
    }
}
