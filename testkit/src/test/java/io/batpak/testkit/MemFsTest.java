package io.batpak.testkit;

import static io.batpak.testkit.FsProbe.assertThatFails;
import static io.batpak.testkit.FsProbe.bytes;
import static io.batpak.testkit.FsProbe.put;
import static io.batpak.testkit.FsProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.fs.IoKind;
import io.batpak.fs.LockMode;
import io.batpak.fs.Mapping;
import io.batpak.fs.MappingLostException;
import io.batpak.fs.StoreFile;
import io.batpak.fs.SyncMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a crash leaves of a directory in memory, and how its operations are failed.
/// Covers: E18.
/// Tier: unit.
final class MemFsTest {
    private final MemFs fs = new MemFs();

    MemFsTest() {
        fs.create();
    }

    @Test
    void aCrashTakesOnlyBytesOrOnlyNamesIfItIsToldTo() {
        put(fs, "old", "abc");
        fs.syncDirectory();
        try (StoreFile file = fs.openExisting("old")) {
            file.sync(SyncMode.ALL);
            write(file, "def", 3);
        }
        fs.rename("old", "new");
        assertThat(fs.crashOfBytes().list()).containsExactly("new");
        assertThat(text(fs.crashOfBytes(), "new")).isEqualTo("abc");
        assertThat(text(fs.crashOfBytes().crash(), "new")).as("for good").isEqualTo("abc");
        assertThat(fs.crashOfNames().list()).containsExactly("old");
        assertThat(text(fs.crashOfNames(), "old")).isEqualTo("abcdef");
        assertThat(text(fs.crashOfNames().crash(), "old")).as("for good").isEqualTo("abcdef");
        assertThat(text(fs.crash(), "old")).isEqualTo("abc");
    }

    @Test
    void bytesAndNamesBecomeDurableSeparately() {
        try (StoreFile file = fs.createNew("a")) {
            write(file, "abc", 0);
            file.sync(SyncMode.ALL);
            assertThat(fs.crash().list()).isEmpty();
            fs.syncDirectory();
            write(file, "def", 3);
            assertThat(text(fs.crash(), "a")).isEqualTo("abc");
            file.sync(SyncMode.DATA);
            assertThat(text(fs.crash(), "a")).isEqualTo("abcdef");
        }
        put(fs, "b", "xyz");
        fs.syncDirectory();
        assertThat(text(fs.crash(), "b")).isEmpty();
    }

    @Test
    void renamesDeletionsAndCutsComeBackAfterACrash() {
        StoreFile file = durable("a", "abcdef");
        durable("b", "old");
        durable("c", "gone");
        fs.rename("a", "b");
        fs.delete("c");
        file.truncate(2);
        MemFs crashed = fs.crash();
        assertThat(crashed.list()).containsExactly("a", "b", "c");
        assertThat(text(crashed, "a")).isEqualTo("abcdef");
        assertThat(text(crashed, "b")).isEqualTo("old");
        fs.syncDirectory();
        file.sync(SyncMode.ALL);
        assertThat(fs.crash().list()).containsExactly("b");
        assertThat(text(fs.crash(), "b")).isEqualTo("ab");
    }

    @Test
    void aKilledProcessLosesNothingButMayStillCrash() {
        put(fs, "a", "abc");
        fs.lock("lock", LockMode.MUTABLE);
        MemFs next = fs.killed();
        assertThat(text(next, "a")).isEqualTo("abc");
        next.lock("lock", LockMode.MUTABLE).close();
        try (StoreFile file = next.openExisting("a")) {
            file.sync(SyncMode.ALL);
        }
        assertThat(next.crash().list()).isEmpty();
        next.syncDirectory();
        assertThat(text(next.crash(), "a")).isEqualTo("abc");
        assertThat(fs.crash().list()).isEmpty();
    }

    @Test
    void aSeededCrashReachesEveryPrefixOfTheWritesAndEveryMixOfTheNames() {
        StoreFile file = durable("a", "..");
        write(file, "xy", 0);
        write(file, "z", 2);
        put(fs, "b", "");
        Set<String> states = new TreeSet<>();
        Set<String> names = new TreeSet<>();
        for (long seed = 0; seed < 500; seed++) {
            MemFs crashed = fs.crash(seed);
            states.add(text(crashed, "a"));
            names.add(String.join(" ", crashed.list()));
            assertThat(text(fs.crash(seed), "a")).isEqualTo(text(crashed, "a"));
        }
        assertThat(states).containsExactlyInAnyOrder("..", "x.", "xy", "xyz");
        assertThat(names).containsExactlyInAnyOrder("a", "a b");
    }

    @Test
    void aSyncThatFailedIsNotMadeGoodByALaterOne() {
        StoreFile file = durable("a", "abc");
        write(file, "xyz", 0);
        fs.plan(MemFault.of(MemOperation.SYNC, 1, IoKind.OTHER));
        assertThatFails(IoKind.OTHER, () -> file.sync(SyncMode.ALL));
        file.sync(SyncMode.ALL);
        assertThat(text(fs, "a")).isEqualTo("xyz");
        assertThat(text(fs.crash(), "a")).isEqualTo("abc");
    }

    @Test
    void aDroppedSyncReportsSuccessAndMakesNothingDurable() {
        StoreFile file = durable("a", "abc");
        long syncs = fs.count(MemOperation.SYNC);
        fs.dropSyncs(name -> name.equals("a"));
        write(file, "xyz", 3);
        file.sync(SyncMode.ALL);
        assertThat(text(fs, "a")).isEqualTo("abcxyz");
        assertThat(text(fs.crash(), "a")).isEqualTo("abc");
        assertThat(fs.count(MemOperation.SYNC)).isEqualTo(syncs + 1);
        assertThat(fs.droppedSyncs()).isEqualTo(1);
        assertThat(fs.steps().stream().filter(MemStep::dropped)).singleElement().satisfies(step -> {
            assertThat(step.failed()).isFalse();
            assertThat(step.toString()).endsWith(" sync a DROPPED");
        });
        durable("b", "honest");
        assertThat(text(fs.crash(), "b")).isEqualTo("honest");
    }

    @Test
    void anHonestSyncMakesGoodWhatADroppedOneLeft() {
        StoreFile file = durable("a", "abc");
        int[] asked = {0};
        fs.dropSyncs(_ -> asked[0]++ == 0);
        write(file, "def", 3);
        file.sync(SyncMode.ALL);
        write(file, "g", 6);
        assertThat(text(fs.killed(), "a")).isEqualTo("abcdefg");
        assertThat(text(fs.crash(), "a")).isEqualTo("abc");
        file.sync(SyncMode.ALL);
        assertThat(text(fs.crash(), "a")).isEqualTo("abcdefg");
        assertThat(asked[0]).isEqualTo(2);
    }

    @Test
    void whatADroppedSyncLeftMayGetOutInASeededCrash() {
        StoreFile file = durable("a", "");
        fs.dropSyncs(_ -> true);
        write(file, "x", 0);
        file.sync(SyncMode.ALL);
        Set<String> states = new TreeSet<>();
        for (long seed = 0; seed < 50; seed++) {
            states.add(text(fs.crash(seed), "a"));
        }
        assertThat(states).containsExactly("", "x");
    }

    @Test
    void onlyASyncOfAFileThatWouldSucceedIsDrawnFor() {
        StoreFile file = durable("a", "abc");
        int[] asked = {0};
        fs.dropSyncs(_ -> asked[0]++ >= 0);
        fs.plan(MemFault.of(MemOperation.SYNC, 1, IoKind.OTHER));
        assertThatFails(IoKind.OTHER, () -> file.sync(SyncMode.ALL));
        put(fs, "b", "");
        fs.syncDirectory();
        assertThat(asked[0]).isZero();
        assertThat(fs.crash().list()).containsExactly("a", "b");
        fs.powerOffAfter(fs.mutations());
        assertThatFails(IoKind.OTHER, () -> file.sync(SyncMode.ALL));
        assertThat(asked[0]).isZero();
    }

    @Test
    void theSameSeedDropsTheSameSyncs() {
        String dropped = droppedOf(7, 3);
        assertThat(droppedOf(7, 3)).isEqualTo(dropped).contains("DROPPED").contains("sync a;");
        assertThat(droppedOf(8, 3)).isNotEqualTo(dropped);
        assertThat(dropped).contains("syncs dropped (one in 3, seed 7)");
        assertThat(droppedOf(7, 1)).contains(", 30 syncs dropped (one in 1, seed 7)");
        assertThatThrownBy(() -> SyncDrops.seeded(7, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String droppedOf(long seed, int oneIn) {
        MemFs lying = new MemFs();
        lying.create();
        StoreFile file = lying.createNew("a");
        lying.dropSyncs(SyncDrops.seeded(seed, oneIn));
        for (int i = 0; i < 30; i++) {
            file.sync(SyncMode.ALL);
        }
        assertThat(lying.killed().droppedSyncs()).isZero();
        return lying.replayLine();
    }

    @Test
    void aShortWriteKeepsItsPrefixAndTheNextOneWorks() {
        StoreFile file = durable("a", "");
        fs.plan(MemFault.shortWrite(2, 3, IoKind.STORAGE_FULL));
        write(file, "head", 0);
        assertThatFails(IoKind.STORAGE_FULL, () -> write(file, "body!", 4));
        assertThat(text(fs, "a")).isEqualTo("headbod");
        file.truncate(4);
        write(file, "body!", 4);
        assertThat(text(fs, "a")).isEqualTo("headbody!");
    }

    @Test
    void anUnansweredWriteOrSyncHasItsWholeEffect() {
        StoreFile file = durable("a", "abc");
        fs.plan(MemFault.unanswered(MemOperation.WRITE, 1, IoKind.OTHER));
        assertThatFails(IoKind.OTHER, () -> write(file, "def", 3));
        assertThat(text(fs, "a")).isEqualTo("abcdef");
        assertThat(text(fs.crash(), "a")).isEqualTo("abc");
        fs.plan(MemFault.unanswered(MemOperation.SYNC, 1, IoKind.OTHER));
        assertThatFails(IoKind.OTHER, () -> file.sync(SyncMode.ALL));
        assertThat(text(fs.crash(), "a")).isEqualTo("abcdef");
        assertThatThrownBy(() -> MemFault.unanswered(MemOperation.RENAME, 1, IoKind.OTHER))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyKindOfOperationCanBeFailedWithoutEffect() {
        StoreFile file = durable("a", "abc");
        for (MemOperation operation : MemOperation.values()) {
            fs.plan(MemFault.of(operation, 1, IoKind.PERMISSION_DENIED));
        }
        assertThatFails(IoKind.PERMISSION_DENIED, fs::create);
        assertThatFails(IoKind.PERMISSION_DENIED, fs::list);
        assertThatFails(IoKind.PERMISSION_DENIED, () -> fs.facts("a"));
        assertThatFails(IoKind.PERMISSION_DENIED, () -> fs.createNew("b"));
        assertThatFails(IoKind.PERMISSION_DENIED, () -> fs.openExisting("a"));
        assertThatFails(IoKind.PERMISSION_DENIED, () -> file.read(new byte[1], 0, 1, 0));
        assertThatFails(IoKind.PERMISSION_DENIED, file::map);
        assertThatFails(IoKind.PERMISSION_DENIED, () -> write(file, "x", 0));
        assertThatFails(IoKind.PERMISSION_DENIED, () -> file.truncate(0));
        assertThatFails(IoKind.PERMISSION_DENIED, () -> file.sync(SyncMode.ALL));
        assertThatFails(IoKind.PERMISSION_DENIED, () -> fs.rename("a", "b"));
        assertThatFails(IoKind.PERMISSION_DENIED, () -> fs.delete("a"));
        assertThatFails(IoKind.PERMISSION_DENIED, fs::syncDirectory);
        assertThatFails(IoKind.PERMISSION_DENIED, () -> fs.lock("lock", LockMode.MUTABLE));
        assertThat(fs.list()).containsExactly("a");
        assertThat(text(fs, "a")).isEqualTo("abc");
        assertThat(fs.replayLine()).contains("FAILED", "PERMISSION_DENIED");
    }

    @Test
    void withoutPowerNothingMoreHappens() {
        long before = fs.mutations();
        fs.powerOffAfter(before + 2);
        StoreFile file = fs.createNew("a");
        write(file, "abc", 0);
        assertThat(text(fs, "a")).isEqualTo("abc"); // reading still works
        assertThatFails(IoKind.OTHER, () -> file.sync(SyncMode.ALL));
        assertThatFails(IoKind.OTHER, () -> write(file, "x", 0));
        assertThatFails(IoKind.OTHER, fs::list);
        assertThat(new String(fs.bytes("a"), StandardCharsets.UTF_8)).isEqualTo("abc");
        assertThat(fs.crash().list()).isEmpty();
        assertThat(fs.replayLine()).contains("power off after " + (before + 2));
    }

    @Test
    void theTraceTellsEveryStep() {
        try (StoreFile file = fs.createNew("a")) {
            write(file, "abc", 0);
            file.sync(SyncMode.DATA);
        }
        fs.rename("a", "b");
        assertThat(fs.steps())
                .extracting(MemStep::toString)
                .containsExactly(
                        "1 create directory", "2 create a", "3 write a 0+3", "4 sync a data", "5 rename a to b");
        assertThat(fs.count(MemOperation.WRITE)).isEqualTo(1);
    }

    @Test
    void aMappingLosesWhatIsCutAway() {
        StoreFile file = durable("a", "abcdef");
        try (Mapping mapping = file.map()) {
            file.truncate(3);
            mapping.copy(0, new byte[3], 0, 3);
            assertThatThrownBy(() -> mapping.copy(0, new byte[4], 0, 4)).isInstanceOf(MappingLostException.class);
        }
    }

    @Test
    void damageIsDurable() {
        durable("a", "abc");
        fs.damage("a", bytes -> {
            bytes[1] ^= 1;
            return bytes;
        });
        assertThat(text(fs.crash(), "a")).isEqualTo("acc");
    }

    @Test
    void namesAreOrderedByTheirBytesNotByUtf16() {
        put(fs, "\uFFFD", "");
        put(fs, "\uD83D\uDE00", "");
        put(fs, "z", "");
        assertThat(fs.list()).containsExactly("z", "\uFFFD", "\uD83D\uDE00");
    }

    @Test
    void aRealDirectoryGoesInAndComesOut(@TempDir Path root) throws IOException {
        Path source = Files.createDirectory(root.resolve("source"));
        Files.createDirectory(source.resolve("cursors"));
        Files.write(source.resolve("000001.fbat"), bytes("segment"));
        MemFs copy = MemFs.copyOf(source);
        assertThat(copy.crash().list()).containsExactly("000001.fbat");
        put(copy, "new", "bytes");
        copy.symlink("link", "new");
        copy.exportTo(root.resolve("out"));
        assertThat(root.resolve("out").resolve("000001.fbat")).hasContent("segment");
        assertThat(root.resolve("out").resolve("link")).isSymbolicLink().hasContent("bytes");
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
