package io.batpak.verify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.delivery.Cursor;
import io.batpak.delivery.CursorOptions;
import io.batpak.delivery.DeliveryInterruptedException;
import io.batpak.error.StoreClosedException;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A cursor delivers each visible event of its region once, in order, and none is left out.
///
/// Tier: unit. Covers: I5, E31.
class CursorTest {
    private static final EventKind NOTE = EventKind.of(0xF, 1);
    private static final Region NOTES = Region.kind(NOTE);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final MemFs fs = new MemFs();

    private Store open() {
        return Store.open(StoreConfig.on(fs).build());
    }

    private static long note(Store store, String entity, AppendOptions options) {
        return store.append(Coordinate.of(entity, "room"), NOTE, Payload.of(Value.map("n", 1)), options)
                .sequence();
    }

    private static long note(Store store, String entity) {
        return note(store, entity, AppendOptions.none());
    }

    private static List<Long> sequences(List<Entry> entries) {
        return entries.stream().map(Entry::sequence).toList();
    }

    @Test
    void whatIsThereAndWhatComesIsDeliveredOnceAndInOrder() {
        try (Store store = open()) {
            List<Long> wanted = new ArrayList<>();
            for (int n = 0; n < 10; n++) {
                wanted.add(note(store, "a:" + n % 3, AppendOptions.none().lane(n % 2)));
            }
            Cursor cursor = store.cursor(NOTES);
            List<Long> seen = new ArrayList<>(sequences(cursor.poll(4)));
            wanted.add(note(store, "a:9"));
            seen.addAll(sequences(cursor.poll(100)));
            assertThat(seen).isEqualTo(wanted);
            assertThat(cursor.poll(100)).isEmpty();
            assertThat(cursor.poll()).isEmpty();
            assertThat(cursor.position()).hasValue(wanted.getLast());
            wanted.add(note(store, "b"));
            assertThat(cursor.poll().orElseThrow().sequence()).isEqualTo(wanted.getLast());
        }
    }

    @Test
    void theVeryFirstEventOfAJournalIsDelivered() {
        try (Store store = open()) {
            Cursor all = store.cursor(Region.all());
            assertThat(all.position()).isEmpty();
            assertThat(all.poll().orElseThrow().sequence()).isZero();
        }
    }

    @Test
    void aZeroBatchDeliversNothingAndANegativeOneIsRefused() {
        try (Store store = open()) {
            note(store, "a");
            Cursor cursor = store.cursor(NOTES);
            assertThat(cursor.poll(0)).isEmpty();
            assertThat(cursor.position()).isEmpty();
            assertThatThrownBy(() -> cursor.poll(-1)).isInstanceOf(InvalidArgumentException.class);
            assertThat(cursor.poll(5)).hasSize(1);
        }
    }

    @Test
    void aFenceIsDeliveredAtItsCommitAndNeverWhenItIsCancelled() {
        try (Store store = open()) {
            Cursor cursor = store.cursor(NOTES);
            VisibilityFence cancelled = store.beginFence();
            cancelled.submit(Coordinate.of("a", "room"), NOTE, Payload.of(Value.map("n", 1)));
            assertThat(cursor.poll(10)).isEmpty();
            cancelled.cancel();
            assertThat(cursor.poll(10)).isEmpty();
            VisibilityFence committed = store.beginFence();
            committed.submit(Coordinate.of("a", "room"), NOTE, Payload.of(Value.map("n", 2)));
            committed.submit(Coordinate.of("b", "room"), NOTE, Payload.of(Value.map("n", 3)));
            assertThat(cursor.poll(10)).isEmpty();
            committed.commit();
            long behind = note(store, "c");
            assertThat(cursor.poll(10))
                    .hasSize(3)
                    .last()
                    .satisfies(entry -> assertThat(entry.sequence()).isEqualTo(behind));
        }
    }

    @Test
    void everyRegionIsFollowed() {
        try (Store store = open()) {
            note(store, "a:1");
            note(store, "ab");
            note(store, "a", AppendOptions.none().lane(7));
            assertThat(store.cursor(Region.entity("a")).poll(10)).hasSize(2);
            assertThat(store.cursor(Region.scope("room")).poll(10)).hasSize(3);
            assertThat(store.cursor(Region.scope("room").withLane(7)).poll(10)).hasSize(1);
            assertThat(store.cursor(Region.scope("nowhere")).poll(10)).isEmpty();
        }
    }

    @Test
    void whoWaitsIsWokenByAnEventOfItsRegionOnly() throws Exception {
        try (Store store = open()) {
            for (Region region : List.of(
                    Region.all().withLane(3),
                    Region.entity("x"),
                    Region.entity("x:y"),
                    Region.scope("room").withEntity("x:y:z"),
                    NOTES.withLane(3),
                    Region.scope("room").withLane(3))) {
                Cursor cursor = store.cursor(region, behindTheNewest(store));
                CompletableFuture<List<Entry>> waiting = new CompletableFuture<>();
                Thread thread = Thread.ofVirtual().start(() -> {
                    try {
                        waiting.complete(cursor.await(10, LONG));
                    } catch (InterruptedException | RuntimeException e) {
                        waiting.completeExceptionally(e);
                    }
                });
                note(store, "xy");
                note(store, "z");
                long wanted = note(store, "x:y:z", AppendOptions.none().lane(3));
                assertThat(sequences(waiting.get(30, TimeUnit.SECONDS)))
                        .as(region.toString())
                        .containsExactly(wanted);
                thread.join();
            }
        }
    }

    private static CursorOptions behindTheNewest(Store store) {
        return CursorOptions.fromTheBeginning()
                .startingAfter(store.frontier().visible().sequence());
    }

    @Test
    void aWaitEndsWhenItsTimeIsOverAndWhenItIsInterrupted() throws Exception {
        try (Store store = open()) {
            Cursor cursor = store.cursor(NOTES);
            assertThat(cursor.await(1, Duration.ZERO)).isEmpty();
            assertThat(cursor.await(1, Duration.ofMillis(5))).isEmpty();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> cursor.await(1, LONG)).isInstanceOf(InterruptedException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> cursor.stream(LONG).findFirst()).isInstanceOf(DeliveryInterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
            long sequence = note(store, "a");
            assertThat(sequences(cursor.await(5, LONG))).containsExactly(sequence);
        }
    }

    @Test
    void theCloseOfTheJournalEndsAWait() throws Exception {
        Store store = open();
        Cursor cursor = store.cursor(NOTES);
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                end.complete(new AssertionError("delivered " + cursor.await(1, LONG)));
            } catch (InterruptedException | RuntimeException e) {
                end.complete(e);
            }
        });
        store.close();
        assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(StoreClosedException.class);
        thread.join();
        assertThatThrownBy(() -> cursor.poll(1)).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void aReaderHasCursorsAsWell() throws Exception {
        try (Store store = open()) {
            note(store, "a");
            note(store, "b");
        }
        try (StoreReader reader = StoreReader.open(StoreConfig.on(fs).build())) {
            Cursor cursor = reader.cursor(NOTES);
            assertThat(cursor.poll(10)).hasSize(2);
            assertThat(cursor.await(1, Duration.ofMillis(1))).isEmpty();
        }
    }

    @Test
    void aStreamEndsWhenNothingComesAndTheCursorGoesAlong() {
        try (Store store = open()) {
            List<Long> wanted = new ArrayList<>();
            for (int n = 0; n < 600; n++) {
                wanted.add(note(store, "a"));
            }
            Cursor cursor = store.cursor(NOTES);
            List<Long> first =
                    cursor.stream(Duration.ZERO).limit(10).map(Entry::sequence).toList();
            assertThat(first).isEqualTo(wanted.subList(0, 10));
            assertThat(cursor.position()).hasValue(wanted.get(9));
            assertThat(cursor.stream(Duration.ofMillis(1)).map(Entry::sequence).toList())
                    .isEqualTo(wanted.subList(10, 600));
            cursor.seek(OptionalLong.of(wanted.get(597)));
            assertThat(sequences(cursor.poll(10))).isEqualTo(wanted.subList(598, 600));
            cursor.seek(OptionalLong.empty());
            assertThat(cursor.poll().orElseThrow().sequence()).isEqualTo(wanted.getFirst());
        }
    }
}
