package io.batpak.testkit;

import static io.batpak.testkit.FsProbe.bytes;
import static io.batpak.testkit.FsProbe.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.fs.StoreFile;
import io.batpak.fs.SyncMode;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Crashes that let writes of one file overtake each other, and those that are told what to keep.
/// Covers: E18.
/// Tier: unit.
final class CrashBySectorTest {
    private final MemFs fs = new MemFs();

    CrashBySectorTest() {
        fs.create();
    }

    @Test
    void aCrashBySectorReachesEveryMixOfSectorsAndLengths() {
        StoreFile file = durable("a", "1".repeat(700));
        write(file, "2".repeat(600), 500); // in three sectors: 12 bytes, 512, 76
        write(file, "3".repeat(10), 1100); // in the third
        Set<String> states = new TreeSet<>();
        for (long seed = 0; seed < 2_000; seed++) {
            String left = text(fs.crashBySector(seed), "a");
            assertThat(text(fs.crashBySector(seed), "a")).as("seed %d", seed).isEqualTo(left);
            assertThat(left).startsWith("1".repeat(500)).hasSizeBetween(700, 1110);
            states.add(at(left, 505) + at(left, 600) + at(left, 1050) + at(left, 1105) + " " + left.length());
        }
        Set<String> possible = new TreeSet<>();
        for (String first : new String[] {"1", "2"}) {
            for (String second : new String[] {"1", "2"}) {
                possible.add(first + second + "-- 700");
                for (String third : new String[] {"00", "20", "23"}) {
                    possible.add(first + second + third.charAt(0) + "- 1100");
                    possible.add(first + second + third + " 1110");
                }
            }
        }
        assertThat(states).isEqualTo(possible);
        assertThat(fs.crashBySector(1).unsyncedNames()).isZero();
    }

    /// The character at a place, with 0 for a zero byte and - behind the end.
    private static String at(String text, int place) {
        return place >= text.length() ? "-" : text.charAt(place) == 0 ? "0" : text.substring(place, place + 1);
    }

    @Test
    void aCutThatIsNotDurableMayComeBackWithNewBytesInTheOldOnes() {
        StoreFile file = durable("a", "1".repeat(1200));
        file.truncate(100);
        write(file, "2".repeat(600), 100);
        Set<Integer> lengths = new TreeSet<>();
        for (long seed = 0; seed < 500; seed++) {
            String left = text(fs.crashBySector(seed), "a");
            lengths.add(left.length());
            assertThat(left).startsWith("1".repeat(100));
            assertThat(at(left, 600))
                    .as("seed %d", seed)
                    .isIn(left.length() == 1200 ? Set.of("1", "2") : Set.of("0", "2", "-"));
        }
        assertThat(lengths).containsExactly(100, 700, 1200);
    }

    @Test
    void aCrashKeepsTheNamesAndBytesItIsToldTo() {
        durable("a", "abc");
        fs.rename("a", "b");
        try (StoreFile file = fs.createNew("c")) {
            write(file, "new", 0);
        }
        fs.elsewhere(Path.of("/memory/other")).create();
        assertThat(fs.unsyncedNames()).isEqualTo(3);
        Set<String> states = new TreeSet<>();
        for (int kept = 0; kept < 8; kept++) {
            int mask = kept;
            MemFs left = fs.crash(change -> (mask >> change & 1) == 1, UnsyncedBytes.ALL, 0);
            states.add(
                    left.list() + " " + left.elsewhere(Path.of("/memory/other")).exists());
            assertThat(left.unsyncedNames()).isZero();
        }
        assertThat(states).hasSize(8).contains("[a] false", "[b, c] true");
        assertThat(text(fs.crash(_ -> true, UnsyncedBytes.NONE, 0), "c")).isEmpty();
        assertThat(text(fs.crash(_ -> true, UnsyncedBytes.ALL, 0), "c")).isEqualTo("new");
        Set<String> drawn = new TreeSet<>();
        for (long seed = 0; seed < 100; seed++) {
            drawn.add(text(fs.crash(_ -> true, UnsyncedBytes.FIRST_WRITES, seed), "c"));
            drawn.add(text(fs.crash(_ -> true, UnsyncedBytes.ANY_SECTORS, seed), "c")
                    .replace((char) 0, '0'));
        }
        assertThat(drawn).containsExactlyInAnyOrder("", "n", "ne", "new", "000");
    }

    private StoreFile durable(String name, String text) {
        StoreFile file = fs.createNew(name);
        write(file, text, 0);
        file.sync(SyncMode.ALL);
        fs.syncDirectory();
        return file;
    }

    private static void write(StoreFile file, String text, long at) {
        byte[] bytes = bytes(text);
        file.write(bytes, 0, bytes.length, at);
    }
}
