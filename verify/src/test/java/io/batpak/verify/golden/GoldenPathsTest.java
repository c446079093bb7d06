package io.batpak.verify.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Evidence;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.CheckpointFutureVersionException;
import io.batpak.error.ForkEvidenceFutureVersionException;
import io.batpak.error.HiddenRangesException;
import io.batpak.error.IdempotencyFutureVersionException;
import io.batpak.error.ImportProvenanceFutureVersionException;
import io.batpak.error.MmapFutureVersionException;
import io.batpak.error.StoreException;
import io.batpak.fs.StoreFs;
import io.batpak.model.AppendOptions;
import io.batpak.model.AutoMerge;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.ForkReport;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.ImportProvenance;
import io.batpak.model.OpenReport;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.SourceWatermark;
import io.batpak.model.Value;
import io.batpak.recovery.Restore;
import io.batpak.recovery.Restored;
import io.batpak.recovery.Surroundings;
import io.batpak.testkit.MemFs;
import io.batpak.time.Clock;
import io.batpak.time.Spawner;
import io.batpak.verify.script.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// The recorded directories opened with all their files: the same source, counts and statuses as 0.9.0
/// reports, and the same events whatever the source.
///
/// Tier: golden. Covers: E6, E9, E10, F6.
class GoldenPathsTest {
    private static final Map<String, Class<? extends StoreException>> REFUSALS = Map.of(
            "MmapFutureVersion", MmapFutureVersionException.class,
            "CheckpointFutureVersion", CheckpointFutureVersionException.class,
            "IdempotencyFutureVersion", IdempotencyFutureVersionException.class,
            "HiddenRangesFutureVersion", HiddenRangesException.class,
            "ForkEvidenceFutureVersion", ForkEvidenceFutureVersionException.class,
            "ImportProvenanceFutureVersion", ImportProvenanceFutureVersionException.class);
    private static final String FRAMED_VALUE = "(framed value)";
    private static final ForkReport FORK = new ForkReport(
            1,
            Hash.ZERO,
            1,
            SourceWatermark.NONE,
            0,
            List.of(),
            List.of(),
            new ForkReport.StrategyCounts(0, 0, 0, 0, 0),
            false,
            false,
            false,
            Hash.ZERO,
            List.of(new ForkReport.Finding.FenceTokenCancelled()));
    private static final ImportProvenance PROVENANCE =
            new ImportProvenance(1, "source", EventId.NIL, 7, EventKind.DATA, Hash.ZERO);

    @TempDir
    private Path work;

    static List<GoldenTree> trees() {
        return GoldenTree.all();
    }

    static List<JsonNode> versions() throws IOException {
        return Json.parse(Files.readString(GoldenTree.golden("vectors").resolve("compat_matrix.json")))
                .path("rows")
                .values()
                .stream()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("trees")
    void theSourceIsThatOfTheReference(GoldenTree tree) throws IOException {
        for (String how : List.of("reopen_read_only", "reopen_mutable", "reopen_without_artifacts")) {
            JsonNode expected = tree.expected().path(how);
            assertThat(expected.isObject()).as(how).isTrue();
            MemFs fs = MemFs.copyOf(tree.directory());
            if (how.equals("reopen_without_artifacts")) {
                fs.list().stream().filter(GoldenPathsTest::isArtifact).forEach(fs::delete);
            }
            Restored restored = restore(fs, tree, how.equals("reopen_mutable"));
            OpenReport report = restored.report();
            assertThat(List.of(
                            report.openPath(),
                            report.restoredEntries(),
                            report.tailEntries(),
                            report.mmapIndex().status().wireName(),
                            report.checkpoint().status().wireName()))
                    .as(how + " " + report)
                    .isEqualTo(List.of(
                            expected.path("path").asString(),
                            expected.path("restored_entries").asLong(),
                            expected.path("tail_entries").asLong(),
                            expected.path("mmap_load_status").asString(),
                            expected.path("checkpoint_load_status").asString()));
            if (!how.equals("reopen_without_artifacts")) {
                assertThat(restored.nextSequence())
                        .isEqualTo(tree.expected().path("allocator").asLong());
            }
            assertPhases(report);
        }
    }

    private static void assertPhases(OpenReport report) {
        OpenReport.Phases phases = report.phases();
        long sum = phases.planMicros() + phases.internerMicros() + phases.restoreMicros() + phases.hiddenRangesMicros();
        assertThat(sum).isLessThanOrEqualTo(report.elapsedMicros());
    }

    /// The extensions that the reference had lost before it wrote an artifact are those of the frame.
    @ParameterizedTest
    @MethodSource("trees")
    void everyEventIsAsDescribedWhateverTheSource(GoldenTree tree) {
        Path copy = GoldenTree.copy(tree.directory(), work.resolve("a"), name -> !name.equals(".batpak.lock"));
        Map<String, List<Byte>> before = GoldenTree.contents(copy);
        StoreConfig config =
                StoreConfig.in(copy).autoMerge(new AutoMerge.Never()).build();
        List<String> described = tree.events().stream().map(EventFacts::of).toList();
        try (StoreReader reader = StoreReader.open(config)) {
            assertThat(EventFacts.of(reader)).containsExactlyElementsOf(described);
        }
        assertThat(GoldenTree.contents(copy)).isEqualTo(before);
        try (Store store = Store.open(config)) {
            Entry opened = store.query(Region.kind(EventKind.SYSTEM_OPEN_COMPLETED))
                    .toList()
                    .getLast();
            JsonNode expected = tree.expected().path("reopen_mutable");
            assertThat(opened.sequence())
                    .isEqualTo(expected.path("open_event").path("seq").asLong());
            assertThat(store.stats().nextSequence())
                    .isEqualTo(expected.path("allocator_after_open").asLong());
            assertThat(EventFacts.of(store)).startsWith(described.toArray(String[]::new));
        }
    }

    /// What a crash leaves of a session that began behind an artifact keeps the sequences it had.
    @ParameterizedTest
    @MethodSource("trees")
    void sequencesShownBehindAnArtifactOutliveACrash(GoldenTree tree) throws IOException {
        MemFs fs = MemFs.copyOf(tree.directory());
        Store store =
                Store.open(StoreConfig.on(fs).autoMerge(new AutoMerge.Never()).build());
        Receipt receipt = store.append(
                Coordinate.of("golden:new", "golden"), EventKind.of(0xF, 0x77), Payload.of(Value.map("n", 1)));
        MemFs killed = fs.killed();
        store.drop();
        try (StoreReader reader = StoreReader.open(StoreConfig.on(killed).build())) {
            assertThat(reader.get(receipt.eventId()).sequence()).isEqualTo(receipt.sequence());
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aVersionOpensOrIsRefusedAsTheMatrixSays(JsonNode row) throws IOException {
        String file = row.path("artifact").asString();
        if (file.equals(FRAMED_VALUE)) {
            aFramedValueIsReadOrRefused(row);
            return;
        }
        GoldenTree tree = trees().stream()
                .filter(candidate -> Files.exists(candidate.directory().resolve(file)))
                .findFirst()
                .orElseThrow();
        MemFs fs = MemFs.copyOf(tree.directory());
        int version = row.path("writer_version").asInt();
        String expected = row.path("expected").asString();
        fs.damage(file, bytes -> {
            bytes[6] = (byte) version;
            bytes[7] = (byte) (version >>> 8);
            return bytes;
        });
        if (expected.equals("OpensOK")) {
            assertThat(restore(fs, tree, false).report().segments()).isNotEmpty();
        } else {
            assertThatThrownBy(() -> restore(fs, tree, true))
                    .isInstanceOf(REFUSALS.get(expected))
                    .satisfies(e ->
                            assertThat(((StoreException) e).kind().wireName()).isEqualTo(expected));
            assertThat(fs.mutations()).as("a refused open changes nothing").isZero();
        }
    }

    private static void aFramedValueIsReadOrRefused(JsonNode row) {
        boolean fork = row.path("format").asString().equals("fork-evidence");
        byte[] value = fork ? Evidence.forkEvidence(FORK) : Evidence.importEvidence(PROVENANCE);
        int version = row.path("writer_version").asInt();
        value[6] = (byte) version;
        value[7] = (byte) (version >>> 8);
        String expected = row.path("expected").asString();
        ThrowingCallable read = () -> assertThat(fork ? Evidence.forkReport(value) : Evidence.importProvenance(value))
                .isEqualTo(fork ? FORK : PROVENANCE);
        if (expected.equals("OpensOK")) {
            assertThatCode(read).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(read).isInstanceOf(REFUSALS.get(expected)).satisfies(e -> {
                assertThat(((StoreException) e).kind().wireName()).isEqualTo(expected);
                assertThat(((StoreException) e).facts())
                        .containsEntry("found", version)
                        .containsEntry("supported", row.path("reader_version").asInt());
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"adr0009-checkpoint-v5, Checkpoint, index.ckpt, 5, 3", "adr0009-mmap-v4, Mmap, index.fbati, 7, 2"})
    void theArtifactsOfAnOlderReleaseAreReadAndItsKeysAreKnown(
            String name, String path, String artifact, long lane, long depth) {
        Path copy = GoldenTree.copy(GoldenTree.golden("stores").resolve(name), work.resolve("a"), _ -> true);
        Coordinate at = Coordinate.of("entity:" + name, "scope:fixture");
        byte[] audit = {(byte) lane, (byte) depth};
        try (Store store =
                Store.open(StoreConfig.in(copy).autoMerge(new AutoMerge.Never()).build())) {
            assertThat(store.openReport().openPath()).isEqualTo(path);
            AppendOptions again = AppendOptions.none()
                    .idempotencyKey(IdempotencyKey.fromHex(String.format("%032x", 0xAD00 + lane)))
                    .lane(99)
                    .depth(99)
                    .extension("app.audit", new byte[] {(byte) 0xFF});
            long before = store.stats().eventCount();
            Receipt replayed = store.append(at, EventKind.DATA, Payload.of(Value.map()), again);
            assertThat(replayed.extensions().get("app.audit").orElseThrow().toByteArray())
                    .isEqualTo(audit);
            assertThat(store.verifyReceipt(replayed).isValid()).isTrue();
            assertThat(store.stats().eventCount()).isEqualTo(before);
            List<Entry> entries = store.stream(at.entity()).toList();
            assertThat(entries).hasSize(1);
            assertThat(entries.getFirst().lane()).isEqualTo(lane);
            assertThat(entries.getFirst().depth()).isEqualTo(depth);
        }
        MemFs shortened = shortened(name, artifact);
        try (StoreReader reader = StoreReader.open(StoreConfig.on(shortened).build())) {
            assertThat(reader.openReport().openPath()).isEqualTo("Rebuild");
            assertThat(reader.stream(at.entity()).toList()).hasSize(1);
        }
    }

    private static MemFs shortened(String name, String artifact) {
        try {
            MemFs fs = MemFs.copyOf(GoldenTree.golden("stores").resolve(name));
            fs.damage(artifact, bytes -> Arrays.copyOf(bytes, bytes.length - 1));
            return fs;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// An artifact of segments that a compaction has replaced: 0.9.0 uses it and loses events.
    @Test
    void anArtifactOfOtherSegmentsIsNotUsedAndGoes() throws IOException {
        GoldenTree stale = GoldenTree.defects().stream()
                .filter(tree -> tree.name().equals("defect-stale-checkpoint"))
                .findFirst()
                .orElseThrow();
        MemFs fs = MemFs.copyOf(stale.directory());
        OpenReport read = restore(fs, stale, false).report();
        assertThat(read.openPath()).isEqualTo("Rebuild");
        assertThat(read.checkpoint().invalidReason()).isPresent();
        assertThat(read.repairs()).anyMatch(repair -> repair.file().equals("index.ckpt") && !repair.done());
        assertThat(fs.list()).contains("index.ckpt");
        Store.open(StoreConfig.on(fs).cooperative(true).build()).drop();
        assertThat(fs.crash().list()).doesNotContain("index.ckpt");
    }

    private static Restored restore(StoreFs fs, GoldenTree tree, boolean writable) {
        JsonNode config = tree.expected().path("config");
        Surroundings around = new Surroundings(
                fs,
                Clock.system(),
                Spawner.platformThreads(),
                Surroundings.NEVER,
                false,
                config.path("mmap_index").asBoolean(true),
                config.path("checkpoint").asBoolean(true));
        return Restore.run(around, writable, position -> Extensions.none());
    }

    private static boolean isArtifact(String name) {
        return name.equals("index.fbati") || name.equals("index.ckpt");
    }
}
