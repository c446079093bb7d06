package io.batpak.verify.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.verify.script.Golden;
import io.batpak.verify.script.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The recorded runs of the reference's simulator, done by our store on our disk: the same events are left, so the
/// same digest comes out, bit for bit.
///
/// Covers: E14, E15, E16.
/// Tier: golden.
class DstCorpusTest {
    private static ObjectNode vectors() {
        try {
            return Json.parse(Files.readString(Golden.folder("vectors").resolve("dst_vectors.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> rows(String oracle) {
        List<JsonNode> rows = new ArrayList<>();
        for (JsonNode row : vectors().path("rows")) {
            if (row.path("oracle").asString().equals(oracle)) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static long unsigned(JsonNode value) {
        return Long.parseUnsignedLong(value.asString());
    }

    @Test
    void theGeneratorThePlanAndTheHashAreThoseOfTheReference() {
        JsonNode check = vectors().path("wyrand_check");
        WyRand random = new WyRand(unsigned(check.path("seed")));
        for (JsonNode number : check.path("first_u64")) {
            assertThat(random.next64()).isEqualTo(unsigned(number));
        }
        JsonNode plan = vectors().path("plan_check");
        List<String> ops = new ArrayList<>();
        plan.path("first_ops").forEach(op -> ops.add(op.asString()));
        assertThat(PlannedOp.plan(unsigned(plan.path("seed")), ops.size()))
                .map(PlannedOp::toString)
                .isEqualTo(ops);
        JsonNode hashed = vectors().path("blake3_first8_le_check");
        byte[] payload = Payload.of(Value.map("seq", 0, "step", 0)).bytes();
        assertThat(HexFormat.of().formatHex(payload))
                .isEqualTo(hashed.path("payload_hex").asString());
        try (Store store =
                Store.open(StoreConfig.on(new MemFs()).cooperative(true).build())) {
            Receipt receipt = store.append(RecoveryRun.AT, RecoveryRun.KIND, Payload.messagePack(payload));
            assertThat(receipt.contentHash().hex())
                    .isEqualTo(hashed.path("event_hash").asString());
        }
    }

    @TestFactory
    Stream<DynamicTest> aRecoveryLeavesTheSameEventsAndTheSameDigest() {
        List<JsonNode> rows = rows("StoreRecovery");
        assertThat(rows).hasSize(8);
        return rows.stream().map(row -> DynamicTest.dynamicTest(name(row), () -> assertRecovery(row)));
    }

    private static void assertRecovery(JsonNode expected) {
        RecoveryRow row = row(expected);
        RecoveryResult result = RecoveryRun.of(row);
        RecoveryLaws.assertLegal(result);
        String what = result.toString();
        assertThat(result.submitted())
                .as(what)
                .hasSize(expected.path("attempted").asInt());
        assertThat(result.acked())
                .as(what)
                .isEqualTo(expected.path("acked_durable").asInt());
        assertThat(result.recovered())
                .as(what)
                .hasSize(expected.path("recovered").asInt());
        JsonNode crash = expected.path("crash_at_step");
        assertThat(result.crashAt())
                .as(what)
                .isEqualTo(crash.isNull() ? OptionalInt.empty() : OptionalInt.of(crash.asInt()));
        assertThat(result.outcome().wireName())
                .as(what)
                .isEqualTo(expected.path("outcome").asString());
        assertDigest(what, result.digest(), expected);
        assertThat(RecoveryRun.of(row).digest()).as("a second time").isEqualTo(result.digest());
    }

    private static RecoveryRow row(JsonNode expected) {
        DiskMode mode = switch (expected.path("fault_mode").asString()) {
            case "HonestDiskCrash" -> new DiskMode.Honest();
            case "LyingDiskFsyncDrop" ->
                new DiskMode.Lying(expected.path("fsync_drop_one_in").asInt());
            default ->
                new DiskMode.Crash(CrashBoundary.named(expected.path("boundary").asString()), 1);
        };
        return RecoveryRow.reference(
                unsigned(expected.path("seed")), expected.path("steps").asInt(), mode);
    }

    @Test
    void differentSeedsHaveDifferentDigests() {
        Collection<Long> digests = rows("StoreRecovery").stream()
                .map(row -> RecoveryRun.of(row(row)).digest())
                .toList();
        assertThat(digests).doesNotHaveDuplicates();
    }

    @TestFactory
    Stream<DynamicTest> aForkHoldsItsSourceAfterACrash() {
        List<JsonNode> rows = rows("ForkIsolation");
        assertThat(rows).hasSize(2);
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(name(row), () -> {
                    CopyRuns.Forked forked = CopyRuns.fork(unsigned(row.path("seed")));
                    assertThat(forked.source())
                            .hasSize(row.path("source_appends").asInt());
                    assertThat(forked.fork()).isEqualTo(forked.source());
                    assertThat(forked.forkEvents())
                            .isEqualTo(row.path("dest_event_count").asLong());
                    assertDigest(forked.toString(), forked.digest(), row);
                }));
    }

    @TestFactory
    Stream<DynamicTest> anImportThatACrashCutIsCompletedByTheNext() {
        List<JsonNode> rows = rows("ImportReapply");
        assertThat(rows).hasSize(4);
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(name(row), () -> {
                    CopyRuns.Reapplied result = CopyRuns.importAgain(unsigned(row.path("seed")));
                    String what = result.toString();
                    assertThat(result.source())
                            .as(what)
                            .hasSize(row.path("source_events").asInt());
                    assertThat(result.dest()).as(what).isEqualTo(result.source());
                    assertThat(result.again().deduplicated())
                            .as(what)
                            .isEqualTo(row.path("reimport_deduplicated").asLong());
                    assertThat(result.dropped() > 0)
                            .as(what)
                            .isEqualTo(!row.path("fsync_drop_one_in").isNull());
                    assertDigest(what, result.digest(), row);
                }));
    }

    @TestFactory
    Stream<DynamicTest> anImportIntoItselfEndsAtWhatWasThereWhenItBegan() {
        List<JsonNode> rows = rows("ImportSameStoreCeiling");
        assertThat(rows).hasSize(1);
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(name(row), () -> {
                    CopyRuns.SameStore result = CopyRuns.importIntoItself(unsigned(row.path("seed")));
                    assertThat(result.appended()).isEqualTo(row.path("appended").asInt());
                    assertThat(result.first().imported())
                            .isEqualTo(row.path("imported").asLong());
                    assertThat(result.second().imported()).isZero();
                    assertThat(result.second().deduplicated())
                            .isEqualTo(row.path("replay_deduplicated").asLong());
                    assertThat(result.finalCount())
                            .isEqualTo(row.path("final_event_count").asLong());
                    assertDigest(result.toString(), result.digest(), row);
                }));
    }

    private static void assertDigest(String what, long digest, JsonNode row) {
        assertThat(Long.toUnsignedString(digest))
                .as(what)
                .isEqualTo(row.path("digest").asString());
    }

    private static String name(JsonNode row) {
        return row.path("oracle").asString() + " " + row.path("fault_mode").asString("") + " "
                + row.path("boundary").asString("") + " seed "
                + row.path("seed").asString();
    }
}
