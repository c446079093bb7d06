package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.AutoMerge;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionProgress;
import io.batpak.model.CompactionResult;
import io.batpak.model.EventKind;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A compaction of several steps in several places: each is told of, and each event is where it belongs.
///
/// Tier: unit. Covers: J1, J2.
class CompactionStepsTest {
    private static final EventKind DROP = EventKind.of(0xF, 2);
    private static final int EVENTS = 6;

    private final MemFs fs = new MemFs();
    private final List<Long> kept = new ArrayList<>();

    private Store open() {
        StoreConfig.Builder config = Samples.quiet(fs).segmentBytesMax(1000).autoMerge(new AutoMerge.Never());
        return Store.open(config.build());
    }

    /// Three sessions; in the first and the last one event is to go.
    @BeforeEach
    void threeSessions() {
        for (int session = 0; session < 3; session++) {
            try (Store store = open()) {
                for (int n = 0; n < EVENTS; n++) {
                    boolean goes = n == 2 && session != 1;
                    long sequence = store.append(
                                    Samples.AT, goes ? DROP : Samples.KIND, Samples.payload(10 * session + n))
                            .sequence();
                    if (!goes) {
                        kept.add(sequence);
                    }
                }
            }
        }
    }

    private static Compaction.Builder dropping() {
        return Compaction.retention(candidate -> !candidate.entry().kind().equals(DROP))
                .but();
    }

    @Test
    void eventsThatGoFarApartGoAtOnce() {
        try (Store store = open()) {
            CompactionResult result = store.compact(dropping().build());
            assertThat(result.outcome()).isEqualTo(new CompactionOutcome.Performed());
            assertThat(result.reports()).hasSizeGreaterThan(1);
            assertThat(Samples.sequences(store)).isEqualTo(kept);
            assertThat(store.verifyChain().intact()).isTrue();
        }
        try (Store store = open()) {
            assertThat(Samples.sequences(store)).isEqualTo(kept);
            assertThat(store.verifyChain().intact()).isTrue();
        }
    }

    @Test
    void progressIsToldStepByStepUntilAllIsDone() {
        List<CompactionProgress> told = new ArrayList<>();
        try (Store store = open()) {
            store.compact(dropping().listener(told::add).build());
        }
        int steps = told.getLast().steps();
        assertThat(steps).isGreaterThan(1);
        assertThat(told).extracting(CompactionProgress::steps).containsOnly(steps);
        assertThat(told)
                .extracting(CompactionProgress::step)
                .isSorted()
                .startsWith(1)
                .endsWith(steps);
        assertThat(told.stream().map(CompactionProgress::step).distinct().count())
                .isEqualTo(steps);
        assertThat(told.getLast().bytesDone()).isEqualTo(told.getLast().bytesTotal());
        assertThat(told).extracting(CompactionProgress::bytesDone).isSorted();
        assertThat(told).hasSizeGreaterThan(steps);
    }
}
