package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.keyed;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.error.StoreClosedException;
import io.batpak.model.Diagnostics;
import io.batpak.model.HlcPoint;
import io.batpak.model.IndexTopology;
import io.batpak.model.Mark;
import io.batpak.model.RestartPolicy;
import io.batpak.model.WriterPressure;
import io.batpak.testkit.MemFs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a journal tells of its own state.
///
/// Tier: unit. Covers: F11.
class DiagnosticsTest {
    private final MemFs fs = new MemFs();

    private StoreReader reader() {
        return StoreReader.open(quiet(fs).build());
    }

    @Test
    void aWriterTellsHowItWasOpenedAndHowFarItIs() {
        RestartPolicy policy = RestartPolicy.bounded(2, Duration.ofSeconds(3));
        try (Store store = Store.open(quiet(fs)
                .segmentBytesMax(12_345)
                .openFilesMax(7)
                .restartPolicy(policy)
                .queueCapacity(10)
                .indexTopology(IndexTopology.TILED)
                .build())) {
            append(store, 1);
            append(store, 2);
            VisibilityFence fence = store.beginFence();
            fence.submitBatch(List.of(keyed(3), keyed(4)));
            assertThat(store.diagnostics().eventCount()).isEqualTo(3);
            fence.cancel();
            store.submit(AT, KIND, payload(5));
            Diagnostics told = store.diagnostics();
            assertThat(told)
                    .isEqualTo(new Diagnostics(
                            5,
                            5,
                            5,
                            fs.directory(),
                            12_345,
                            7,
                            policy,
                            new WriterPressure(1, 10),
                            store.frontier(),
                            IndexTopology.TILED,
                            2,
                            store.openReport()));
            assertThat(told.frontier().visible().sequence())
                    .as("hidden events are not seen")
                    .isEqualTo(2);
        }
    }

    @Test
    void aReaderHasNoQueue() {
        try (Store store = Store.open(quiet(fs).build())) {
            append(store, 1);
        }
        try (StoreReader reader = reader()) {
            WriterPressure pressure = reader.diagnostics().writerPressure();
            assertThat(pressure).isEqualTo(new WriterPressure(0, 0));
            assertThat(pressure.utilization()).isZero();
            assertThat(pressure.headroom()).isZero();
            assertThat(pressure.isIdle()).isTrue();
            assertThat(reader.diagnostics().eventCount()).isEqualTo(3);
            assertThat(reader.diagnostics().openReport()).isEqualTo(reader.openReport());
        }
    }

    @Test
    void askingTouchesNoFile() {
        try (Store store = Store.open(quiet(fs).build())) {
            append(store, 1);
            int before = fs.steps().size();
            store.diagnostics();
            assertThat(fs.steps()).hasSize(before);
        }
    }

    @Test
    void anEmptyDirectoryStandsAtTheOrigin() {
        try (StoreReader reader = reader()) {
            Diagnostics told = reader.diagnostics();
            assertThat(told.eventCount()).isZero();
            assertThat(told.nextSequence()).isZero();
            assertThat(told.visibleSequence()).isZero();
            assertThat(told.tileCount()).isZero();
            for (Mark mark : Mark.values()) {
                assertThat(told.frontier().at(mark)).isEqualTo(HlcPoint.ORIGIN);
            }
        }
    }

    @Test
    void theVisibleMarkIsTheLastEventThatCanBeSeen() {
        Store store = Store.open(quiet(fs).build());
        long seen = append(store, 1).sequence();
        VisibilityFence fence = store.beginFence();
        fence.submitBatch(List.of(keyed(3), keyed(4)));
        fence.cancel();
        HlcPoint expected = new HlcPoint(Samples.NOON_MICROS / 1000, seen);
        assertThat(store.frontier().visible()).isEqualTo(expected);
        store.drop();
        try (StoreReader reader = reader()) {
            assertThat(reader.frontier().visible()).isEqualTo(expected);
            assertThat(reader.diagnostics().visibleSequence())
                    .as("the hidden ones are below it")
                    .isEqualTo(4);
        }
    }

    @Test
    void aGenerationCountsHiddenEventsAndOnlyThisEntity() {
        Store store = Store.open(quiet(fs).build());
        append(store, 1);
        assertThat(store.entityGeneration(AT.entity())).hasValue(1);
        VisibilityFence fence = store.beginFence();
        fence.submitBatch(List.of(keyed(3), keyed(4)));
        assertThat(store.entityGeneration(AT.entity())).as("not committed yet").hasValue(1);
        fence.cancel();
        append(store, 5);
        assertThat(store.entityGeneration(AT.entity())).hasValue(4);
        assertThat(store.entityGeneration("order"))
                .as("a namespace is no entity")
                .isEmpty();
        assertThat(store.entityGeneration("")).isEmpty();
        store.close();
        try (StoreReader reader = reader()) {
            assertThat(reader.entityGeneration(AT.entity())).hasValue(4);
        }
    }

    @Test
    void aClosedJournalTellsNothing() {
        Store store = Store.open(quiet(fs).build());
        store.close();
        assertThatThrownBy(store::diagnostics).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> store.entityGeneration("order:1")).isInstanceOf(StoreClosedException.class);
    }
}
