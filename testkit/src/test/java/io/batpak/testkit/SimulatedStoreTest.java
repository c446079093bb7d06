package io.batpak.testkit;

import static io.batpak.testkit.JournalScenario.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.error.SegmentDamageException;
import io.batpak.error.StoreException;
import io.batpak.fs.StoreIoException;
import io.batpak.model.BatchItem;
import io.batpak.model.Durability;
import io.batpak.model.EventKind;
import io.batpak.model.Region;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// A journal, its callers and its disk from one seed.
/// Tier: unit.
final class SimulatedStoreTest {
    private static final EventKind SOLD = EventKind.of(0xF, 1);

    private static void sell(Store store, int count, List<Integer> acknowledged) {
        for (int i = 0; i < count; i++) {
            BatchItem sale = event("till", "shop", SOLD, "number", i);
            store.append(sale.at(), sale.kind(), sale.payload());
            acknowledged.add(i);
        }
    }

    private static int sales(Store store) {
        return store.query(Region.entity("till")).toList().size();
    }

    /// Sessions of every kind, and a sum of how they went.
    private static String history(long seed) {
        SimulatedStore simulation = new SimulatedStore(seed);
        List<Integer> found = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            simulation
                    .session()
                    .caller("one", store -> sell(store, 20, new ArrayList<>()))
                    .caller("two", store -> sell(store, 20, new ArrayList<>()))
                    .crashAfter(150 + 40 * round, Crash.powerCut(round));
            simulation.run(store -> found.add(sales(store)));
        }
        return found + " " + simulation.turns() + " " + simulation.digest() + " "
                + MemFingerprint.of(simulation.disk());
    }

    @Test
    void theSameSeedIsTheSameRunAndAnotherOneIsNot() {
        assertThat(history(42)).isEqualTo(history(42)).isNotEqualTo(history(43));
    }

    @Test
    void aSessionThatIsClosedLeavesEverything() {
        SimulatedStore simulation = new SimulatedStore(1);
        simulation
                .session()
                .caller("one", store -> sell(store, 10, new ArrayList<>()))
                .caller("two", store -> sell(store, 10, new ArrayList<>()))
                .run();
        simulation.crash(Crash.powerCut());
        simulation.run(store -> assertThat(sales(store)).isEqualTo(20));
        assertThat(simulation.replayLine())
                .isEqualTo("new SimulatedStore(1).faults(FaultPlan.none()), closed behind one and two,"
                        + " then power cut, then closed behind caller");
    }

    @Test
    void aCrashInTheMiddleTakesNoAcknowledgedStrictSale() {
        for (long seed = 1; seed <= 10; seed++) {
            SimulatedStore simulation =
                    new SimulatedStore(seed).configured(config -> config.durability(Durability.STRICT));
            List<Integer> acknowledged = new ArrayList<>();
            boolean ended = simulation
                    .session()
                    .caller("till", store -> sell(store, 1000, acknowledged))
                    .crashAfter(400 + seed, Crash.powerCut());
            assertThat(ended).isFalse();
            int count = acknowledged.size();
            simulation.run(store -> assertThat(sales(store)).isBetween(count, count + 1));
        }
    }

    @Test
    void whatNoSyncHasCoveredGoesWithThePowerAndNotWithTheProcess() {
        for (Crash crash : List.of(Crash.powerCut(), Crash.kill())) {
            SimulatedStore simulation = new SimulatedStore(5);
            simulation
                    .session()
                    .caller("till", store -> sell(store, 10, new ArrayList<>()))
                    .crashAtEnd(crash);
            simulation.run(store -> assertThat(sales(store)).isEqualTo(crash.isPowerCut() ? 0 : 10));
        }
    }

    @Test
    void faultsAreCountedAnewInEachSessionUntilThereAreNone() {
        SimulatedStore simulation =
                new SimulatedStore(3).faults(FaultPlan.none().failing(MemOperation.WRITE, 6));
        for (int session = 0; session < 2; session++) {
            List<StoreException> refused = new ArrayList<>();
            simulation.run(store -> {
                for (int i = 0; i < 10; i++) {
                    try {
                        sell(store, 1, new ArrayList<>());
                    } catch (StoreIoException e) {
                        refused.add(e);
                    }
                }
            });
            assertThat(refused).hasSize(1);
        }
        assertThat(simulation.replayLine()).contains("faults(FaultPlan.none().failing(WRITE, 6))");
        simulation
                .faults(FaultPlan.none())
                .run(store -> assertThat(sales(store)).isEqualTo(18));
    }

    @Test
    void rotIsFoundWhenTheJournalIsReadWhole() {
        SimulatedStore simulation = new SimulatedStore(3).configured(config -> config.segmentBytesMax(1500));
        simulation.run(store -> sell(store, 40, new ArrayList<>()));
        simulation.faults(FaultPlan.seeded(9).rotting(1));
        assertThatThrownBy(() -> simulation.run(
                        store -> assertThat(store.verifyChain().intact()).isTrue()))
                .isInstanceOf(SimulationFailure.class)
                .satisfies(failure -> assertThat(failure.getCause())
                        .isInstanceOfAny(SegmentDamageException.class, AssertionError.class));
    }

    @Test
    void whatACallerThrowsHasTheReplayLine() {
        SimulatedStore simulation = new SimulatedStore(11);
        assertThatThrownBy(() -> simulation
                        .session()
                        .caller("till", _ -> {
                            throw new IOException("out of paper");
                        })
                        .run())
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("till failed: java.io.IOException: out of paper")
                .hasMessageContaining("replay: new SimulatedStore(11).faults(FaultPlan.none()), closed behind till")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void aDeadlockIsReported() {
        SimulatedStore simulation = new SimulatedStore(11);
        assertThatThrownBy(() -> simulation.run(_ -> LockSupport.park()))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("new SimulatedStore(11)");
    }

    @Test
    void twoCallersOfOneNameAreRefused() {
        SimulatedStore.Session session = new SimulatedStore(1).session().caller("till", _ -> {});
        assertThatThrownBy(() -> session.caller("till", _ -> {})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSessionIsPlayedOnce() {
        SimulatedStore.Session session = new SimulatedStore(1).session();
        session.run();
        assertThatThrownBy(session::run).isInstanceOf(IllegalStateException.class);
    }
}
