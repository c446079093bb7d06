package io.batpak.verify.projection;

import static io.batpak.verify.projection.Accounts.ACCOUNT;
import static io.batpak.verify.projection.Accounts.balance;
import static io.batpak.verify.projection.Accounts.deposit;
import static io.batpak.verify.projection.Accounts.folded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.error.StoreErrorKind;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFs;
import io.batpak.model.Bytes;
import io.batpak.model.Coordinate;
import io.batpak.projection.CacheFailedException;
import io.batpak.projection.CacheMeta;
import io.batpak.projection.CacheRow;
import io.batpak.projection.CacheStatus;
import io.batpak.projection.Freshness;
import io.batpak.projection.Projected;
import io.batpak.projection.ProjectionCache;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.verify.projection.AccountEvent.Deposited;
import io.batpak.verify.projection.Accounts.Balance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows in files, as 0.9.0 lays them out.
///
/// Covers: H1, H2, H3.
/// Tier: unit.
class NativeCacheTest {
    private static final CacheMeta META = new CacheMeta(7, 1234, OptionalLong.of(5), OptionalLong.of(6));
    private static final Bytes KEY = bytes("order:1");
    private static final String SHARD = "6f";
    private static final String FILE = "6f726465723a31.bin";

    private final MemFs root = new MemFs();
    private final ProjectionCache cache = ProjectionCache.on(root);

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private MemFs shard(String name) {
        return root.elsewhere(Path.of(root.directory(), name));
    }

    @Test
    void aRowIsFoundAgainInItsPlace() {
        assertThat(cache.get(KEY)).isEmpty();
        cache.put(KEY, bytes("one"), META);
        assertThat(cache.get(KEY)).contains(new CacheRow(bytes("one"), META));
        cache.put(KEY, bytes("two"), META);
        cache.sync();
        cache.prefetch(KEY, META);
        assertThat(ProjectionCache.on(root).get(KEY)).contains(new CacheRow(bytes("two"), META));
        assertThat(shard(SHARD).list()).containsExactly(FILE);
        assertThat(cache.get(bytes("order:2"))).isEmpty();
        assertThat(cache.capabilities()).isEqualTo(new ProjectionCache.Capabilities(false, false));
    }

    @Test
    void theEmptyKeyHasAPlaceAsWell() {
        cache.put(Bytes.EMPTY, bytes("nothing"), META);
        assertThat(shard("00").list()).containsExactly(".bin");
        assertThat(cache.get(Bytes.EMPTY).map(CacheRow::value)).contains(bytes("nothing"));
    }

    @Test
    void rowsOfOldFilesHaveNoMonotonicTimes() {
        cache.put(KEY, bytes("x"), META);
        byte[] old = {9, 8, 7, 1, 2, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0};
        shard(SHARD).damage(FILE, _ -> old);
        assertThat(cache.get(KEY))
                .contains(new CacheRow(
                        Bytes.of(new byte[] {9, 8, 7}),
                        new CacheMeta(0x201, 3, OptionalLong.empty(), OptionalLong.empty())));
    }

    @Test
    void aFileThatIsNoRowIsDeleted() {
        cache.put(KEY, bytes("x"), META);
        shard(SHARD).damage(FILE, _ -> new byte[15]);
        assertThat(cache.get(KEY)).isEmpty();
        assertThat(shard(SHARD).list()).isEmpty();
    }

    @Test
    void prefixesForgetWhatBeginsWithThem() {
        for (String key : List.of("a", "ab", "ab:1", "b", "")) {
            cache.put(bytes(key), bytes(key), META);
        }
        assertThat(cache.deletePrefix(bytes("ab"))).isEqualTo(2);
        assertThat(cache.deletePrefix(bytes("ab"))).isZero();
        assertThat(cache.get(bytes("a"))).isPresent();
        assertThat(cache.deletePrefix(bytes("zz"))).isZero();
        assertThat(cache.deletePrefix(Bytes.EMPTY)).isEqualTo(3);
        assertThat(cache.get(bytes("b"))).isEmpty();
    }

    @Test
    void keysTooLongForANameHaveTheirOwnFilesAndPrefixes() {
        String shared = "long:" + "e".repeat(200);
        Bytes one = bytes(shared + "1");
        Bytes two = bytes(shared + "2");
        cache.put(one, bytes("one"), META);
        cache.put(two, bytes("two"), META);
        assertThat(cache.get(one).map(CacheRow::value)).contains(bytes("one"));
        assertThat(cache.get(two).map(CacheRow::value)).contains(bytes("two"));
        assertThat(shard("6c").list()).hasSize(2).allMatch(name -> name.length() <= 255);
        assertThat(cache.deletePrefix(bytes("long:x"))).isZero();
        assertThat(cache.deletePrefix(bytes("long:e"))).isEqualTo(2);
    }

    @Test
    void anEntityWithALongNameIsCached() {
        MemFs fs = new MemFs();
        Coordinate at = Coordinate.of("account:" + "7".repeat(180), "bank");
        for (CacheStatus expected : List.of(CacheStatus.Known.MISS, CacheStatus.Known.HIT)) {
            try (Store store =
                    Store.open(Accounts.quiet(fs).projectionCache(cache).build())) {
                if (expected == CacheStatus.Known.MISS) {
                    store.append(at, new Deposited(3));
                }
                Projected<Balance> answer = store.projections().run(at.entity(), balance(), Freshness.consistent());
                assertThat(answer.cacheStatus()).isEqualTo(expected);
                assertThat(answer.state()).isEqualTo(folded(store, at.entity()));
            }
        }
    }

    @Test
    void symbolicLinksAreRefused(@TempDir Path directory) throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), elsewhere);
        assertThatThrownBy(() -> ProjectionCache.in(link)).isInstanceOf(CacheFailedException.class);

        Path real = directory.resolve("deep/cache");
        ProjectionCache files = ProjectionCache.in(real);
        Files.createSymbolicLink(real.resolve(SHARD), elsewhere);
        assertThatThrownBy(() -> files.put(KEY, bytes("x"), META))
                .isInstanceOfSatisfying(
                        CacheFailedException.class,
                        failed -> assertThat(failed.kind()).isEqualTo(StoreErrorKind.CACHE_FAILED));
        assertThatThrownBy(() -> files.get(KEY)).isInstanceOf(CacheFailedException.class);
        Files.delete(real.resolve(SHARD));
        files.put(KEY, bytes("x"), META);
        Path row = real.resolve(SHARD).resolve(FILE);
        Files.move(row, elsewhere.resolve("row"));
        Files.createSymbolicLink(row, elsewhere.resolve("row"));
        assertThatThrownBy(() -> files.put(KEY, bytes("y"), META)).isInstanceOf(CacheFailedException.class);
        assertThat(elsewhere).isDirectoryContaining("glob:**/row");
    }

    @Test
    void whatStandsInTheWayIsAnError(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("file"), "x");
        assertThatThrownBy(() -> ProjectionCache.in(directory.resolve("file")))
                .isInstanceOf(CacheFailedException.class);
        ProjectionCache files = ProjectionCache.in(directory);
        Files.writeString(directory.resolve(SHARD), "x");
        assertThatThrownBy(() -> files.get(KEY)).isInstanceOf(CacheFailedException.class);
        assertThatThrownBy(() -> files.put(KEY, bytes("x"), META)).isInstanceOf(CacheFailedException.class);
        Files.delete(directory.resolve(SHARD));
        Files.createDirectories(directory.resolve(SHARD).resolve(FILE));
        assertThatThrownBy(() -> files.get(KEY)).isInstanceOf(CacheFailedException.class);
    }

    @Test
    void aWriteThatFailsLeavesTheRowBefore() {
        cache.put(KEY, bytes("before"), META);
        for (MemOperation operation : List.of(MemOperation.WRITE, MemOperation.RENAME)) {
            root.plan(MemFault.of(operation, 1, IoKind.STORAGE_FULL));
            assertThatThrownBy(() -> cache.put(KEY, bytes("after"), META)).isInstanceOf(CacheFailedException.class);
            assertThat(cache.get(KEY).map(CacheRow::value)).contains(bytes("before"));
            assertThat(shard(SHARD).list()).containsExactly(FILE);
        }
    }

    @Test
    void aDamagedFileNeverChangesAnAnswer() {
        MemFs fs = new MemFs();
        StoreFs files = root;
        try (Store store = Store.open(Accounts.quiet(fs).projectionCache(cache).build())) {
            deposit(store, 3);
            deposit(store, 4);
            store.project(ACCOUNT, balance());
            String name =
                    files.elsewhere(Path.of(root.directory(), "61")).list().getFirst();
            byte[] good = shard("61").bytes(name);
            for (int at = 0; at < good.length; at++) {
                byte[] damaged = good.clone();
                damaged[at] ^= 0x10;
                shard("61").damage(name, _ -> damaged);
                Projected<Balance> answer = store.projections().run(ACCOUNT, balance(), Freshness.consistent());
                assertThat(answer.state().map(Balance::cents)).as("byte %s", at).contains(7L);
            }
            for (int length = 0; length < good.length; length++) {
                int cut = length;
                shard("61").damage(name, _ -> java.util.Arrays.copyOf(good, cut));
                Projected<Balance> answer = store.projections().run(ACCOUNT, balance(), Freshness.consistent());
                boolean old = length == good.length - 24; // a whole row as old releases wrote it
                assertThat(answer.cacheStatus())
                        .as("length %s", length)
                        .isEqualTo(old ? CacheStatus.Known.HIT : CacheStatus.Known.MISS);
                assertThat(answer.state().map(Balance::cents)).contains(7L);
            }
        }
    }

    @Test
    void theCachesWithoutFilesKeepTheirRules() {
        ProjectionCache none = ProjectionCache.none();
        none.put(KEY, bytes("x"), META);
        none.sync();
        none.prefetch(KEY, META);
        assertThat(none.get(KEY)).isEmpty();
        assertThat(none.deletePrefix(Bytes.EMPTY)).isZero();
        assertThat(none.capabilities()).isEqualTo(new ProjectionCache.Capabilities(false, true));

        ProjectionCache two = ProjectionCache.inMemory(2);
        two.put(bytes("a"), bytes("1"), META);
        two.put(bytes("b"), bytes("2"), META);
        two.get(bytes("a"));
        two.put(bytes("c"), bytes("3"), META);
        two.sync();
        assertThat(two.get(bytes("b"))).as("used longest ago").isEmpty();
        assertThat(two.deletePrefix(bytes("a"))).isEqualTo(1);
        assertThat(two.deletePrefix(Bytes.EMPTY)).isEqualTo(1);
    }
}
