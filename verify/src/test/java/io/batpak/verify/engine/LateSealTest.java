package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.StoreException;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.MemStep;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A large segment gets its footer behind its successor, in the background; whatever interrupts that leaves the
/// segment as it was.
///
/// Covers: B1, B4.
/// Tier: crash.
class LateSealTest {
    private static final Coordinate AT = Coordinate.of("order:1", "shop");
    private static final EventKind KIND = EventKind.of(0xF, 1);
    /// Holds more rows than a footer may have that is written while commits wait.
    private static final long SEGMENT_BYTES = 2_300_000;

    private static final int ROWS_MIN = 4097;
    private static final String SECOND = "000003.fbat";

    @Test
    void aLargeSegmentHasItsFooterWhenTheStoreIsClosed() {
        MemFs fs = new MemFs();
        int events = fill(fs, Long.MAX_VALUE);
        assertThat(events).isGreaterThan(ROWS_MIN);
        try (Store store = Store.open(config(fs))) {
            assertThat(store.openReport().segments().getFirst().footer()).isTrue();
            assertThat(fs.list()).noneMatch(name -> name.endsWith(".new"));
            assertThat(store.query(Region.entity("order")).stream().count()).isEqualTo(events);
            assertThat(store.verifyChain().intact()).isTrue();
        }
    }

    @Test
    void whereverItIsInterruptedNothingIsLost() {
        MemFs whole = new MemFs();
        fill(whole, Long.MAX_VALUE);
        long end = whole.mutations();
        for (long last = end - 24; last <= end; last++) {
            MemFs fs = new MemFs();
            fs.powerOffAfter(last);
            int events = fill(fs, last);
            check(fs.crash(), events, "only what was synced, after change " + last);
            check(fs.crash(last), events, "seed and change " + last);
            check(fs.killed(), events, "killed after change " + last);
        }
    }

    /// From then on a sync covers the new segment alone.
    @Test
    void allOfItIsDurableWhenItsSuccessorHasItsName() {
        MemFs whole = new MemFs();
        int events = fill(whole, Long.MAX_VALUE);
        List<MemStep> changes = whole.steps().stream()
                .filter(step -> step.operation().isMutation())
                .toList();
        int named = 0;
        while (!changes.get(named).detail().equals("to " + SECOND)) {
            named++;
        }
        assertThat(changes.get(named + 1).operation()).isEqualTo(MemOperation.SYNC_DIRECTORY);
        MemFs fs = new MemFs();
        fs.powerOffAfter(named + 2L);
        fill(fs, named + 2L);
        try (Store store = Store.open(config(fs.crash()))) {
            assertThat(store.query(Region.entity("order")).stream().count()).isEqualTo(events - 1);
        }
    }

    /// @param events how many were acknowledged; all but those behind the rotation are durable
    private static void check(MemFs left, int events, String replay) {
        try (Store store = Store.open(config(left))) {
            assertThat(store.query(Region.entity("order")).stream().count())
                    .as(replay)
                    .isBetween((long) Math.min(events - 2, ROWS_MIN), (long) events + 1);
            assertThat(store.verifyChain().intact()).as(replay).isTrue();
        }
    }

    /// Appends until the first segment is full and one event more, as far as the power lasts.
    ///
    /// @return how many were acknowledged
    private static int fill(MemFs fs, long last) {
        int acknowledged = 0;
        try (Store store = Store.open(config(fs))) {
            Payload payload = Payload.of(Value.map("n", 1));
            while (!fs.list().contains(SECOND)) {
                store.append(AT, KIND, payload);
                acknowledged++;
            }
        } catch (StoreException e) {
            assertThat(fs.mutations()).as("only the power fails: %s", e).isGreaterThanOrEqualTo(last);
        }
        return acknowledged;
    }

    private static StoreConfig config(MemFs fs) {
        return StoreConfig.on(fs)
                .segmentBytesMax(SEGMENT_BYTES)
                .syncEveryEvents(1_000_000)
                .syncWithin(Duration.ZERO)
                .build();
    }
}
