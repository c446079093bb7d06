package io.batpak.testkit;

import static io.batpak.testkit.JournalScenario.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.batpak.Store;
import io.batpak.model.BatchItem;
import io.batpak.model.Durability;
import io.batpak.model.EventKind;
import io.batpak.model.Region;
import io.batpak.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Every crash point of an application: right ones pass, and each wrong one is found and found again.
/// Tier: crash.
final class CrashPointsTest {
    private static final EventKind BOOKED = EventKind.of(0xF, 1);
    private static final int TRANSFERS = 4;

    private static BatchItem booking(String account, int cents) {
        return event(account, "bank", BOOKED, "cents", cents);
    }

    private static void book(Store store, BatchItem item) {
        store.append(item.at(), item.kind(), item.payload());
    }

    /// Both sides of a transfer at once.
    private static void atomic(Store store, Consumer<Integer> done) {
        for (int cents = 1; cents <= TRANSFERS; cents++) {
            store.appendBatch(List.of(booking("a", -cents), booking("b", cents)));
            done.accept(cents);
        }
    }

    private static void oneByOne(Store store, Consumer<Integer> done) {
        for (int cents = 1; cents <= TRANSFERS; cents++) {
            book(store, booking("a", -cents));
            book(store, booking("b", cents));
            done.accept(cents);
        }
    }

    private static List<Integer> bookings(Store store, String account) {
        return store.read(Region.entity(account)).stream()
                .map(event -> ((Value.Fields) event.value()).values().get("cents"))
                .map(cents -> (int) ((Value.Int) cents).value())
                .toList();
    }

    private static void balanced(Store store, Aftermath<Integer> aftermath) {
        int sum = 0;
        for (int cents : bookings(store, "a")) {
            sum += cents;
        }
        for (int cents : bookings(store, "b")) {
            sum += cents;
        }
        assertThat(sum).as("balance").isZero();
        assertThat(bookings(store, "b")).containsAll(aftermath.promised());
    }

    private static void nothingPromisedIsGone(Store store, Aftermath<Integer> aftermath) {
        assertThat(bookings(store, "b")).containsAll(aftermath.promised());
    }

    private static void nothingAcknowledgedIsGone(Store store, Aftermath<Integer> aftermath) {
        assertThat(bookings(store, "b")).containsAll(aftermath.acknowledged());
    }

    @Test
    void anApplicationThatIsRightSurvivesEveryPoint() {
        CrashPoints.Report report =
                CrashPoints.every(CrashPointsTest::atomic).seeds(3).check(CrashPointsTest::balanced);
        assertThat(report.changes()).isGreaterThan(20);
        assertThat(report.crashes()).isEqualTo((report.changes() + 1) * 5);
        assertThat(report.states()).isBetween(report.changes(), report.crashes());
    }

    @Test
    void theSamePlayHasTheSamePoints() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        for (List<String> log : List.of(first, second)) {
            CrashPoints.every(CrashPointsTest::atomic)
                    .check((store, aftermath) ->
                            log.add(aftermath + " " + store.frontier().visible()));
        }
        assertThat(second).isEqualTo(first).isNotEmpty();
    }

    @Test
    void halfATransferIsFoundAndFoundAgainByItsPoint() {
        SimulationFailure failure = catchThrowableOfType(
                SimulationFailure.class,
                () -> CrashPoints.every(CrashPointsTest::oneByOne).check(CrashPointsTest::balanced));
        assertThat(failure).hasMessageContaining("balance").hasCauseInstanceOf(AssertionError.class);
        String line = failure.replayLine();
        String point = line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));
        assertThatThrownBy(() ->
                        CrashPoints.every(CrashPointsTest::oneByOne).only(point).check(CrashPointsTest::balanced))
                .isInstanceOf(SimulationFailure.class)
                .hasMessage(failure.getMessage());
    }

    @Test
    void whatWasAcknowledgedTooEarlyIsMissed() {
        CrashPoints.Application<Integer> hasty = (store, done) -> {
            done.accept(1);
            book(store, booking("b", 1));
        };
        assertThatThrownBy(() -> CrashPoints.every(hasty).check(CrashPointsTest::nothingPromisedIsGone))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("acknowledged [1], promised [1]")
                .hasMessageContaining("replay: CrashPoints.every(…).only(\"change ");
    }

    @Test
    void aReceiptAloneIsNoPromiseAgainstAPowerCutAndAStrictOneIs() {
        CrashPoints.every(CrashPointsTest::oneByOne).check(CrashPointsTest::nothingPromisedIsGone);
        assertThatThrownBy(() ->
                        CrashPoints.every(CrashPointsTest::oneByOne).check(CrashPointsTest::nothingAcknowledgedIsGone))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("power cut");
        CrashPoints.every(CrashPointsTest::oneByOne)
                .configured(config -> config.durability(Durability.STRICT))
                .check(CrashPointsTest::nothingAcknowledgedIsGone);
    }

    @Test
    void everyNthPointAndTheLastAreFewer() {
        List<String> points = new ArrayList<>();
        CrashPoints.Report report = CrashPoints.every(CrashPointsTest::atomic)
                .everyNth(1000)
                .seeds(0)
                .check((_, aftermath) -> points.add(aftermath.point()));
        assertThat(report.crashes()).isEqualTo(4);
        assertThat(points).startsWith("change 0, kill").last().asString().startsWith("change " + report.changes());
    }

    @Test
    void theRecoveryIsCutOffTooAndMayBeNamed() {
        List<String> points = new ArrayList<>();
        CrashPoints.Report plain =
                CrashPoints.every(CrashPointsTest::atomic).everyNth(5).check(CrashPointsTest::balanced);
        CrashPoints.Report twice = CrashPoints.every(CrashPointsTest::atomic)
                .everyNth(5)
                .alsoDuringRecovery()
                .check((store, aftermath) -> {
                    points.add(aftermath.point());
                    balanced(store, aftermath);
                });
        assertThat(twice.changes()).isEqualTo(plain.changes());
        assertThat(twice.states()).isGreaterThan(3 * plain.states());
        String second = points.stream()
                .filter(point -> point.contains("recovery"))
                .toList()
                .getLast();
        CrashPoints.Report named = CrashPoints.every(CrashPointsTest::atomic)
                .only(second)
                .check((_, aftermath) -> assertThat(aftermath.point()).isEqualTo(second));
        assertThat(named.states()).isEqualTo(1);
    }

    @Test
    void severalCallersAreCutOffInTheOrderOfTheSeed() {
        for (long seed = 1; seed <= 3; seed++) {
            CrashPoints.Report report = CrashPoints.every(CrashPointsTest::atomic)
                    .beside("saver", (store, done) -> {
                        store.appendBatch(List.of(booking("a", -100), booking("b", 100)));
                        done.accept(100);
                    })
                    .simulated(seed)
                    .check(CrashPointsTest::balanced);
            assertThat(report.changes()).isGreaterThan(20);
        }
        assertThatThrownBy(() -> CrashPoints.every(CrashPointsTest::oneByOne)
                        .simulated(5)
                        .check(CrashPointsTest::balanced))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining(".simulated(5).only(\"change ");
    }

    @Test
    void aDiskThatIsNotEmptyStaysAsItIs() {
        MemFs disk = new MemFs();
        CrashPoints.every(CrashPointsTest::atomic).startingOn(disk).everyNth(50).check(CrashPointsTest::balanced);
        assertThat(disk.exists()).isFalse();
        JournalOn.disk(disk, store -> book(store, booking("b", 77)));
        List<String> names = disk.list();
        CrashPoints.every(CrashPointsTest::atomic)
                .startingOn(disk)
                .everyNth(10)
                .check((store, _) -> assertThat(bookings(store, "b")).startsWith(77));
        assertThat(disk.list()).isEqualTo(names);
    }

    @Test
    void anApplicationThatFailsByItselfFailsTheTest() {
        CrashPoints.Application<Integer> broken = (_, _) -> {
            throw new java.io.IOException("by itself");
        };
        assertThatThrownBy(() -> CrashPoints.every(broken).check(CrashPointsTest::balanced))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("by itself")
                .hasCauseInstanceOf(java.io.IOException.class);
        assertThatThrownBy(() -> CrashPoints.every(broken).simulated(1).check(CrashPointsTest::balanced))
                .isInstanceOf(SimulationFailure.class)
                .hasCauseInstanceOf(java.io.IOException.class);
    }

    @Test
    void aPointThatIsNotThereIsNoSuccess() {
        assertThatThrownBy(() -> CrashPoints.every(CrashPointsTest::atomic)
                        .only("change 100000, kill")
                        .check(CrashPointsTest::balanced))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
