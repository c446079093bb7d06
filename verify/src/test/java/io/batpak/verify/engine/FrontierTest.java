package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Frontier;
import io.batpak.model.HlcPoint;
import io.batpak.model.LaneFrontier;
import io.batpak.model.Mark;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How far the marks have come, for the store and lane by lane, and where they stand after a reopen.
///
/// Tier: unit. Covers: D8.
class FrontierTest {
    private final SettableClock clock = Samples.clock();
    private final MemFs fs = new MemFs();

    private Store open(MemFs at) {
        return Store.open(quiet(at).clock(clock).build());
    }

    private static void onLane(Store store, long lane) {
        store.append(AT, KIND, payload(1), AppendOptions.none().lane(lane));
    }

    private static long at(Frontier frontier, long lane, Mark mark) {
        return frontier.lane(lane).orElseThrow().at(mark).sequence();
    }

    @Test
    void lanesMoveEachForItself() {
        try (Store store = open(fs)) {
            onLane(store, 1);
            onLane(store, 7);
            onLane(store, 1);
            Frontier frontier = store.frontier();
            assertThat(frontier.lanes()).extracting(LaneFrontier::lane).containsExactly(0L, 1L, 7L);
            assertThat(at(frontier, 1, Mark.VISIBLE)).isEqualTo(3);
            assertThat(at(frontier, 7, Mark.VISIBLE)).isEqualTo(2);
            assertThat(at(frontier, 7, Mark.WRITTEN)).isEqualTo(2);
            assertThat(at(frontier, 7, Mark.DURABLE)).isZero();
            assertThat(frontier.durable().sequence()).isZero();
            Frontier synced = store.sync();
            assertThat(at(synced, 1, Mark.DURABLE)).isEqualTo(3);
            assertThat(at(synced, 7, Mark.DURABLE)).isEqualTo(2);
            assertThat(at(synced, 0, Mark.DURABLE)).isZero();
        }
    }

    @Test
    void theMarksOfAStoreAreInOrder() {
        try (Store store = open(fs)) {
            append(store, 1);
            Frontier frontier = store.frontier();
            for (Mark mark : List.of(Mark.ACCEPTED, Mark.WRITTEN, Mark.VISIBLE, Mark.EMITTED)) {
                assertThat(frontier.at(mark)).as("%s", mark).isEqualTo(new HlcPoint(Samples.NOON_MICROS / 1000, 1));
            }
            assertThat(frontier.durable().sequence()).isZero();
            assertThat(frontier.applied().sequence()).as("nothing projects").isZero();
        }
    }

    @Test
    void aBatchIsDurableOnAllItsLanesBeforeItIsSeen() {
        try (Store store = open(fs)) {
            store.appendBatch(List.of(
                    BatchItem.of(AT, KIND, payload(1), AppendOptions.none().lane(3)),
                    BatchItem.of(AT, KIND, payload(2), AppendOptions.none().lane(4))));
            for (Mark mark : List.of(Mark.DURABLE, Mark.VISIBLE)) {
                assertThat(at(store.frontier(), 3, mark)).isEqualTo(1);
                assertThat(at(store.frontier(), 4, mark)).isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void lanesStandAfterAReopenWhereTheyStood(FenceReopenTest.End end) {
        Store store = open(fs);
        onLane(store, 2);
        onLane(store, 9);
        VisibilityFence fence = store.beginFence();
        fence.submitBatch(List.of(
                BatchItem.of(AT, KIND, payload(1), AppendOptions.none().lane(9)),
                BatchItem.of(AT, KIND, payload(2), AppendOptions.none().lane(11))));
        fence.cancel();
        store.sync();
        MemFs left = end.of(fs, store);
        Store again = open(left);
        Frontier frontier = again.frontier();
        long opened = again.latest("batpak:store", 0).orElseThrow().sequence();
        for (Mark mark : Mark.values()) {
            assertThat(frontier.at(mark).sequence()).as("%s of the store", mark).isEqualTo(opened);
            assertThat(at(frontier, 0, mark)).as("%s of lane 0", mark).isEqualTo(opened);
            assertThat(at(frontier, 2, mark)).as("%s of lane 2", mark).isEqualTo(1);
        }
        for (Mark written : List.of(Mark.ACCEPTED, Mark.WRITTEN, Mark.DURABLE)) {
            assertThat(at(frontier, 9, written))
                    .as("hidden events count, %s", written)
                    .isEqualTo(3);
            assertThat(at(frontier, 11, written)).isEqualTo(4);
        }
        for (Mark shown : List.of(Mark.VISIBLE, Mark.APPLIED, Mark.EMITTED)) {
            assertThat(at(frontier, 9, shown))
                    .as("hidden events do not count, %s", shown)
                    .isEqualTo(2);
            assertThat(at(frontier, 11, shown)).isZero();
        }
        again.close();
        try (StoreReader reader = StoreReader.open(quiet(left).build())) {
            assertThat(at(reader.frontier(), 9, Mark.VISIBLE)).isEqualTo(2);
            assertThat(at(reader.frontier(), 9, Mark.WRITTEN)).isEqualTo(3);
        }
    }

    @Test
    void theOldestPendingWriteAgesUntilASyncCoversIt() {
        try (Store store = open(fs)) {
            assertThat(store.frontier().oldestPendingWriteMillis()).isEmpty();
            append(store, 1);
            clock.advance(Duration.ofMillis(30));
            append(store, 2);
            clock.advance(Duration.ofMillis(12));
            assertThat(store.frontier().oldestPendingWriteMillis()).isEqualTo(OptionalLong.of(42));
            assertThat(store.sync().oldestPendingWriteMillis()).isEmpty();
            append(store, 3);
            clock.advance(Duration.ofMillis(5));
            assertThat(store.frontier().oldestPendingWriteMillis()).isEqualTo(OptionalLong.of(5));
        }
    }

    @Test
    void aFenceMovesNoMarkBeforeItEndsAndACancelledOneShowsNothing() {
        try (Store store = open(fs)) {
            Frontier before = store.frontier();
            VisibilityFence fence = store.beginFence();
            fence.submit(AT, KIND, payload(1));
            store.drain(9);
            assertThat(store.frontier()).isEqualTo(before);
            fence.cancel();
            assertThat(store.frontier().visible()).isEqualTo(before.visible());
            assertThat(store.frontier().written().sequence()).isEqualTo(1);
        }
    }
}
