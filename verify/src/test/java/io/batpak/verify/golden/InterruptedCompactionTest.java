package io.batpak.verify.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.DirectoryMalformedException;
import io.batpak.fs.StoreFs;
import io.batpak.model.Entry;
import io.batpak.model.RecoveryState;
import io.batpak.model.Region;
import io.batpak.testkit.MemFs;
import io.batpak.verify.script.RustPeer;
import io.batpak.verify.script.ScriptPeer;
import io.batpak.verify.script.ScriptProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Compactions that ended between two of their steps, ours and those of 0.9.0: every open sees the events of
/// before, a writable one leaves a clean directory, and a crash in the middle of that changes no answer.
///
/// Tier: crash. Covers: J1, J2, E4.
@Tag("soak-crash")
@Tag("soak-matrix")
class InterruptedCompactionTest {
    private static final boolean FULL = "full".equals(System.getProperty("batpak.depth"));
    private static final int SEEDS = FULL ? 12 : 1;

    @TempDir
    private Path work;

    static Stream<LeftBehind> oursWithTheOutputAboveItsSources() {
        return LeftBehind.before("multi-segment", 1, 2, 4, 5, 6, 7).ours(3, 1, 2).stream();
    }

    static Stream<LeftBehind> oursWithTheOutputBelowItsSources() {
        return LeftBehind.before("multi-segment", 1, 3, 4, 5, 6, 7).ours(2, 3, 4, 5).stream();
    }

    static Stream<LeftBehind> reference() {
        return Stream.concat(
                LeftBehind.reference().stream(),
                GoldenTree.defects().stream()
                        .filter(tree -> tree.name().contains("-window-"))
                        .map(tree -> LeftBehind.golden(tree.name(), tree.name().contains("-5-"))));
    }

    static Stream<LeftBehind> all() {
        return Stream.of(oursWithTheOutputAboveItsSources(), oursWithTheOutputBelowItsSources(), reference())
                .flatMap(states -> states);
    }

    static Stream<LeftBehind> hopeless() {
        return LeftBehind.hopeless().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyOpenSeesTheEventsOfBeforeAndAWritableOneLeavesACleanDirectory(LeftBehind state) {
        Path directory = state.writeTo(work.resolve("a"));
        StoreFs fs = StoreFs.local(directory);
        List<String> wanted = wanted(state);
        Map<String, List<Byte>> untouched = GoldenTree.contents(directory);
        RecoveryState looked = Store.inspectRecoveryState(config(fs));
        assertThat(looked).isInstanceOf(RecoveryState.Openable.class);
        List<String> planned;
        try (StoreReader reader = StoreReader.open(config(fs))) {
            assertThat(events(reader)).isEqualTo(wanted);
            assertThat(reader.verifyChain().intact()).isTrue();
            planned = repairs(reader);
        }
        assertThat(((RecoveryState.Openable) looked).report().repairs().toString())
                .isEqualTo(readOnlyRepairs(fs));
        assertThat(GoldenTree.contents(directory)).isEqualTo(untouched);
        try (Store store = Store.open(config(fs))) {
            assertThat(events(store)).startsWith(wanted.toArray(String[]::new));
            assertThat(repairs(store)).isEqualTo(planned);
            assertThat(store.verifyChain().intact()).isTrue();
            assertClean(fs);
        }
        try (Store store = Store.open(config(fs))) {
            assertThat(events(store)).startsWith(wanted.toArray(String[]::new));
            assertThat(store.openReport().repairs()).as("repaired twice").isEmpty();
            assertThat(store.openReport().notices()).isEmpty();
        }
        boolean judged = state.files().containsKey(LeftBehind.MARKER);
        assertThat(planned.stream().anyMatch(line -> line.contains("was finished")))
                .isEqualTo(judged && state.forward());
        assertThat(planned.stream().anyMatch(line -> line.contains("was undone")))
                .isEqualTo(judged && !state.forward());
    }

    private static String readOnlyRepairs(StoreFs fs) {
        try (StoreReader reader = StoreReader.open(config(fs))) {
            return reader.openReport().repairs().toString();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aCrashInTheMiddleOfTheRepairChangesNoAnswer(LeftBehind state) throws IOException {
        Path directory = state.writeTo(work.resolve("a"));
        List<String> wanted = wanted(state);
        MemFs whole = MemFs.copyOf(directory);
        Store.open(config(whole)).close();
        for (long last = 0; last <= whole.mutations(); last++) {
            MemFs fs = MemFs.copyOf(directory);
            fs.powerOffAfter(last);
            try {
                Store.open(config(fs)).close();
            } catch (RuntimeException cut) {
                assertThat(last).as("a failure without a cause: %s", cut).isLessThan(whole.mutations());
            }
            assertAnswers(fs.killed(), wanted, "killed after " + last);
            assertAnswers(fs.crash(), wanted, "only what was synced after " + last);
            assertAnswers(fs.crashOfBytes(), wanted, "bytes lost after " + last);
            assertAnswers(fs.crashOfNames(), wanted, "names lost after " + last);
            for (long seed = 0; seed < SEEDS; seed++) {
                assertAnswers(fs.crash(seed), wanted, "seed " + seed + " after " + last);
            }
        }
    }

    private static void assertAnswers(MemFs left, List<String> wanted, String when) {
        left.create();
        try (StoreReader reader = StoreReader.open(config(left))) {
            assertThat(events(reader)).as(when).startsWith(wanted.toArray(String[]::new));
        }
        try (Store store = Store.open(config(left))) {
            assertThat(events(store)).as(when).startsWith(wanted.toArray(String[]::new));
            assertClean(left);
        }
    }

    /// The marker of 0.9.0 has no checksum; that it fits the segments must do.
    @ParameterizedTest
    @MethodSource("all")
    void noFlippedBitOfTheMarkerHidesAnEvent(LeftBehind state) throws IOException {
        byte[] marker = state.files().getOrDefault(LeftBehind.MARKER, new byte[0]);
        List<String> wanted = wanted(state);
        MemFs fs = MemFs.copyOf(state.writeTo(work.resolve("a")));
        for (int bit = 0; bit < marker.length * Byte.SIZE; bit += FULL ? 1 : 3) {
            int flipped = bit;
            fs.damage(LeftBehind.MARKER, _ -> {
                byte[] damaged = marker.clone();
                damaged[flipped / Byte.SIZE] ^= (byte) (1 << (flipped % Byte.SIZE));
                return damaged;
            });
            try (StoreReader reader = StoreReader.open(config(fs))) {
                assertThat(events(reader)).as("bit %d", bit).isEqualTo(wanted);
            } catch (DirectoryMalformedException refused) {
                assertThat(refused).hasMessageContaining(LeftBehind.MARKER);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("hopeless")
    void whereNobodyCanTellWhatCountsTheOpenIsRefusedAndNothingIsChanged(LeftBehind state) {
        Path directory = state.writeTo(work.resolve("a"));
        StoreFs fs = StoreFs.local(directory);
        Map<String, List<Byte>> untouched = GoldenTree.contents(directory);
        assertThatThrownBy(() -> StoreReader.open(config(fs))).isInstanceOf(DirectoryMalformedException.class);
        assertThatThrownBy(() -> Store.open(config(fs)))
                .isInstanceOf(DirectoryMalformedException.class)
                .hasMessageContaining(LeftBehind.MARKER);
        assertThat(Store.inspectRecoveryState(config(fs))).isInstanceOf(RecoveryState.Refused.class);
        assertThat(GoldenTree.contents(directory)).isEqualTo(untouched);
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatWeRepairedOpensInTheReference(LeftBehind state) {
        ScriptPeer rust = RustPeer.orSkip("the repaired directory is not shown to the reference");
        Path directory = state.writeTo(work.resolve("a"));
        List<String> wanted;
        try (Store store = Store.open(config(StoreFs.local(directory)))) {
            wanted = userEvents(store);
        }
        try (ScriptProcess reference = ScriptProcess.start(rust, work)) {
            for (String mode : List.of("read", "write", "read")) {
                assertOk(reference.ask("{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"" + mode + "\"}"));
                List<String> seen = new ArrayList<>();
                for (JsonNode event :
                        assertOk(reference.ask("{\"op\":\"query\"}")).path("entries")) {
                    if (!event.path("entity").asString().equals("batpak:store")) {
                        seen.add(event.path("event_id").asString() + " "
                                + event.path("event_hash").asString());
                    }
                }
                assertThat(seen).isEqualTo(wanted);
                assertOk(reference.ask("{\"op\":\"close\"}"));
            }
        }
    }

    private static ObjectNode assertOk(ObjectNode reply) {
        assertThat(reply.path("ok").asBoolean(false)).as(reply.toString()).isTrue();
        return reply;
    }

    /// The events before the compaction, as a plain directory of the same segments shows them, or its writer.
    private List<String> wanted(LeftBehind state) {
        boolean ours = !state.name().startsWith("defect-");
        LeftBehind plain = ours
                ? LeftBehind.before("multi-segment", 1, 2, 3, 4, 5, 6)
                : LeftBehind.golden("defect-window-1-marker", false);
        Map<String, byte[]> files = new TreeMap<>(plain.files());
        files.remove(LeftBehind.MARKER);
        Path directory = new LeftBehind("plain", files, false).writeTo(work.resolve("plain"));
        try (StoreReader reader = StoreReader.open(config(StoreFs.local(directory)))) {
            return events(reader);
        }
    }

    private static void assertClean(StoreFs fs) {
        assertThat(fs.list()).noneMatch(name -> name.contains("compact"));
    }

    private static List<String> repairs(Journal journal) {
        return journal.openReport().repairs().stream()
                .map(repair ->
                        repair.file() + " " + repair.what() + " " + repair.fromLength() + " " + repair.toLength())
                .toList();
    }

    private static List<String> events(Journal journal) {
        List<String> events = new ArrayList<>();
        for (Entry entry : journal.query(Region.all())) {
            events.add(entry.sequence() + " " + entry.eventId().hex() + " "
                    + journal.get(entry.eventId()).header().contentHash().hex());
        }
        return events;
    }

    private static List<String> userEvents(Journal journal) {
        List<String> events = new ArrayList<>();
        for (Entry entry : journal.query(Region.all())) {
            if (!entry.kind().isSystem()) {
                events.add(entry.eventId().hex() + " " + entry.eventHash().hex());
            }
        }
        return events;
    }

    private static StoreConfig config(StoreFs fs) {
        return StoreConfig.on(fs).build();
    }
}
