package io.batpak.format;

import io.batpak.model.Hash;
import io.batpak.model.SnapshotReport;
import io.batpak.model.SnapshotReport.FileKind;
import io.batpak.model.SnapshotReport.Finding;
import io.batpak.model.SourceWatermark;
import io.batpak.msgpack.KeyTable;
import java.util.List;

/// Bytes and identity of snapshot reports.
///
/// ```
/// body      {schema_version u16, snapshot_id [32], fence_token {token u64},
///           source_watermark {segment_id u64, offset u64}, copied_segment_ids_sorted [u64],
///           copied_visibility_ranges_present bool, copied_pending_compaction_marker_present bool,
///           copied_idempotency_store_present bool, destination_path_digest [32], findings [finding]}
/// finding   {"DestinationCleared": {artifact_count u64}}
///           | {"CopyByteHashUnavailable": {reason str, file_kind str}} | "FenceTokenCancelled" | "KeysExcluded"
/// id        BLAKE3 of the same map without snapshot_id and findings
/// ```
///
/// Pure. Bytes: docs/formats/reports.md
public final class SnapshotReports {
    private static final String NAME = "snapshot report";
    private static final String[] BODY = {
        "schema_version",
        "snapshot_id",
        "fence_token",
        "source_watermark",
        "copied_segment_ids_sorted",
        "copied_visibility_ranges_present",
        "copied_pending_compaction_marker_present",
        "copied_idempotency_store_present",
        "destination_path_digest",
        "findings"
    };
    private static final int FLAGS_AT = 5;
    private static final String CLEARED = "DestinationCleared";
    private static final String NO_HASH = "CopyByteHashUnavailable";
    private static final String CANCELLED = "FenceTokenCancelled";
    private static final String KEYS_EXCLUDED = "KeysExcluded";
    private static final KeyTable FINDINGS = KeyTable.of(CLEARED, NO_HASH, CANCELLED, KEYS_EXCLUDED);
    private static final int FINDING_UNITS = 0b1100;
    private static final String[] COUNT = {"artifact_count"};
    private static final String[] NO_HASH_FIELDS = {"reason", "file_kind"};

    private SnapshotReports() {}

    /// The body's canonical bytes.
    public static byte[] encode(SnapshotReport report) {
        return body(report).toByteArray();
    }

    /// The hash of the body.
    public static Hash bodyHash(SnapshotReport report) {
        return body(report).digest();
    }

    /// The id that the other fields give.
    public static Hash id(SnapshotReport report) {
        BodyWriter out = BodyWriter.map(BODY.length - 2).number(BODY[0], report.schemaVersion());
        facts(out, report);
        return out.digest();
    }

    /// The report with the id that its other fields give.
    public static SnapshotReport identified(SnapshotReport report) {
        return report.withId(id(report));
    }

    private static BodyWriter body(SnapshotReport report) {
        BodyWriter out = BodyWriter.map(BODY.length)
                .number(BODY[0], report.schemaVersion())
                .hash(BODY[1], report.snapshotId());
        facts(out, report);
        return out.each(BODY[9], report.findings(), SnapshotReports::put);
    }

    private static void facts(BodyWriter out, SnapshotReport report) {
        CopyFields.put(out, report.fenceToken(), report.sourceWatermark());
        out.numbers(BODY[4], report.copiedSegmentIds())
                .flag(BODY[5], report.copiedVisibilityRanges())
                .flag(BODY[6], report.copiedPendingCompactionMarker())
                .flag(BODY[7], report.copiedIdempotencyStore())
                .hash(BODY[8], report.destinationPathDigest());
    }

    private static void put(BodyWriter out, Finding finding) {
        switch (finding) {
            case Finding.DestinationCleared(long count) ->
                out.variant(CLEARED, 1).number(COUNT[0], count);
            case Finding.CopyByteHashUnavailable(String reason, FileKind kind) ->
                out.variant(NO_HASH, 2).text(NO_HASH_FIELDS[0], reason).text(NO_HASH_FIELDS[1], kind.wireName());
            case Finding.FenceTokenCancelled() -> out.unit(CANCELLED);
            case Finding.KeysExcluded() -> out.unit(KEYS_EXCLUDED);
        }
    }

    /// Reads a body. A later version than this release knows is refused; whether the id fits is not looked at.
    public static Decoded<SnapshotReport> decode(byte[] body) {
        return BodyReader.decode(NAME, body, 0, in -> new Draft(in).read());
    }

    /// A report that is being read.
    private static final class Draft {
        private final BodyReader in;
        private final boolean[] flags = new boolean[BODY.length];
        private int version;
        private Hash id = Hash.ZERO;
        private long token;
        private SourceWatermark watermark = SourceWatermark.NONE;
        private List<Long> segments = List.of();
        private Hash path = Hash.ZERO;
        private List<Finding> findings = List.of();

        Draft(BodyReader in) {
            this.in = in;
        }

        SnapshotReport read() {
            in.struct(NAME, 1, BODY, this::field);
            return new SnapshotReport(
                    version,
                    id,
                    token,
                    watermark,
                    segments,
                    flags[FLAGS_AT],
                    flags[FLAGS_AT + 1],
                    flags[FLAGS_AT + 2],
                    path,
                    findings);
        }

        private void field(int field) {
            switch (field) {
                case 0 -> version = in.version(NAME, SnapshotReport.SCHEMA_VERSION);
                case 1 -> id = in.hash();
                case 2 -> token = CopyFields.fenceToken(in);
                case 3 -> watermark = CopyFields.watermark(in);
                case 4 -> segments = in.numbers();
                case 8 -> path = in.hash();
                case 9 -> findings = in.each(this::finding);
                default -> flags[field] = in.flag();
            }
        }

        private Finding finding() {
            return switch (in.variant("finding", FINDINGS, FINDING_UNITS)) {
                case 0 -> {
                    long[] count = new long[1];
                    in.struct(CLEARED, 4, COUNT, field -> count[0] = in.number());
                    yield new Finding.DestinationCleared(count[0]);
                }
                case 1 -> noHash();
                case 2 -> new Finding.FenceTokenCancelled();
                default -> new Finding.KeysExcluded();
            };
        }

        private Finding noHash() {
            String[] reason = {""};
            FileKind[] kind = {FileKind.SEGMENT};
            in.struct(NO_HASH, 4, NO_HASH_FIELDS, field -> {
                if (field == 0) {
                    reason[0] = in.text();
                } else {
                    kind[0] = in.named("file kind", FileKind.values(), FileKind::wireName);
                }
            });
            return new Finding.CopyByteHashUnavailable(reason[0], kind[0]);
        }
    }
}
