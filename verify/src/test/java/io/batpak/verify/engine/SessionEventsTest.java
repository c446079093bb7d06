package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.error.InvariantViolationException;
import io.batpak.format.LifecyclePayloads;
import io.batpak.fs.StoreFile;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.HlcPoint;
import io.batpak.model.Mark;
import io.batpak.model.StoredEvent;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The events by which a store records its own opening and closing.
///
/// Tier: unit. Covers: D1, D2.
class SessionEventsTest {
    private final SettableClock clock = Samples.clock();
    private final MemFs fs = new MemFs();

    private Store open(MemFs at) {
        return Store.open(quiet(at).clock(clock).build());
    }

    private static List<Entry> sessions(Store store) {
        return store.stream("batpak:store", 0).toList();
    }

    @Test
    void theOpeningSeedsEveryMarkDurably() {
        try (Store store = open(fs)) {
            Entry opened = sessions(store).getLast();
            assertThat(opened.kind()).isEqualTo(EventKind.SYSTEM_OPEN_COMPLETED);
            for (Mark mark : Mark.values()) {
                assertThat(store.frontier().at(mark)).isEqualTo(new HlcPoint(opened.wallMillis(), opened.sequence()));
            }
            assertThat(store.frontier().oldestPendingWriteMillis()).isEmpty();
            try (Store afterPowerCut = open(fs.crash())) {
                assertThat(afterPowerCut.entry(opened.eventId())).isPresent();
            }
        }
    }

    @Test
    void aSessionIsClosedOnceAndTellsHowFarItCame() {
        Store store = open(fs);
        append(store, 1);
        store.close();
        store.close();
        store.drop();
        try (Store again = open(fs)) {
            List<Entry> sessions = sessions(again);
            assertThat(sessions)
                    .extracting(Entry::kind)
                    .containsExactly(
                            EventKind.SYSTEM_OPEN_COMPLETED,
                            EventKind.SYSTEM_CLOSE_COMPLETED,
                            EventKind.SYSTEM_OPEN_COMPLETED);
            StoredEvent closed = again.get(sessions.get(1).eventId());
            assertThat(closed.payload())
                    .isEqualTo(LifecyclePayloads.encode(
                            new LifecyclePayloads.CloseCompleted(Samples.NOON_MICROS / 1000, 1)));
        }
    }

    @Test
    void sessionsNeverGoBackInTimeWhateverTheClockDoes() {
        open(fs).close();
        clock.setWallMicros(5_000);
        Store second = open(fs);
        append(second, 1);
        second.close();
        clock.advance(Duration.ofMillis(1));
        try (Store third = open(fs)) {
            assertThat(sessions(third)).extracting(Entry::wallMillis).isSorted();
            assertThat(sessions(third).getFirst().wallMillis()).isEqualTo(Samples.NOON_MICROS / 1000);
            assertThat(third.verifyChain().intact()).isTrue();
        }
    }

    @Test
    void aClockBefore1970OpensAStoreAllTheSame() {
        clock.setWallMicros(-5);
        try (Store store = open(fs)) {
            assertThat(sessions(store).getFirst().wallMillis()).isZero();
        }
    }

    @Test
    void aForgedEarlierCloseIsRefusedWithBothTimes() {
        MemFs early = new MemFs();
        clock.setWallMicros(7_000_000);
        open(early).close();
        open(early).close();
        clock.setWallMicros(Samples.NOON_MICROS);
        open(fs).close();
        String second =
                early.list().stream().filter(name -> name.endsWith(".fbat")).reduce("", (first, later) -> later);
        byte[] forged = early.bytes(second);
        try (StoreFile file = fs.createNew(second)) {
            file.write(forged, 0, forged.length, 0);
        }
        fs.syncDirectory();
        List<String> files = fs.list();
        assertThatThrownBy(() -> open(fs))
                .isInstanceOf(InvariantViolationException.class)
                .hasMessageContaining("7000 ms")
                .hasMessageContaining(Samples.NOON_MICROS / 1000 + " ms");
        assertThatThrownBy(() -> open(fs))
                .as("the directory was released")
                .isInstanceOfSatisfying(
                        InvariantViolationException.class,
                        e -> assertThat(e.facts()).containsEntry("invariant", "CloseHlcRegression"));
        assertThat(fs.list()).as("no attempt starts a segment").isEqualTo(files);
    }
}
