package io.batpak.verify.projection;

import static io.batpak.verify.projection.Accounts.ACCOUNT;
import static io.batpak.verify.projection.Accounts.AT;
import static io.batpak.verify.projection.Accounts.CODEC;
import static io.batpak.verify.projection.Accounts.balance;
import static io.batpak.verify.projection.Accounts.deposit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.ProjectionEvidenceRegistry;
import io.batpak.ProjectionFailedException;
import io.batpak.ProjectionRun;
import io.batpak.Store;
import io.batpak.evidence.EvidenceReport;
import io.batpak.evidence.EvidenceVerdict;
import io.batpak.evidence.InputFrontier;
import io.batpak.evidence.Observed;
import io.batpak.evidence.ProjectionRunReport;
import io.batpak.evidence.ProjectionRunReport.Finding;
import io.batpak.evidence.ProjectionSource;
import io.batpak.evidence.ReportForm;
import io.batpak.model.Bytes;
import io.batpak.model.Entry;
import io.batpak.model.Hash;
import io.batpak.projection.CacheFailedException;
import io.batpak.projection.CacheMeta;
import io.batpak.projection.CacheRow;
import io.batpak.projection.Freshness;
import io.batpak.projection.Projection;
import io.batpak.projection.ProjectionCache;
import io.batpak.projection.ProjectionStateContractUnspecifiedException;
import io.batpak.projection.StateCodec;
import io.batpak.projection.StateContract;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import io.batpak.verify.projection.AccountEvent.Deposited;
import io.batpak.verify.projection.Accounts.Balance;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Reports about runs: they say what was asked for, what the state is made of, and where it came from.
///
/// Covers: G3.
/// Tier: unit.
class ProjectionEvidenceTest {
    private static final Freshness NOW = Freshness.consistent();

    private final MemFs fs = new MemFs();
    private final SettableClock clock = Accounts.clock();
    private ProjectionCache cache = ProjectionCache.inMemory(4);

    private Store open() {
        return Store.open(Accounts.quiet(fs).clock(clock).projectionCache(cache).build());
    }

    private static ProjectionRunReport body(Store store, Projection<Balance> projection, Freshness freshness) {
        EvidenceReport<ProjectionRunReport> report =
                store.projections().runEvidence(ACCOUNT, projection, freshness).report();
        byte[] bytes = ReportForm.PROJECTION_RUN.toBytes(report);
        assertThat(ReportForm.PROJECTION_RUN.verify(bytes)).isInstanceOf(EvidenceVerdict.Sound.class);
        assertThat(report.isBare()).isTrue();
        return report.body();
    }

    @Test
    void aRunSaysWhatItIsMadeOf() {
        try (Store store = open()) {
            deposit(store, 3);
            deposit(store, 4);
            ProjectionRun<Balance> run = store.projections().runEvidence(ACCOUNT, balance(), NOW);
            Entry last = store.latest(ACCOUNT, 0).orElseThrow();
            Balance state = new Balance(7, "", "+3+4");

            assertThat(run.state()).contains(state);
            ProjectionRunReport body = run.report().body();
            assertThat(body.projectionId()).isEqualTo("balance:account:7");
            assertThat(body.sourceRefs())
                    .containsExactly(
                            new ProjectionSource.Entity(ACCOUNT),
                            new ProjectionSource.RelevantKind(0xE, 0x3A0),
                            new ProjectionSource.RelevantKind(0xE, 0x3A1),
                            new ProjectionSource.RelevantKind(0xE, 0x3A2));
            assertThat(body.requestedFreshness()).isEqualTo(new io.batpak.evidence.Freshness.Consistent());
            assertThat(body.inputFrontier())
                    .contains(new InputFrontier(InputFrontier.Kind.VISIBLE, last.wallMillis(), last.sequence()));
            assertThat(body.outputHash()).isEqualTo(new Observed.Output(Hash.blake3(CODEC.encode(state))));
            assertThat(body.observedFreshness()).isEqualTo(Observed.Freshness.FRESH);
            assertThat(body.cacheStatus()).isEqualTo(Observed.Cache.MISS);
            assertThat(body.findings()).containsExactly(Finding.PARTIAL_VISIBILITY_NOT_APPLICABLE);
        }
    }

    @Test
    void equalRunsHaveEqualHashes() {
        try (Store store = open()) {
            deposit(store, 3);
            Projection<Balance> balance = balance();
            store.project(ACCOUNT, balance);
            Hash first = store.projections()
                    .runEvidence(ACCOUNT, balance, NOW)
                    .report()
                    .bodyHash();
            assertThat(store.projections()
                            .runEvidence(ACCOUNT, balance, NOW)
                            .report()
                            .bodyHash())
                    .isEqualTo(first);
            deposit(store, 1);
            assertThat(store.projections()
                            .runEvidence(ACCOUNT, balance, NOW)
                            .report()
                            .bodyHash())
                    .isNotEqualTo(first);
        }
    }

    @Test
    void withoutEventsNothingIsClaimed() {
        try (Store store = open()) {
            ProjectionRunReport body = body(store, balance(), NOW);
            assertThat(body.observedFreshness()).isEqualTo(Observed.Freshness.NOT_APPLICABLE);
            assertThat(body.cacheStatus()).isEqualTo(Observed.Cache.BYPASSED);
            assertThat(body.outputHash()).isEqualTo(new Observed.NoOutput());
            assertThat(body.inputFrontier()).isEmpty();
            assertThat(body.findings()).containsExactly(Finding.PARTIAL_VISIBILITY_NOT_APPLICABLE);
        }
    }

    @Test
    void aStaleStateIsReportedAsOne() {
        Freshness lax = Freshness.maybeStale(Duration.ofSeconds(2));
        try (Store store = open()) {
            deposit(store, 3);
            store.project(ACCOUNT, balance());
            deposit(store, 4);
            ProjectionRunReport body = body(store, balance(), lax);
            assertThat(body.requestedFreshness()).isEqualTo(new io.batpak.evidence.Freshness.MaybeStale(2000));
            assertThat(body.observedFreshness()).isEqualTo(Observed.Freshness.STALE_ALLOWED);
            assertThat(body.cacheStatus()).isEqualTo(Observed.Cache.HIT);
            assertThat(body.findings()).containsExactly(Finding.PARTIAL_VISIBILITY_NOT_APPLICABLE, Finding.STALE_USED);
            Freshness ever = Freshness.maybeStale(Duration.ofSeconds(Long.MAX_VALUE));
            assertThat(body(store, balance(), ever).requestedFreshness())
                    .isEqualTo(new io.batpak.evidence.Freshness.MaybeStale(Long.MAX_VALUE));
        }
    }

    @Test
    void aCacheThatCannotBeAskedIsReported() {
        cache = new ProjectionCache() {
            @Override
            public Optional<CacheRow> get(Bytes key) {
                throw new CacheFailedException("gone", null);
            }

            @Override
            public void put(Bytes key, Bytes value, CacheMeta meta) {
                throw new CacheFailedException("gone", null);
            }

            @Override
            public long deletePrefix(Bytes prefix) {
                return 0;
            }

            @Override
            public void sync() {}
        };
        try (Store store = open()) {
            deposit(store, 3);
            ProjectionRunReport body = body(store, balance(), NOW);
            assertThat(body.cacheStatus()).isEqualTo(new Observed.Unavailable("cache_get_failed"));
            assertThat(body.observedFreshness()).isEqualTo(Observed.Freshness.FRESH);
            assertThat(body.findings())
                    .containsExactly(Finding.CACHE_STATUS_UNAVAILABLE, Finding.PARTIAL_VISIBILITY_NOT_APPLICABLE);
        }
    }

    @Test
    void aStateWithoutBytesHasNoHash() {
        try (Store store = open()) {
            deposit(store, 3);
            Projection<Balance> bare =
                    Accounts.builder().over(AccountEvent.class, Balance::after).build();
            ProjectionRunReport body = body(store, bare, NOW);
            assertThat(body.outputHash()).isEqualTo(new Observed.Unavailable("no_state_codec"));
            assertThat(body.cacheStatus()).isEqualTo(Observed.Cache.BYPASSED);
            assertThat(body.findings()).contains(Finding.OUTPUT_HASH_UNAVAILABLE);

            StateCodec<Balance> unwilling = StateCodec.of(
                    _ -> {
                        throw new IllegalStateException("no");
                    },
                    _ -> Balance.EMPTY);
            Projection<Balance> broken = Accounts.builder()
                    .over(AccountEvent.class, Balance::after)
                    .codec(unwilling)
                    .build();
            assertThat(body(store, broken, NOW).outputHash()).isEqualTo(new Observed.Unavailable("state_not_encoded"));
        }
    }

    @Test
    void aFailureHasAReport() {
        IllegalStateException own = new IllegalStateException("too much");
        Projection<Balance> strict = Accounts.builder()
                .<Deposited>on(Deposited.class, (_, _) -> {
                    throw own;
                })
                .build();
        try (Store store = open()) {
            deposit(store, 3);
            AtomicReference<EvidenceReport<ProjectionRunReport>> report = new AtomicReference<>();
            assertThatThrownBy(() -> store.projections().runEvidence(ACCOUNT, strict, NOW))
                    .isInstanceOfSatisfying(ProjectionFailedException.class, failed -> report.set(failed.report()))
                    .hasCause(own);

            ProjectionRunReport body = report.get().body();
            Observed failed = new Observed.Unavailable("projection_failed");
            assertThat(body.observedFreshness()).isEqualTo(failed);
            assertThat(body.cacheStatus()).isEqualTo(failed);
            assertThat(body.outputHash()).isEqualTo(failed);
            assertThat(body.inputFrontier()).isEmpty();
            assertThat(body.findings())
                    .containsExactly(
                            Finding.OBSERVED_FRESHNESS_UNAVAILABLE,
                            Finding.INPUT_FRONTIER_UNKNOWN,
                            Finding.OUTPUT_HASH_UNAVAILABLE,
                            Finding.CACHE_STATUS_UNAVAILABLE,
                            Finding.PARTIAL_VISIBILITY_NOT_APPLICABLE,
                            Finding.PROJECTION_FAILED);
            assertThat(report.get().diagnostics()).containsExactly(own.toString());
        }
    }

    @Test
    void aRegistryRunsProjectionsByName() {
        Projection<Balance> silent = Projection.named("silent")
                .<Balance>startingWith(() -> Balance.EMPTY)
                .over(AccountEvent.class, Balance::after)
                .contract(StateContract.unspecified())
                .build();
        ProjectionEvidenceRegistry registry = new ProjectionEvidenceRegistry()
                .register(silent)
                .register(balance())
                .register(balance());
        try (Store store = open()) {
            store.append(AT, new Deposited(1));
            assertThat(registry.names()).containsExactly("balance", "silent");
            assertThat(registry.contains("balance")).isTrue();
            assertThat(registry.contains("other")).isFalse();
            assertThat(registry.run("other", store, ACCOUNT, NOW)).isEmpty();
            assertThat(registry.run("balance", store, ACCOUNT, NOW)
                            .orElseThrow()
                            .body()
                            .projectionId())
                    .isEqualTo("balance:account:7");
            assertThatThrownBy(() -> registry.run("silent", store, ACCOUNT, NOW))
                    .isInstanceOf(ProjectionFailedException.class)
                    .hasCauseInstanceOf(ProjectionStateContractUnspecifiedException.class);
        }
    }
}
