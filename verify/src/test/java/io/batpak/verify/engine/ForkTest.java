package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.fs.FileFacts;
import io.batpak.fs.StoreFs;
import io.batpak.model.CopyPreference;
import io.batpak.model.ForkOptions;
import io.batpak.model.ForkReport;
import io.batpak.model.ForkReport.Finding;
import io.batpak.model.ForkReport.Strategy;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A fork begins with everything its source held, shares what no longer changes, and goes its own way.
///
/// Tier: unit. Covers: J3, J4.
class ForkTest {
    private static final String LOCK = ".batpak.lock";

    private final MemFs fs = new MemFs();

    @TempDir
    private Path work;

    @ParameterizedTest
    @EnumSource(CopyPreference.class)
    void aForkHoldsEveryEventHoweverItCameToItsFiles(CopyPreference preference) {
        try (Store store = CopySource.open(fs)) {
            List<String> before = Observed.of(store);

            ForkReport report =
                    store.fork(CopySource.PLACE, ForkOptions.standard().prefer(preference));

            assertThat(CopySource.seen(fs.elsewhere(CopySource.PLACE))).isEqualTo(before);
            Strategy expected = switch (preference) {
                case REFLINK_THEN_HARDLINK -> Strategy.REFLINK;
                case HARDLINK_ONLY -> Strategy.HARDLINK;
                case DEEP_COPY_ONLY -> Strategy.DEEP_COPY;
            };
            assertThat(report.findings()).contains(new Finding.FileCopied("000001.fbat", expected));
            assertThat(report.sharedSegmentIds().isEmpty()).isEqualTo(preference == CopyPreference.DEEP_COPY_ONLY);
        }
    }

    @Test
    void aFileSystemThatCannotShareGetsCopies() {
        fs.withoutOperation(MemOperation.CLONE);
        fs.withoutOperation(MemOperation.LINK);
        try (Store store = CopySource.open(fs)) {
            ForkReport report = store.fork(CopySource.PLACE);
            assertThat(report.sharedSegmentIds()).isEmpty();
            assertThat(report.deepCopiedSegmentIds()).hasSizeGreaterThan(2);
            assertThat(CopySource.seen(fs.elsewhere(CopySource.PLACE))).isEqualTo(Observed.of(store));
        }
    }

    @Test
    void eachFileOfTheSourceHasOneFindingAndTheCountsAgree() {
        fs.withoutOperation(MemOperation.CLONE);
        try (Store store = CopySource.open(fs)) {
            fs.createNew("notes.txt").close();
            fs.createNew("keyset.fbatk").close();

            ForkReport report = store.fork(CopySource.PLACE);

            List<String> named = report.findings().stream()
                    .flatMap(finding -> switch (finding) {
                        case Finding.CacheRegenerableExcluded(String name) -> List.of(name).stream();
                        case Finding.FileExcluded(String name, String _) -> List.of(name).stream();
                        case Finding.FileCopied(String name, Strategy _) -> List.of(name).stream();
                        case Finding.DestinationCleared(long _) -> List.<String>of().stream();
                        case Finding.FenceTokenCancelled() -> List.<String>of().stream();
                        case Finding.KeysExcluded() -> List.<String>of().stream();
                    })
                    .toList();
            assertThat(named).containsExactlyInAnyOrderElementsOf(fs.entries());
            assertThat(report.findings())
                    .containsSubsequence(
                            new Finding.FenceTokenCancelled(),
                            new Finding.CacheRegenerableExcluded("index.fbati"),
                            new Finding.FileExcluded(LOCK, ForkReport.NOT_SHARED_REASON),
                            new Finding.FileExcluded("keyset.fbatk", ForkReport.NOT_SHARED_REASON),
                            new Finding.FileExcluded("notes.txt", ForkReport.NOT_SHARED_REASON),
                            new Finding.FileCopied("000001.fbat", Strategy.HARDLINK));
            ForkReport.StrategyCounts counts = report.strategyCounts();
            assertThat(counts)
                    .isEqualTo(new ForkReport.StrategyCounts(
                            0, report.sharedSegmentIds().size(), 3, 1, 3));
            assertThat(report.deepCopiedSegmentIds()).containsExactly(report.activeSegmentId());
        }
    }

    @Test
    void cachesComeAlongWhenAskedFor() {
        try (Store store = CopySource.open(fs)) {
            ForkReport report =
                    store.fork(CopySource.PLACE, ForkOptions.standard().excludeCaches(false));
            assertThat(report.findings()).contains(new Finding.FileCopied("index.fbati", Strategy.DEEP_COPY));
            assertThat(report.strategyCounts().cacheRegenerable()).isZero();
            assertThat(CopySource.seen(fs.elsewhere(CopySource.PLACE))).isEqualTo(Observed.of(store));
        }
    }

    @Test
    void bothSidesGoTheirOwnWay() {
        try (Store store = CopySource.open(fs)) {
            store.fork(CopySource.PLACE);
            List<String> common = Observed.of(store);
            MemFs copy = fs.elsewhere(CopySource.PLACE);
            try (Store fork = Store.open(CopySource.config(copy).build())) {
                for (int n = 100; n < 120; n++) {
                    Samples.append(fork, n);
                    Samples.append(store, -n);
                }
            }
            assertThat(Observed.of(store).subList(0, common.size())).isEqualTo(common);
            assertThat(CopySource.seen(copy).subList(0, common.size())).isEqualTo(common);
            assertThat(Observed.of(store))
                    .doesNotContainAnyElementsOf(CopySource.seen(copy).subList(common.size(), common.size() + 20));
            assertThat(store.verifyChain().intact()).isTrue();
        }
    }

    @Test
    void aForkOfAForkSharesTheSameFile() {
        Path first = work.resolve("first");
        Path second = work.resolve("second");
        ForkOptions links = ForkOptions.standard().prefer(CopyPreference.HARDLINK_ONLY);
        StoreFs source = StoreFs.local(work.resolve("source"));
        try (Store store = CopySource.open(source)) {
            store.fork(first, links);
            try (Store fork = Store.open(CopySource.config(StoreFs.local(first)).build())) {
                fork.fork(second, links);
                assertThat(CopySource.seen(StoreFs.local(second))).isEqualTo(Observed.of(fork));
            }
            assertThat(source.facts("000001.fbat").map(FileFacts::links)).contains(3);
            store.drop();
        }
        assertThat(CopySource.seen(source)).isNotEmpty();
    }

    @Test
    void aForkOnARealDiskIsTheSameJournal() {
        StoreFs source = StoreFs.local(work.resolve("source"));
        try (Store store = CopySource.open(source)) {
            ForkReport report = store.fork(work.resolve("deep/er/copy"));
            assertThat(report.sharedSegmentIds()).isNotEmpty();
            assertThat(CopySource.seen(StoreFs.local(work.resolve("deep/er/copy"))))
                    .isEqualTo(Observed.of(store));
        }
    }
}
