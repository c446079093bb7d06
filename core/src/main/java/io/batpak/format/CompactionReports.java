package io.batpak.format;

import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionReport;
import io.batpak.model.CompactionReport.Finding;
import io.batpak.model.CompactionReport.Shape;
import io.batpak.model.Hash;
import io.batpak.msgpack.KeyTable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Bytes and identity of compaction reports.
///
/// ```
/// body      {schema_version u16, compaction_id [32], input_segment_id_low nil|u64, input_segment_id_high
///           nil|u64, strategy_shape str, min_segments_threshold, active_segment_id, sealed_segment_count,
///           source_segment_ids_sorted [u64], merged_segment_id nil|u64, output_segment_bytes_hash nil|[32],
///           outcome, segments_removed, bytes_reclaimed, findings [finding]}      integers u64
/// outcome   "Performed" | "Skipped" | {"Failed": {reason str}}
/// finding   {"PreSwapRollback": {reason str}} | {"OutputSegmentHashUnavailable": {reason str}}
/// id        BLAKE3 of the same map without compaction_id, the two input ids, the output's hash and findings
/// ```
///
/// Pure. Bytes: docs/formats/reports.md
public final class CompactionReports {
    private static final String NAME = "compaction report";
    private static final int ID_FIELDS = 10;
    private static final String[] BODY = {
        "schema_version",
        "compaction_id",
        "input_segment_id_low",
        "input_segment_id_high",
        "strategy_shape",
        "min_segments_threshold",
        "active_segment_id",
        "sealed_segment_count",
        "source_segment_ids_sorted",
        "merged_segment_id",
        "output_segment_bytes_hash",
        "outcome",
        "segments_removed",
        "bytes_reclaimed",
        "findings"
    };
    private static final int LOW_AT = 2;
    private static final int HIGH_AT = 3;
    private static final int MERGED_AT = 9;
    private static final int OUTPUT_HASH_AT = 10;
    private static final int REQUIRED =
            (1 << BODY.length) - 1 & ~(1 << LOW_AT | 1 << HIGH_AT | 1 << MERGED_AT | 1 << OUTPUT_HASH_AT);
    private static final String[] REASON = {"reason"};
    private static final String PERFORMED = "Performed";
    private static final String SKIPPED = "Skipped";
    private static final String FAILED = "Failed";
    private static final KeyTable OUTCOMES = KeyTable.of(PERFORMED, SKIPPED, FAILED);
    private static final int OUTCOME_UNITS = 0b011;
    private static final String ROLLBACK = "PreSwapRollback";
    private static final String HASH_UNAVAILABLE = "OutputSegmentHashUnavailable";
    private static final KeyTable FINDINGS = KeyTable.of(ROLLBACK, HASH_UNAVAILABLE);

    private CompactionReports() {}

    /// The body's canonical bytes.
    public static byte[] encode(CompactionReport report) {
        return body(report).toByteArray();
    }

    /// The hash of the body.
    public static Hash bodyHash(CompactionReport report) {
        return body(report).digest();
    }

    /// The id that the other fields give.
    public static Hash id(CompactionReport report) {
        BodyWriter out = BodyWriter.map(ID_FIELDS).number(BODY[0], report.schemaVersion());
        facts(out, report);
        result(out, report);
        return out.digest();
    }

    /// The report with the id that its other fields give.
    public static CompactionReport identified(CompactionReport report) {
        return report.withId(id(report));
    }

    private static BodyWriter body(CompactionReport report) {
        BodyWriter out = BodyWriter.map(BODY.length)
                .number(BODY[0], report.schemaVersion())
                .hash(BODY[1], report.compactionId())
                .number(BODY[LOW_AT], report.inputSegmentLow())
                .number(BODY[HIGH_AT], report.inputSegmentHigh());
        facts(out, report);
        out.hash(BODY[OUTPUT_HASH_AT], report.outputSegmentBytesHash());
        result(out, report);
        return out.each(BODY[14], report.findings(), CompactionReports::put);
    }

    private static void facts(BodyWriter out, CompactionReport report) {
        out.text(BODY[4], report.strategyShape().wireName())
                .number(BODY[5], report.minSegmentsThreshold())
                .number(BODY[6], report.activeSegmentId())
                .number(BODY[7], report.sealedSegmentCount())
                .numbers(BODY[8], report.sourceSegmentIds())
                .number(BODY[MERGED_AT], report.mergedSegmentId());
    }

    private static void result(BodyWriter out, CompactionReport report) {
        out.key(BODY[11]);
        switch (report.outcome()) {
            case CompactionOutcome.Performed() -> out.unit(PERFORMED);
            case CompactionOutcome.Skipped() -> out.unit(SKIPPED);
            case CompactionOutcome.Failed(String reason) ->
                out.variant(FAILED, 1).text(REASON[0], reason);
        }
        out.number(BODY[12], report.segmentsRemoved()).number(BODY[13], report.bytesReclaimed());
    }

    private static void put(BodyWriter out, Finding finding) {
        switch (finding) {
            case Finding.PreSwapRollback(String reason) ->
                out.variant(ROLLBACK, 1).text(REASON[0], reason);
            case Finding.OutputSegmentHashUnavailable(String reason) ->
                out.variant(HASH_UNAVAILABLE, 1).text(REASON[0], reason);
        }
    }

    /// Reads a body. A later version than this release knows is refused; whether the id fits is not looked at.
    public static Decoded<CompactionReport> decode(byte[] body) {
        return BodyReader.decode(NAME, body, 0, in -> new Draft(in).read());
    }

    /// A report that is being read.
    private static final class Draft {
        private final BodyReader in;
        private final long[] numbers = new long[BODY.length];
        private final OptionalLong[] ids = new OptionalLong[BODY.length];
        private Hash id = Hash.ZERO;
        private Shape shape = Shape.MERGE;
        private List<Long> sources = List.of();
        private Optional<Hash> outputHash = Optional.empty();
        private CompactionOutcome outcome = new CompactionOutcome.Skipped();
        private List<Finding> findings = List.of();

        Draft(BodyReader in) {
            this.in = in;
            Arrays.fill(ids, OptionalLong.empty());
        }

        CompactionReport read() {
            in.struct(NAME, 1, REQUIRED, BODY, this::field);
            return new CompactionReport(
                    (int) numbers[0],
                    id,
                    ids[LOW_AT],
                    ids[HIGH_AT],
                    shape,
                    numbers[5],
                    numbers[6],
                    numbers[7],
                    sources,
                    ids[MERGED_AT],
                    outputHash,
                    outcome,
                    numbers[12],
                    numbers[13],
                    findings);
        }

        private void field(int field) {
            switch (field) {
                case 0 -> numbers[0] = in.version(NAME, CompactionReport.SCHEMA_VERSION);
                case 1 -> id = in.hash();
                case LOW_AT, HIGH_AT, MERGED_AT -> ids[field] = in.optionalNumber();
                case 4 -> shape = in.named("strategy", Shape.values(), Shape::wireName);
                case 8 -> sources = in.numbers();
                case OUTPUT_HASH_AT -> outputHash = in.optionalHash();
                case 11 -> outcome = outcome();
                case 14 -> findings = in.each(this::finding);
                default -> numbers[field] = in.number();
            }
        }

        private CompactionOutcome outcome() {
            return switch (in.variant("outcome", OUTCOMES, OUTCOME_UNITS)) {
                case 0 -> new CompactionOutcome.Performed();
                case 1 -> new CompactionOutcome.Skipped();
                default -> new CompactionOutcome.Failed(reason(3));
            };
        }

        private Finding finding() {
            return in.variant("finding", FINDINGS, 0) == 0
                    ? new Finding.PreSwapRollback(reason(4))
                    : new Finding.OutputSegmentHashUnavailable(reason(4));
        }

        private String reason(int depth) {
            String[] reason = {""};
            in.struct("reason", depth, REASON, field -> reason[0] = in.text());
            return reason[0];
        }
    }
}
