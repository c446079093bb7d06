package io.batpak.verify.projection;

import static io.batpak.verify.projection.Accounts.ACCOUNT;
import static io.batpak.verify.projection.Accounts.balance;
import static io.batpak.verify.projection.Accounts.deposit;
import static io.batpak.verify.projection.Accounts.folded;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.model.Bytes;
import io.batpak.model.Compaction;
import io.batpak.projection.CacheMeta;
import io.batpak.projection.CacheRow;
import io.batpak.projection.CacheStatus;
import io.batpak.projection.Freshness;
import io.batpak.projection.ObservedFreshness;
import io.batpak.projection.Projected;
import io.batpak.projection.Projection;
import io.batpak.projection.StateCodec;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import io.batpak.verify.projection.Accounts.Balance;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// States that an external cache keeps: when they count, and that none does that should not.
///
/// Covers: H1, H2, H3, H4, H10, H13.
/// Tier: unit.
class ProjectionCacheTest {
    private final MemFs fs = new MemFs();
    private final SettableClock clock = Accounts.clock();
    private final SpyCache cache = new SpyCache();

    /// Runs in a session of its own, in which no state is in memory.
    private void session(Consumer<Store> work) {
        try (Store store = Store.open(Accounts.quiet(fs)
                .clock(clock)
                .segmentBytesMax(1500)
                .projectionCache(cache)
                .build())) {
            work.accept(store);
        }
    }

    private static Projected<Balance> run(Store store, Projection<Balance> projection) {
        return store.projections().run(ACCOUNT, projection, Freshness.consistent());
    }

    private void check(CacheStatus status) {
        session(store -> {
            Projected<Balance> answer = run(store, balance());
            assertThat(answer.state()).isEqualTo(folded(store, ACCOUNT));
            assertThat(answer.cacheStatus()).isEqualTo(status);
            assertThat(answer.freshness()).isEqualTo(ObservedFreshness.FRESH);
        });
    }

    private void deposits(int count) {
        session(store -> {
            for (int n = 1; n <= count; n++) {
                deposit(store, n);
            }
        });
    }

    @Test
    void aStateThatWasStoredIsUsedInTheNextSession() {
        deposits(10);
        check(CacheStatus.Known.MISS);
        assertThat(cache.rows).hasSize(1);
        assertThat(cache.expected)
                .isEqualTo(cache.rows.values().iterator().next().meta().watermark());
        check(CacheStatus.Known.HIT);
        assertThat(cache.puts).isEqualTo(1);
        deposits(3);
        check(CacheStatus.Known.HIT);
        assertThat(cache.puts).as("the state with what came later").isEqualTo(2);
        check(CacheStatus.Known.HIT);
        assertThat(cache.puts).isEqualTo(2);
        assertThat(cache.prefetches).isEqualTo(cache.gets).isEqualTo(4);
    }

    @Test
    void withinASessionTheCacheIsAskedOnce() {
        deposits(3);
        session(store -> {
            Projection<Balance> balance = balance();
            run(store, balance);
            deposit(store, 9);
            assertThat(run(store, balance).cacheStatus()).isEqualTo(CacheStatus.Known.HIT);
            assertThat(run(store, balance).state()).isEqualTo(folded(store, ACCOUNT));
            assertThat(cache.gets).isEqualTo(1);
            assertThat(cache.puts).isEqualTo(2);
        });
    }

    @Test
    void nobodyAsksForAnEntityWithoutEventsThatCountOrAStateWithoutBytes() {
        session(store -> {
            assertThat(run(store, balance()).cacheStatus()).isEqualTo(CacheStatus.Known.BYPASSED);
            deposit(store, 1);
            Projection<Balance> bare =
                    Accounts.builder().over(AccountEvent.class, Balance::after).build();
            assertThat(run(store, bare).cacheStatus()).isEqualTo(CacheStatus.Known.BYPASSED);
            assertThat(cache.gets + cache.puts + cache.prefetches).isZero();
        });
    }

    @Test
    void aStateThatIsNotIncrementalIsUsedOnlyWhileNothingCameLater() {
        Projection<Balance> whole = Accounts.builder()
                .over(AccountEvent.class, Balance::after)
                .codec(Accounts.CODEC)
                .incremental(false)
                .build();
        deposits(3);
        session(store -> assertThat(run(store, whole).cacheStatus()).isEqualTo(CacheStatus.Known.MISS));
        session(store -> assertThat(run(store, whole).cacheStatus()).isEqualTo(CacheStatus.Known.HIT));
        deposits(1);
        session(store -> {
            assertThat(run(store, whole).cacheStatus()).isEqualTo(CacheStatus.Known.MISS);
            assertThat(run(store, whole).state()).isEqualTo(folded(store, ACCOUNT));
        });
    }

    @Test
    void anotherVersionNameOrSetOfKindsHasItsOwnRow() {
        deposits(2);
        check(CacheStatus.Known.MISS);
        session(store -> {
            Projection<Balance> newer = Accounts.builder()
                    .over(AccountEvent.class, Balance::after)
                    .codec(Accounts.CODEC)
                    .version(1)
                    .build();
            Projection<Balance> fewer = Accounts.builder()
                    .over(AccountEvent.Moved.class, Balance::after)
                    .codec(Accounts.CODEC)
                    .build();
            Projection<Balance> other = Projection.named("other")
                    .<Balance>startingWith(() -> Balance.EMPTY)
                    .over(AccountEvent.class, Balance::after)
                    .codec(Accounts.CODEC)
                    .build();
            assertThat(run(store, newer).cacheStatus()).isEqualTo(CacheStatus.Known.MISS);
            assertThat(run(store, fewer).cacheStatus()).isEqualTo(CacheStatus.Known.MISS);
            assertThat(run(store, other).cacheStatus()).isEqualTo(CacheStatus.Known.MISS);
        });
        assertThat(cache.rows).hasSize(4);
    }

    @Test
    void aRowIsStaleOnlyWhenThatIsAllowedAndOnlyUntilItsAgeIsReached() {
        Duration second = Duration.ofSeconds(1);
        deposits(2);
        check(CacheStatus.Known.MISS);
        deposits(1);
        clock.advance(second.minusNanos(1000));
        session(store -> {
            Projected<Balance> stale = store.projections().run(ACCOUNT, balance(), Freshness.maybeStale(second));
            assertThat(stale.state().map(Balance::cents)).contains(3L);
            assertThat(stale.freshness()).isEqualTo(ObservedFreshness.STALE_ALLOWED);
            assertThat(stale.cacheStatus()).isEqualTo(CacheStatus.Known.HIT);
            assertThat(stale.appliedSequence()).isPresent();
        });
        assertThat(cache.puts).isEqualTo(1);
        clock.advance(Duration.ofNanos(1000));
        session(store -> {
            Projected<Balance> fresh = store.projections().run(ACCOUNT, balance(), Freshness.maybeStale(second));
            assertThat(fresh.state()).isEqualTo(folded(store, ACCOUNT));
            assertThat(fresh.freshness()).isEqualTo(ObservedFreshness.FRESH);
        });
        assertThat(cache.puts).isEqualTo(2);
    }

    @Test
    void aRowThatIsTooOldIsStoredAgainThoughNothingCameLater() {
        deposits(2);
        check(CacheStatus.Known.MISS);
        clock.advance(Duration.ofSeconds(5));
        session(store -> store.projections().run(ACCOUNT, balance(), Freshness.maybeStale(Duration.ofSeconds(5))));
        assertThat(cache.puts).isEqualTo(2);
        assertThat(cache.rows.values().iterator().next().meta().cachedAtMicros())
                .isEqualTo(Accounts.NOON_MICROS + 5_000_000);
    }

    @Test
    void agesBeyondAllClocksAreAllowed() {
        deposits(2);
        check(CacheStatus.Known.MISS);
        deposits(1);
        for (Duration age : new Duration[] {Duration.ofSeconds(Long.MAX_VALUE), Duration.ofDays(365_000)}) {
            session(store -> assertThat(store.projections()
                            .run(ACCOUNT, balance(), Freshness.maybeStale(age))
                            .freshness())
                    .isEqualTo(ObservedFreshness.STALE_ALLOWED));
        }
    }

    @Test
    void aStaleStateInMemoryIsBroughtUpToDateByTheNextAnswer() {
        deposits(2);
        check(CacheStatus.Known.MISS);
        deposits(1);
        session(store -> {
            Projection<Balance> balance = balance();
            Freshness lax = Freshness.maybeStale(Duration.ofDays(1));
            assertThat(store.projections().run(ACCOUNT, balance, lax).freshness())
                    .isEqualTo(ObservedFreshness.STALE_ALLOWED);
            assertThat(store.project(ACCOUNT, balance)).isEqualTo(folded(store, ACCOUNT));
        });
    }

    @Test
    void noFailureOfTheCacheFailsAProjection() {
        deposits(4);
        check(CacheStatus.Known.MISS);
        cache.failsToPrefetch = true;
        check(CacheStatus.Known.HIT);
        cache.failsToGet = true;
        check(new CacheStatus.Unavailable("cache_get_failed"));
        cache.failsToGet = false;
        cache.failsToPut = true;
        cache.rows.clear();
        check(CacheStatus.Known.MISS);
        assertThat(cache.rows).isEmpty();
    }

    @Test
    void aCodecThatFailsCostsOnlyTheCache() {
        StateCodec<Balance> unwilling = StateCodec.of(
                _ -> {
                    throw new IllegalStateException("no bytes");
                },
                _ -> {
                    throw new IllegalStateException("no state");
                });
        deposits(2);
        Projection<Balance> broken = Accounts.builder()
                .over(AccountEvent.class, Balance::after)
                .codec(unwilling)
                .build();
        session(store -> assertThat(run(store, broken).state()).isEqualTo(folded(store, ACCOUNT)));
        assertThat(cache.rows).isEmpty();
        check(CacheStatus.Known.MISS);
        session(store -> {
            assertThat(run(store, broken).cacheStatus()).isEqualTo(CacheStatus.Known.MISS);
            assertThat(run(store, broken).state()).isEqualTo(folded(store, ACCOUNT));
        });
    }

    @Test
    void noFlippedBitOfARowChangesAnAnswer() {
        deposits(3);
        check(CacheStatus.Known.MISS);
        Bytes key = cache.rows.keySet().iterator().next();
        CacheRow row = Objects.requireNonNull(cache.rows.get(key));
        session(store -> {
            Optional<Balance> expected = folded(store, ACCOUNT);
            for (int bit = 0; bit < row.value().length() * Byte.SIZE; bit++) {
                byte[] damaged = row.value().toByteArray();
                damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                cache.rows.put(key, new CacheRow(Bytes.of(damaged), row.meta()));
                Projected<Balance> answer = run(store, balance());
                assertThat(answer.state()).as("bit %s", bit).isEqualTo(expected);
                assertThat(answer.cacheStatus()).as("bit %s", bit).isEqualTo(CacheStatus.Known.MISS);
            }
            for (int length = 0; length < row.value().length(); length++) {
                cache.rows.put(key, new CacheRow(Bytes.of(row.value().toByteArray(), 0, length), row.meta()));
                assertThat(run(store, balance()).cacheStatus()).isEqualTo(CacheStatus.Known.MISS);
            }
        });
    }

    @Test
    void aRowWithAnotherWatermarkOrTimeIsNone() {
        deposits(3);
        check(CacheStatus.Known.MISS);
        Bytes key = cache.rows.keySet().iterator().next();
        CacheRow row = Objects.requireNonNull(cache.rows.get(key));
        long watermark = row.meta().watermark();
        for (long other : new long[] {watermark + 1, watermark - 1, Long.MAX_VALUE, -1}) {
            cache.rows.put(key, new CacheRow(row.value(), meta(other, row.meta().cachedAtMicros())));
            check(CacheStatus.Known.MISS);
        }
        cache.rows.put(key, new CacheRow(row.value(), meta(watermark, row.meta().cachedAtMicros() + 1)));
        check(CacheStatus.Known.MISS);
        cache.rows.put(key, row);
        check(CacheStatus.Known.HIT);
    }

    private static CacheMeta meta(long watermark, long cachedAtMicros) {
        return new CacheMeta(watermark, cachedAtMicros, OptionalLong.empty(), OptionalLong.empty());
    }

    @Test
    void aRowAheadOfTheJournalIsRefused() {
        deposits(3);
        MemFs shorter = fs.killed();
        deposits(2);
        check(CacheStatus.Known.MISS);
        try (Store store = Store.open(
                Accounts.quiet(shorter).clock(clock).projectionCache(cache).build())) {
            Freshness lax = Freshness.maybeStale(Duration.ofDays(1));
            Projected<Balance> answer = store.projections().run(ACCOUNT, balance(), lax);
            assertThat(answer.state()).isEqualTo(folded(store, ACCOUNT));
            assertThat(answer.cacheStatus()).isEqualTo(CacheStatus.Known.MISS);
        }
    }

    @Test
    void aRowOfAnotherJournalIsRefusedThoughPlacesAndNumbersAreTheSame() {
        deposits(3);
        check(CacheStatus.Known.MISS);
        MemFs other = new MemFs();
        try (Store store =
                Store.open(Accounts.quiet(other).projectionCache(cache).build())) {
            for (int n = 5; n <= 7; n++) {
                deposit(store, n);
            }
            assertThat(run(store, balance()).state()).isEqualTo(folded(store, ACCOUNT));
            assertThat(run(store, balance()).state().map(Balance::cents)).contains(18L);
        }
    }

    @Test
    void noCompactionLeavesARowThatCountsTooMuch() {
        for (Compaction how : new Compaction[] {
            Compaction.retention(candidate -> candidate.entry().sequence() % 5 != 2),
            Compaction.tombstone(candidate -> candidate.entry().sequence() % 7 != 2)
        }) {
            deposits(60);
            session(store -> run(store, balance()));
            session(store -> store.compact(how));
            check(CacheStatus.Known.MISS);
            check(CacheStatus.Known.HIT);
            session(store -> store.compact(Compaction.merge()));
            check(CacheStatus.Known.HIT);
        }
    }
}
