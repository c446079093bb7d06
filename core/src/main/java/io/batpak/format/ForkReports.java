package io.batpak.format;

import io.batpak.model.ForkReport;
import io.batpak.model.ForkReport.Finding;
import io.batpak.model.ForkReport.Strategy;
import io.batpak.model.ForkReport.StrategyCounts;
import io.batpak.model.Hash;
import io.batpak.model.SourceWatermark;
import io.batpak.msgpack.KeyTable;
import java.util.List;

/// Bytes and identity of fork reports.
///
/// ```
/// body      {schema_version u16, fork_id [32], fence_token {token u64},
///           source_watermark {segment_id u64, offset u64}, active_segment_id u64,
///           shared_segment_ids_sorted [u64], deep_copied_segment_ids_sorted [u64],
///           strategy_counts {reflink, hardlink, deep_copy, cache_regenerable, excluded},
///           copied_visibility_ranges_present bool, copied_pending_compaction_marker_present bool,
///           copied_idempotency_store_present bool, destination_path_digest [32], findings [finding]}
/// finding   {"DestinationCleared": {artifact_count u64}} | "FenceTokenCancelled"
///           | {"CacheRegenerableExcluded": {file_name str}} | {"FileExcluded": {file_name str, reason str}}
///           | {"FileCopied": {file_name str, strategy str}} | "KeysExcluded"
/// id        BLAKE3 of the same map without fork_id and findings
/// ```
///
/// Pure. Bytes: docs/formats/reports.md
public final class ForkReports {
    static final String NAME = "fork report";
    private static final String[] BODY = {
        "schema_version",
        "fork_id",
        "fence_token",
        "source_watermark",
        "active_segment_id",
        "shared_segment_ids_sorted",
        "deep_copied_segment_ids_sorted",
        "strategy_counts",
        "copied_visibility_ranges_present",
        "copied_pending_compaction_marker_present",
        "copied_idempotency_store_present",
        "destination_path_digest",
        "findings"
    };
    private static final int FLAGS_AT = 8;
    private static final String[] COUNTS = {"reflink", "hardlink", "deep_copy", "cache_regenerable", "excluded"};
    private static final String CLEARED = "DestinationCleared";
    private static final String CANCELLED = "FenceTokenCancelled";
    private static final String CACHE_EXCLUDED = "CacheRegenerableExcluded";
    private static final String EXCLUDED = "FileExcluded";
    private static final String COPIED = "FileCopied";
    private static final String KEYS_EXCLUDED = "KeysExcluded";
    private static final KeyTable FINDINGS =
            KeyTable.of(CLEARED, CANCELLED, CACHE_EXCLUDED, EXCLUDED, COPIED, KEYS_EXCLUDED);
    private static final int FINDING_UNITS = 0b10_0010;
    private static final String[] COUNT = {"artifact_count"};
    private static final String[] CACHE_FIELDS = {"file_name"};
    private static final String[] EXCLUDED_FIELDS = {"file_name", "reason"};
    private static final String[] COPIED_FIELDS = {"file_name", "strategy"};

    private ForkReports() {}

    /// The body's canonical bytes.
    public static byte[] encode(ForkReport report) {
        return body(report).toByteArray();
    }

    /// The hash of the body.
    public static Hash bodyHash(ForkReport report) {
        return body(report).digest();
    }

    /// The id that the other fields give.
    public static Hash id(ForkReport report) {
        BodyWriter out = BodyWriter.map(BODY.length - 2).number(BODY[0], report.schemaVersion());
        facts(out, report);
        return out.digest();
    }

    /// The report with the id that its other fields give.
    public static ForkReport identified(ForkReport report) {
        return report.withId(id(report));
    }

    private static BodyWriter body(ForkReport report) {
        BodyWriter out = BodyWriter.map(BODY.length)
                .number(BODY[0], report.schemaVersion())
                .hash(BODY[1], report.forkId());
        facts(out, report);
        return out.each(BODY[12], report.findings(), ForkReports::put);
    }

    private static void facts(BodyWriter out, ForkReport report) {
        CopyFields.put(out, report.fenceToken(), report.sourceWatermark());
        StrategyCounts counts = report.strategyCounts();
        out.number(BODY[4], report.activeSegmentId())
                .numbers(BODY[5], report.sharedSegmentIds())
                .numbers(BODY[6], report.deepCopiedSegmentIds())
                .key(BODY[7])
                .nested(COUNTS.length)
                .number(COUNTS[0], counts.reflink())
                .number(COUNTS[1], counts.hardlink())
                .number(COUNTS[2], counts.deepCopy())
                .number(COUNTS[3], counts.cacheRegenerable())
                .number(COUNTS[4], counts.excluded())
                .flag(BODY[8], report.copiedVisibilityRanges())
                .flag(BODY[9], report.copiedPendingCompactionMarker())
                .flag(BODY[10], report.copiedIdempotencyStore())
                .hash(BODY[11], report.destinationPathDigest());
    }

    private static void put(BodyWriter out, Finding finding) {
        switch (finding) {
            case Finding.DestinationCleared(long count) ->
                out.variant(CLEARED, 1).number(COUNT[0], count);
            case Finding.FenceTokenCancelled() -> out.unit(CANCELLED);
            case Finding.CacheRegenerableExcluded(String name) ->
                out.variant(CACHE_EXCLUDED, 1).text(CACHE_FIELDS[0], name);
            case Finding.FileExcluded(String name, String reason) ->
                out.variant(EXCLUDED, 2).text(EXCLUDED_FIELDS[0], name).text(EXCLUDED_FIELDS[1], reason);
            case Finding.FileCopied(String name, Strategy strategy) ->
                out.variant(COPIED, 2).text(COPIED_FIELDS[0], name).text(COPIED_FIELDS[1], strategy.wireName());
            case Finding.KeysExcluded() -> out.unit(KEYS_EXCLUDED);
        }
    }

    /// Reads a body. A later version than this release knows is refused; whether the id fits is not looked at.
    public static Decoded<ForkReport> decode(byte[] body) {
        return decode(body, 0);
    }

    static Decoded<ForkReport> decode(byte[] bytes, int offset) {
        return BodyReader.decode(NAME, bytes, offset, in -> new Draft(in).read());
    }

    /// The version a body claims.
    static long version(BodyReader in) {
        return in.version(NAME, BODY);
    }

    /// A report that is being read.
    private static final class Draft {
        private final BodyReader in;
        private final boolean[] flags = new boolean[BODY.length];
        private int version;
        private Hash id = Hash.ZERO;
        private long token;
        private SourceWatermark watermark = SourceWatermark.NONE;
        private long active;
        private List<Long> shared = List.of();
        private List<Long> copied = List.of();
        private StrategyCounts counts = new StrategyCounts(0, 0, 0, 0, 0);
        private Hash path = Hash.ZERO;
        private List<Finding> findings = List.of();

        Draft(BodyReader in) {
            this.in = in;
        }

        ForkReport read() {
            in.struct(NAME, 1, BODY, this::field);
            return new ForkReport(
                    version,
                    id,
                    token,
                    watermark,
                    active,
                    shared,
                    copied,
                    counts,
                    flags[FLAGS_AT],
                    flags[FLAGS_AT + 1],
                    flags[FLAGS_AT + 2],
                    path,
                    findings);
        }

        private void field(int field) {
            switch (field) {
                case 0 -> version = in.version(NAME, ForkReport.SCHEMA_VERSION);
                case 1 -> id = in.hash();
                case 2 -> token = CopyFields.fenceToken(in);
                case 3 -> watermark = CopyFields.watermark(in);
                case 4 -> active = in.number();
                case 5 -> shared = in.numbers();
                case 6 -> copied = in.numbers();
                case 7 -> counts = counts();
                case 11 -> path = in.hash();
                case 12 -> findings = in.each(this::finding);
                default -> flags[field] = in.flag();
            }
        }

        private StrategyCounts counts() {
            long[] count = new long[COUNTS.length];
            in.struct("strategy counts", 2, COUNTS, field -> count[field] = in.number());
            return new StrategyCounts(count[0], count[1], count[2], count[3], count[4]);
        }

        private Finding finding() {
            return switch (in.variant("finding", FINDINGS, FINDING_UNITS)) {
                case 0 -> {
                    long[] count = new long[1];
                    in.struct(CLEARED, 4, COUNT, field -> count[0] = in.number());
                    yield new Finding.DestinationCleared(count[0]);
                }
                case 1 -> new Finding.FenceTokenCancelled();
                case 2 -> new Finding.CacheRegenerableExcluded(texts(CACHE_EXCLUDED, CACHE_FIELDS)[0]);
                case 3 -> {
                    String[] texts = texts(EXCLUDED, EXCLUDED_FIELDS);
                    yield new Finding.FileExcluded(texts[0], texts[1]);
                }
                case 4 -> copied();
                default -> new Finding.KeysExcluded();
            };
        }

        private String[] texts(String name, String[] keys) {
            String[] texts = new String[keys.length];
            in.struct(name, 4, keys, field -> texts[field] = in.text());
            return texts;
        }

        private Finding copied() {
            String[] name = {""};
            Strategy[] strategy = {Strategy.DEEP_COPY};
            in.struct(COPIED, 4, COPIED_FIELDS, field -> {
                if (field == 0) {
                    name[0] = in.text();
                } else {
                    strategy[0] = in.named("strategy", Strategy.values(), Strategy::wireName);
                }
            });
            return new Finding.FileCopied(name[0], strategy[0]);
        }
    }
}
