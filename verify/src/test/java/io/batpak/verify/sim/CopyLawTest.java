package io.batpak.verify.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.StoreException;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.SyncDrops;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Forks and imports over disks that lie, with fresh seeds.
///
/// Covers: E14, J3, J9.
/// Tier: crash.
@Tag("soak-crash")
class CopyLawTest {
    private static final int SEEDS = "full".equals(System.getProperty("batpak.depth")) ? 1000 : 10;
    private static final int SMALL_SEGMENTS = 2500;
    private static final Path FORK = Path.of("/forks/one");

    static LongStream seeds() {
        Long only = Long.getLong("batpak.seed");
        return only == null ? LongStream.range(0, SEEDS) : LongStream.of(only);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void forksAndImportsEndWithWhatTheirSourceHolds(long seed) {
        CopyRuns.Forked forked = CopyRuns.fork(seed);
        assertThat(forked.fork()).as("seed " + seed).isEqualTo(forked.source());
        assertThat(CopyRuns.fork(seed).digest()).isEqualTo(forked.digest());
        CopyRuns.Reapplied imported = CopyRuns.importAgain(seed);
        String what = "seed " + seed + ": " + imported;
        assertThat(imported.dest()).as(what).isEqualTo(imported.source());
        assertThat(imported.again().imported() + imported.again().deduplicated())
                .as(what)
                .isEqualTo(imported.source().size());
        if (imported.dropped() == 0) {
            assertThat(imported.again().imported())
                    .as("an honest disk kept each chunk: " + what)
                    .isZero();
        }
        assertThat(CopyRuns.importAgain(seed).digest()).isEqualTo(imported.digest());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anImportIntoItselfTakesEachEventOnce(long seed) {
        CopyRuns.SameStore result = CopyRuns.importIntoItself(seed);
        String what = "seed " + seed + ": " + result;
        assertThat(result.first().imported()).as(what).isEqualTo(result.appended());
        assertThat(result.second().imported()).as(what).isZero();
        assertThat(result.second().deduplicated()).as(what).isEqualTo(result.appended());
    }

    /// A fork whose disk lied about syncs, and the power cut after it.
    ///
    /// @param before what the source held
    /// @param lies how many syncs were lies while the fork was made
    /// @param fork what a reader of the fork sees
    /// @param refused whether a reader is told that the fork is damaged or not there
    private record Lied(List<String> before, long lies, List<String> fork, boolean refused) {}

    @Test
    void aForkOverALyingDiskInventsNothing() {
        int whole = 0;
        int cut = 0;
        for (long seed : seeds().toArray()) {
            for (boolean sharing : new boolean[] {true, false}) {
                Lied result = forkOverALyingDisk(seed, sharing);
                String what = "seed " + seed + ", sharing " + sharing + ": " + result;
                if (result.lies == 0) {
                    assertThat(result.refused).as(what).isFalse();
                    assertThat(result.fork).as(what).isEqualTo(result.before);
                }
                boolean all = result.fork.equals(result.before);
                whole += all ? 1 : 0;
                cut += all ? 0 : 1;
                RecoveryLaws.assertNothingInvented(result.before, result.fork, what);
            }
        }
        assertThat(whole).as("forks that were whole").isPositive();
        assertThat(cut).as("forks that the lies damaged").isPositive();
    }

    private static Lied forkOverALyingDisk(long seed, boolean sharing) {
        MemFs fs = new MemFs();
        if (!sharing) {
            fs.withoutOperation(MemOperation.CLONE);
            fs.withoutOperation(MemOperation.LINK);
        }
        Store store = Store.open(StoreConfig.on(fs)
                .cooperative(true)
                .segmentBytesMax(SMALL_SEGMENTS)
                .build());
        List<String> before = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            Payload payload = Payload.of(Value.map("n", n));
            before.add(HexFormat.of().formatHex(payload.bytes()));
            store.append(RecoveryRun.AT, RecoveryRun.KIND, payload);
        }
        store.sync();
        fs.dropSyncs(SyncDrops.seeded(seed, 4));
        store.fork(FORK);
        MemFs left = fs.crash();
        assertThat(contents(left)).as("the source, seed " + seed).isEqualTo(before);
        try {
            return new Lied(before, fs.droppedSyncs(), contents(left.elsewhere(FORK)), false);
        } catch (StoreException e) {
            assertThat(e.kind()).as("seed " + seed).isIn(RecoveryRun.DAMAGE);
            return new Lied(before, fs.droppedSyncs(), List.of(), true);
        }
    }

    private static List<String> contents(MemFs fs) {
        try (StoreReader reader = StoreReader.open(StoreConfig.on(fs).build())) {
            return reader.query(Region.all()).stream()
                    .filter(entry -> entry.kind().equals(RecoveryRun.KIND))
                    .map(entry -> HexFormat.of().formatHex(reader.read(entry).payload()))
                    .toList();
        }
    }
}
