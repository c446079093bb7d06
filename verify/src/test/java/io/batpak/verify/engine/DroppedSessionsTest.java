package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.quiet;
import static io.batpak.verify.engine.Samples.sequences;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.fs.IoKind;
import io.batpak.model.AutoMerge;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionReport;
import io.batpak.model.CompactionResult;
import io.batpak.model.CompactionStrategy;
import io.batpak.model.EventKind;
import io.batpak.model.Region;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sessions of a journal that are dropped as a whole, in every combination: parts of the index that become empty, and
/// sequences that nothing but an anchor holds.
///
/// Tier: unit. Covers: C1, J1.
class DroppedSessionsTest {
    private static final int SESSIONS = 4;
    private static final int EVENTS = 6;

    private final MemFs whole = new MemFs();
    private final List<Long> ends = new ArrayList<>();
    private List<Long> orders = List.of();

    private static StoreConfig config(MemFs fs) {
        return quiet(fs).segmentBytesMax(1500).autoMerge(new AutoMerge.Never()).build();
    }

    @BeforeEach
    void sessions() {
        for (int session = 0; session < SESSIONS; session++) {
            try (Store store = Store.open(config(whole))) {
                for (int n = 0; n < EVENTS; n++) {
                    append(store, 100 * session + n);
                }
                orders = sequences(store);
            }
            ends.add(orders.getLast() + 1);
        }
    }

    private int sessionOf(long sequence) {
        int session = 0;
        while (sequence > ends.get(session)) {
            session++;
        }
        return session;
    }

    private boolean goes(long sequence, int mask) {
        return sequence <= ends.getLast() && (mask & 1 << sessionOf(sequence)) != 0;
    }

    private Compaction without(int mask, boolean tombstones) {
        CompactionStrategy strategy = tombstones
                ? new CompactionStrategy.Tombstone(
                        candidate -> !goes(candidate.entry().sequence(), mask))
                : new CompactionStrategy.Retention(
                        candidate -> !goes(candidate.entry().sequence(), mask));
        return Compaction.of(strategy).build();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void whatStaysKeepsItsSequencesAndTheNextEventGoesOn(int mask) {
        List<Long> kept =
                orders.stream().filter(sequence -> !goes(sequence, mask)).toList();
        MemFs fs = whole.killed();
        long next;
        try (Store store = Store.open(config(fs))) {
            next = store.stats().nextSequence();
            CompactionResult result = store.compact(without(mask, false));
            assertThat(result.outcome()).isInstanceOf(CompactionOutcome.Performed.class);
            assertAccount(result);
            check(store, kept, "live");
            assertThat(store.stats().nextSequence()).isEqualTo(next);
            readAll(fs.killed(), kept, next, "killed");
            MemFs killed = fs.killed();
            killed.list().stream().filter(ReopenPath::isIndex).forEach(killed::delete);
            readAll(killed, kept, next, "segments only");
            assertThat(append(store, 999).sequence()).isEqualTo(next);
        }
        List<Long> after = new ArrayList<>(kept);
        after.add(next);
        for (ReopenPath path : List.of(ReopenPath.AS_LEFT, ReopenPath.RUNS, ReopenPath.FOOTERS)) {
            try (Store store = Store.open(config(path.of(fs)))) {
                check(store, after, path.toString());
            }
        }
    }

    private static void readAll(MemFs fs, List<Long> kept, long next, String as) {
        try (Store store = Store.open(config(fs))) {
            check(store, kept, as);
            assertThat(append(store, 1).sequence()).as(as).isGreaterThanOrEqualTo(next);
        }
    }

    private static void check(Store store, List<Long> wanted, String as) {
        assertThat(store.query(Samples.ORDERS).stream()
                        .filter(entry -> !entry.kind().equals(EventKind.TOMBSTONE))
                        .map(entry -> entry.sequence()))
                .as(as)
                .containsExactlyElementsOf(wanted);
        store.query(Region.all())
                .forEach(entry ->
                        assertThat(store.get(entry.eventId()).sequence()).as(as).isEqualTo(entry.sequence()));
        assertThat(store.verifyChain().intact()).as(as).isTrue();
    }

    private static void assertAccount(CompactionResult result) {
        int removed = 0;
        for (CompactionReport report : result.reports()) {
            assertThat(report.outcome()).isEqualTo(result.outcome());
            assertThat(report.sourceSegmentIds()).isSorted().isNotEmpty();
            assertThat(report.inputSegmentLow())
                    .hasValue(report.sourceSegmentIds().getFirst());
            assertThat(report.inputSegmentHigh())
                    .hasValue(report.sourceSegmentIds().getLast());
            assertThat(report.segmentsRemoved())
                    .isEqualTo(report.sourceSegmentIds().size());
            assertThat(report.mergedSegmentId()).isPresent();
            removed += report.sourceSegmentIds().size();
        }
        assertThat(removed).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 8, 15})
    void tombstonesKeepEveryPlace(int mask) {
        MemFs fs = whole.killed();
        try (Store store = Store.open(config(fs))) {
            store.compact(without(mask, true));
        }
        for (ReopenPath path : ReopenPath.values()) {
            try (Store store = Store.open(config(path.of(fs)))) {
                check(
                        store,
                        orders.stream()
                                .filter(sequence -> !goes(sequence, mask))
                                .toList(),
                        path.toString());
                assertThat(sequences(store)).as("%s", path).isEqualTo(orders);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE, 1",
        "CREATE, 2",
        "WRITE, 1",
        "SYNC, 2",
        "RENAME, 1",
        "RENAME, 2",
        "MAP, 1",
        "READ, 1",
        "OPEN, 1"
    })
    void whatFailsBeforeTheFirstOutputHasItsNameChangesNothing(MemOperation operation, long k) {
        MemFs fs = whole.killed();
        try (Store store = Store.open(config(fs))) {
            List<String> segments = segments(fs);
            fs.plan(MemFault.of(operation, k, IoKind.STORAGE_FULL));
            CompactionResult result = store.compact(without(6, false));
            if (result.outcome() instanceof CompactionOutcome.Failed(String reason)) {
                assertThat(reason).startsWith("compaction pre-swap phase failed; disk layout rolled back: ");
                assertThat(result.reports()).singleElement().satisfies(report -> {
                    assertThat(report.findings()).containsExactly(new CompactionReport.Finding.PreSwapRollback(reason));
                    assertThat(report.sourceSegmentIds()).isEmpty();
                    assertThat(report.mergedSegmentId()).isEmpty();
                });
                assertThat(segments(fs)).containsAll(segments);
                assertThat(fs.list()).noneMatch(name -> name.contains("compact"));
                check(store, orders, "rolled back");
                result = store.compact(without(6, false));
            }
            assertThat(result.outcome()).isInstanceOf(CompactionOutcome.Performed.class);
            check(store, orders.stream().filter(sequence -> !goes(sequence, 6)).toList(), "afterwards");
        }
    }

    private static List<String> segments(MemFs fs) {
        return fs.list().stream().filter(name -> name.endsWith(".fbat")).toList();
    }
}
