package io.batpak.verify.damage;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.StoreException;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.FramePosition;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that end inside a frame, twice in a row, under a second name, and with a crash in the middle of
/// mending: every whole frame is there, and nothing else.
///
/// Tier: crash. Covers: B6, E2.
@Tag("soak-torn")
class TornTailTest {
    private static final EventKind KIND = EventKind.of(0xF, 1);
    private static final int FIRST_STEP = 9;
    private static final int SECOND_CUTS = 16;
    private static final int SECOND_CUTS_IN_A_SAMPLE = 4;
    private static final int SEEDS = 3;

    @TempDir
    private Path work;

    /// A journal whose process was killed: what it holds, and where its last frame lies.
    private record Killed(MemFs fs, List<String> events, FramePosition last) {
        String file() {
            return "%06d.fbat".formatted(last.segment());
        }

        /// The same journal with only the first `kept` bytes of its last frame.
        MemFs cut(int kept) {
            MemFs copy = fs.killed();
            copy.damage(file(), bytes -> Arrays.copyOf(bytes, (int) last.offset() + kept));
            return copy;
        }
    }

    @Test
    void everyWholeFrameIsThereAfterACutAndASecondOne() {
        Killed first = killed(new MemFs(), 4);
        for (int kept = 0; kept < first.last().length(); kept += Depth.isFull() ? 1 : FIRST_STEP) {
            MemFs torn = first.cut(kept);
            assertReads(torn, withoutLast(first.events()), "first cut " + kept);
            Killed second = killed(torn, 1);
            assertThat(second.events().subList(0, first.events().size() - 1)).isEqualTo(withoutLast(first.events()));
            for (int again : secondCuts(second.last().length(), kept)) {
                MemFs tornAgain = second.cut(again);
                String replay = "first cut " + kept + ", second cut " + again;
                assertReads(tornAgain, withoutLast(second.events()), replay);
                assertMends(tornAgain, withoutLast(second.events()), replay);
            }
        }
    }

    @Test
    void aTailCutInsideABatchTakesTheWholeBatchAlong() {
        MemFs fs = new MemFs();
        Killed before = killed(fs, 2);
        MemFs live = before.fs();
        long start;
        MemFs left;
        try (Store store = Store.open(config(live))) {
            start = live.bytes("000003.fbat").length;
            store.appendBatch(List.of(item(1), item(2), item(3)));
            left = live.killed();
        }
        byte[] whole = left.bytes("000003.fbat");
        List<String> expected;
        MemFs untouched = left.killed();
        untouched.damage("000003.fbat", bytes -> Arrays.copyOf(bytes, (int) start));
        try (StoreReader reader = StoreReader.open(config(untouched))) {
            expected = Depth.everything(reader);
        }
        for (int length = (int) start; length < whole.length; length += Depth.isFull() ? 1 : 31) {
            MemFs torn = left.killed();
            int kept = length;
            torn.damage("000003.fbat", bytes -> Arrays.copyOf(bytes, kept));
            assertReads(torn, expected, "batch cut at " + length);
            assertMends(torn, expected, "batch cut at " + length);
        }
    }

    @Test
    void aFileWithASecondNameIsNeverChangedInPlace() throws IOException {
        Killed killed = killed(new MemFs(), 3);
        Path directory = work.resolve("journal");
        killed.cut(100).exportTo(directory);
        Files.deleteIfExists(directory.resolve(".batpak.lock"));
        Path link = Files.createLink(work.resolve("other-name"), directory.resolve(killed.file()));
        byte[] before = Files.readAllBytes(link);
        StoreConfig config = StoreConfig.in(directory).build();
        try (Store store = Store.open(config)) {
            assertThat(store.openReport().repairs()).hasSize(1);
            store.append(Coordinate.of("order:9", "shop"), KIND, payload(9));
        }
        assertThat(Files.readAllBytes(link)).isEqualTo(before);
        assertThat(Files.size(directory.resolve(killed.file())))
                .isEqualTo(killed.last().offset());
        try (StoreReader reader = StoreReader.open(config)) {
            assertThat(Depth.everything(reader)).startsWith(array(withoutLast(killed.events())));
            assertThat(reader.verifyChain().intact()).isTrue();
        }
    }

    @Test
    void aCrashInTheMiddleOfMendingChangesNoAnswer() {
        Killed killed = killed(new MemFs(), 3);
        MemFs plain = killed.cut(100);
        MemFs linked = killed.cut(100);
        linked.link(killed.file(), "other-name");
        MemFs older = killed.cut(100);
        older.createNew("000009.fbat").close();
        for (MemFs torn : List.of(plain, linked, older)) {
            torn.syncDirectory();
            List<String> expected = withoutLast(killed.events());
            byte[] otherName = torn == linked ? torn.bytes("other-name") : new byte[0];
            assertReads(torn, expected, "before mending");
            long changes = changesOfMending(torn);
            assertThat(changes).isGreaterThan(4);
            for (long last = 0; last <= changes; last++) {
                MemFs failing = torn.killed();
                failing.powerOffAfter(last);
                mendUntilItFails(failing);
                for (long seed = -1; seed < SEEDS; seed++) {
                    MemFs left = seed < 0 ? failing.crash() : failing.crash(seed);
                    String replay = "power off after change " + last + ", seed " + seed + ", " + torn.list();
                    assertReads(left, expected, replay);
                    assertMends(left, expected, replay);
                    if (torn == linked) {
                        assertThat(left.bytes("other-name")).as(replay).isEqualTo(otherName);
                    }
                }
            }
        }
    }

    private static int[] secondCuts(int length, int seed) {
        int cuts = Depth.isFull() ? SECOND_CUTS : SECOND_CUTS_IN_A_SAMPLE;
        int[] places = new int[cuts];
        for (int i = 0; i < cuts; i++) {
            places[i] = Math.floorMod(seed * 13 + i * length / cuts, length);
        }
        return places;
    }

    private static long changesOfMending(MemFs torn) {
        MemFs copy = torn.killed();
        mendUntilItFails(copy);
        return copy.mutations();
    }

    private static void mendUntilItFails(MemFs fs) {
        try (Store store = Store.open(config(fs))) {
            store.append(Coordinate.of("order:8", "lost"), EventKind.of(0xF, 2), payload(8));
        } catch (StoreException e) {
            assertThat(e)
                    .as("the disk fails, nothing is damaged")
                    .isNotInstanceOf(io.batpak.error.SegmentDamageException.class);
        }
    }

    /// Appends `count` events in a new session and kills the process.
    private static Killed killed(MemFs fs, int count) {
        try (Store store = Store.open(config(fs))) {
            FramePosition last = new FramePosition(0, 0, 0);
            for (int i = 0; i < count; i++) {
                last = store.append(Coordinate.of("order:" + i % 2, "shop"), KIND, payload(i))
                        .position();
            }
            return new Killed(fs.killed(), Depth.everything(store), last);
        }
    }

    /// A read-only open sees the events and changes no byte.
    private static void assertReads(MemFs fs, List<String> expected, String replay) {
        List<byte[]> before = bytes(fs);
        try (StoreReader reader = StoreReader.open(config(fs))) {
            assertThat(starting(reader, expected)).as(replay).isEqualTo(expected);
            assertThat(reader.verifyChain().intact()).as(replay).isTrue();
        }
        assertThat(bytes(fs)).as(replay).usingElementComparator(Arrays::compare).containsExactlyElementsOf(before);
    }

    /// A writable open sees them as well, and after it there is nothing left to mend.
    private static void assertMends(MemFs fs, List<String> expected, String replay) {
        try (Store store = Store.open(config(fs))) {
            assertThat(starting(store, expected)).as(replay).isEqualTo(expected);
        }
        try (StoreReader reader = StoreReader.open(config(fs))) {
            assertThat(starting(reader, expected)).as(replay).isEqualTo(expected);
            assertThat(reader.openReport().repairs()).as(replay).isEmpty();
            assertThat(reader.verifyChain().intact()).as(replay).isTrue();
        }
    }

    /// All events of users, and as many of the store's own as were expected; openings that followed are left
    /// out.
    private static List<String> starting(io.batpak.Journal journal, List<String> expected) {
        List<String> found = Depth.everything(journal);
        List<String> all = new ArrayList<>(found.subList(0, Math.min(expected.size(), found.size())));
        found.stream()
                .skip(expected.size())
                .filter(line -> !line.contains("batpak:store") && !line.contains("lost"))
                .forEach(all::add);
        return all;
    }

    private static List<byte[]> bytes(MemFs fs) {
        return fs.list().stream()
                .filter(name -> !name.equals(".batpak.lock"))
                .map(fs::bytes)
                .toList();
    }

    private static List<String> withoutLast(List<String> events) {
        return events.subList(0, events.size() - 1);
    }

    private static String[] array(List<String> lines) {
        return lines.toArray(String[]::new);
    }

    private static io.batpak.model.BatchItem item(int number) {
        return io.batpak.model.BatchItem.of(Coordinate.of("order:1", "shop"), KIND, payload(number));
    }

    private static Payload payload(int number) {
        return Payload.of(Value.map("n", number, "text", "x".repeat(number * 3)));
    }

    private static StoreConfig config(MemFs fs) {
        return StoreConfig.on(fs)
                .clock(new SettableClock(1_700_000_000_000_000L))
                .build();
    }
}
