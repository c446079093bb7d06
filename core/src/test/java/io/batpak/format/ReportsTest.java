package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.format.Damage.Reason;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionReport;
import io.batpak.model.ForkReport;
import io.batpak.model.Hash;
import io.batpak.model.SnapshotReport;
import io.batpak.model.SnapshotReport.FileKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Compaction, snapshot and fork reports: the reference's bytes, ids and hashes.
///
/// Covers: A2, G8.
/// Tier: golden.
class ReportsTest {

    private static <T> T ok(Decoded<T> decoded) {
        return switch (decoded) {
            case Decoded.Ok<T>(T value) -> value;
            case Decoded.Damaged<T>(Damage damage) -> throw new AssertionError(damage.toString());
        };
    }

    private static Reason reason(Decoded<?> decoded) {
        return switch (decoded) {
            case Decoded.Ok<?>(Object value) -> throw new AssertionError(value.toString());
            case Decoded.Damaged<?>(Damage damage) -> damage.reason();
        };
    }

    private static <T> void comesBack(T report, Function<T, byte[]> encode, Function<byte[], Decoded<T>> decode) {
        assertThat(ok(decode.apply(encode.apply(report)))).isEqualTo(report);
    }

    @Test
    void aSkippedCompactionHasTheBytesOfTheReference() {
        byte[] golden = GoldenBytes.hex("canonical/compaction_report_body_v1.hex");
        CompactionReport report = ReportSamples.skipped();
        assertThat(CompactionReports.encode(report)).isEqualTo(golden);
        assertThat(ok(CompactionReports.decode(golden))).isEqualTo(report);
        assertThat(report.compactionId().hex())
                .isEqualTo("4aff83ca43fd6e1bcdac56ea6b7f846fbb2b7d5fe100fa1fef229573a8657109");
        assertThat(CompactionReports.bodyHash(report).hex())
                .isEqualTo("06d307f7afc789d6eac022c2f7efd10c7df486008857643cb2d991f90f3ebef4");
    }

    @Test
    void everyOutcomeAndFindingOfACompactionComesBack() {
        CompactionReport.Finding rollback = new CompactionReport.Finding.PreSwapRollback("why");
        CompactionReport.Finding earlier = new CompactionReport.Finding.PreSwapRollback("wh");
        CompactionReport.Finding unhashed = new CompactionReport.Finding.OutputSegmentHashUnavailable("a");
        for (CompactionOutcome outcome : List.of(
                new CompactionOutcome.Performed(),
                new CompactionOutcome.Skipped(),
                new CompactionOutcome.Failed("no \uD83D\uDE00 space"))) {
            CompactionReport report = ReportSamples.compaction(outcome, unhashed, rollback, rollback, earlier);
            assertThat(report.findings()).containsExactly(earlier, rollback, rollback, unhashed);
            assertThat(report.sourceSegmentIds()).containsExactly(5L, -1L);
            comesBack(report, CompactionReports::encode, CompactionReports::decode);
            assertThat(CompactionReports.id(report.withId(Hash.ZERO))).isEqualTo(report.compactionId());
        }
    }

    @Test
    void whatIsNoneOfItsBusinessDoesNotChangeTheIdOfACompaction() {
        CompactionReport plain = ReportSamples.compaction(new CompactionOutcome.Performed());
        CompactionReport noted = ReportSamples.compaction(
                new CompactionOutcome.Performed(), new CompactionReport.Finding.OutputSegmentHashUnavailable("x"));
        assertThat(noted.compactionId()).isEqualTo(plain.compactionId());
        assertThat(CompactionReports.bodyHash(noted)).isNotEqualTo(CompactionReports.bodyHash(plain));
        assertThat(ReportSamples.compaction(new CompactionOutcome.Failed("x")).compactionId())
                .isNotEqualTo(plain.compactionId());
    }

    @Test
    void aSnapshotHasTheBytesOfTheReference() {
        byte[] golden = GoldenBytes.hex("canonical/snapshot_report_body_v1.hex");
        SnapshotReport report = ReportSamples.goldenSnapshot();
        assertThat(SnapshotReports.encode(report)).isEqualTo(golden);
        assertThat(ok(SnapshotReports.decode(golden))).isEqualTo(report);
        assertThat(SnapshotReports.bodyHash(report).hex())
                .isEqualTo("322d4f1fe833e5373826d9f0b133351617d712c94e024490241affec528e82c5");
    }

    @Test
    void aRealSnapshotHasTheKnownIdAndHash() {
        Hash path = Hash.blake3("snap-dest".getBytes(StandardCharsets.UTF_8));
        SnapshotReport report = ReportSamples.snapshot(
                path,
                new SnapshotReport.Finding.FenceTokenCancelled(),
                new SnapshotReport.Finding.CopyByteHashUnavailable(SnapshotReport.NO_HASH_REASON, FileKind.SEGMENT));
        assertThat(report.snapshotId().hex())
                .isEqualTo("91aef227fbca9eff5927ace7d385b7acd5b7dab69e1b3a2b60b5faae6697420a");
        assertThat(SnapshotReports.encode(report)).hasSize(532);
        assertThat(SnapshotReports.bodyHash(report).hex())
                .isEqualTo("09c8bff2c63aa789ade4ef517f1736b3fbf0caa5f8c3f3d99dc66b445eb28594");
    }

    @Test
    void everyFindingOfASnapshotComesBackSorted() {
        List<SnapshotReport.Finding> sorted = List.of(
                new SnapshotReport.Finding.DestinationCleared(3),
                new SnapshotReport.Finding.DestinationCleared(-3),
                new SnapshotReport.Finding.CopyByteHashUnavailable("a", FileKind.PENDING_COMPACTION_MARKER),
                new SnapshotReport.Finding.CopyByteHashUnavailable("b", FileKind.SEGMENT),
                new SnapshotReport.Finding.CopyByteHashUnavailable("b", FileKind.VISIBILITY_RANGES),
                new SnapshotReport.Finding.CopyByteHashUnavailable("b", FileKind.IDEMPOTENCY_STORE),
                new SnapshotReport.Finding.FenceTokenCancelled(),
                new SnapshotReport.Finding.KeysExcluded());
        SnapshotReport report =
                ReportSamples.snapshot(Hash.ZERO, sorted.reversed().toArray(SnapshotReport.Finding[]::new));
        assertThat(report.findings()).isEqualTo(sorted);
        comesBack(report, SnapshotReports::encode, SnapshotReports::decode);
    }

    @Test
    void aForkHasTheKnownIdAndHash() {
        ForkReport report = ReportSamples.fork();
        assertThat(report.forkId().hex()).isEqualTo("eff3e2d87a3ff80724ec37c403f2586f0912f84f7f07dd75a71f5429daaa1246");
        assertThat(ForkReports.encode(report)).hasSize(784);
        assertThat(ForkReports.bodyHash(report).hex())
                .isEqualTo("c0a6fd43705e44293f26b970c426c77409f35f417a5c6bd2e4cbafbc7d108927");
        comesBack(report, ForkReports::encode, ForkReports::decode);
    }

    @Test
    void everyFindingOfAForkComesBackSorted() {
        List<ForkReport.Finding> sorted = List.of(
                new ForkReport.Finding.DestinationCleared(1),
                new ForkReport.Finding.FenceTokenCancelled(),
                new ForkReport.Finding.CacheRegenerableExcluded("index.fbati"),
                new ForkReport.Finding.FileExcluded("a", "x"),
                new ForkReport.Finding.FileExcluded("a", "xy"),
                new ForkReport.Finding.FileExcluded("\uFFEE", "x"),
                new ForkReport.Finding.FileExcluded("\uD83D\uDE00", "x"),
                new ForkReport.Finding.FileCopied("n", ForkReport.Strategy.REFLINK),
                new ForkReport.Finding.FileCopied("n", ForkReport.Strategy.HARDLINK),
                new ForkReport.Finding.FileCopied("n", ForkReport.Strategy.DEEP_COPY),
                new ForkReport.Finding.KeysExcluded());
        ForkReport report = ReportSamples.fork(sorted.reversed().toArray(ForkReport.Finding[]::new));
        assertThat(report.findings()).isEqualTo(sorted);
        comesBack(report, ForkReports::encode, ForkReports::decode);
    }

    @Test
    void aLoneSurrogateBecomesAQuestionMark() {
        ForkReport report = ReportSamples.fork(new ForkReport.Finding.FileExcluded("a\uD800b", "\uDC00"));
        assertThat(report.findings()).containsExactly(new ForkReport.Finding.FileExcluded("a?b", "?"));
        comesBack(report, ForkReports::encode, ForkReports::decode);
    }

    @Test
    void laterVersionsUnknownVariantsAndBytesBehindAreRefused() {
        byte[] body = CompactionReports.encode(ReportSamples.skipped());
        byte[] later = body.clone();
        later[1 + 1 + "schema_version".length()] = 2;
        assertThat(reason(CompactionReports.decode(later))).isEqualTo(Reason.VALUE_UNDECODABLE);
        String hex = HexFormat.of().formatHex(body);
        for (String name : List.of("Skipped", "Merge")) {
            String digits = HexFormat.of().formatHex(name.getBytes(StandardCharsets.US_ASCII));
            assertThat(hex).contains(digits);
            byte[] other = HexFormat.of().parseHex(hex.replace(digits, digits.replace("65", "66")));
            assertThat(reason(CompactionReports.decode(other))).isEqualTo(Reason.VALUE_UNDECODABLE);
        }
        assertThat(reason(CompactionReports.decode(Arrays.copyOf(body, body.length + 1))))
                .isEqualTo(Reason.VALUE_UNDECODABLE);
    }

    @Test
    void cutsAndChangesGiveAValue() {
        byte[] compaction = CompactionReports.encode(ReportSamples.compaction(
                new CompactionOutcome.Failed("x"), new CompactionReport.Finding.PreSwapRollback("x")));
        byte[] snapshot = SnapshotReports.encode(ReportSamples.goldenSnapshot());
        byte[] fork = ForkReports.encode(ReportSamples.fork());
        changes(compaction, CompactionReports::decode);
        changes(snapshot, SnapshotReports::decode);
        changes(fork, ForkReports::decode);
    }

    private static <T> void changes(byte[] body, Function<byte[], Decoded<T>> decode) {
        for (int at = 0; at < body.length; at++) {
            assertThat(reason(decode.apply(Arrays.copyOf(body, at)))).isEqualTo(Reason.VALUE_UNDECODABLE);
            for (int value = 0; value < 256; value += 5) {
                byte[] changed = body.clone();
                changed[at] = (byte) value;
                assertThat(decode.apply(changed)).isNotNull();
            }
        }
    }
}
