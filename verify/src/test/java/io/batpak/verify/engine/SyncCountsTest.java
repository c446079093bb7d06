package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.item;
import static io.batpak.verify.engine.Samples.key;
import static io.batpak.verify.engine.Samples.keyed;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static io.batpak.verify.engine.Samples.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.error.SequenceMismatchException;
import io.batpak.model.AppendOptions;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How often the disk is asked to sync, where nothing runs in the background: neither too rarely for what was
/// promised, nor more often than that.
///
/// Tier: unit. Covers: D4.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SyncCountsTest {
    private final MemFs fs = new MemFs();

    private Store open(FsyncSchedule schedule, long everyEvents) {
        return Store.open(config(schedule, everyEvents).build());
    }

    private StoreConfig.Builder config(FsyncSchedule schedule, long everyEvents) {
        return quiet(fs).fsyncSchedule(schedule).syncEveryEvents(everyEvents).syncWithin(Duration.ZERO);
    }

    private long syncs() {
        return fs.count(MemOperation.SYNC);
    }

    /// The syncs that each of these calls made.
    private List<Long> syncsOf(int calls, Runnable call) {
        List<Long> made = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            long before = syncs();
            call.run();
            made.add(syncs() - before);
        }
        return made;
    }

    @ParameterizedTest
    @EnumSource(FsyncSchedule.class)
    void aSyncFollowsEverySoManyCommits(FsyncSchedule schedule) {
        try (Store store = open(schedule, 3)) {
            store.sync();
            assertThat(syncsOf(9, () -> append(store, 1))).containsExactly(0L, 0L, 1L, 0L, 0L, 1L, 0L, 0L, 1L);
            assertThat(store.frontier().durable()).isEqualTo(store.frontier().written());
        }
    }

    @ParameterizedTest
    @EnumSource(FsyncSchedule.class)
    void anExplicitSyncBeginsTheCountAnew(FsyncSchedule schedule) {
        try (Store store = open(schedule, 3)) {
            append(store, 1);
            append(store, 2);
            assertThat(syncsOf(1, store::sync)).containsExactly(1L);
            assertThat(syncsOf(3, () -> append(store, 3))).containsExactly(0L, 0L, 1L);
        }
    }

    @ParameterizedTest
    @EnumSource(FsyncSchedule.class)
    void aRotationBeginsTheCountAnew(FsyncSchedule schedule) {
        try (Store store = Store.open(config(schedule, 3).segmentBytesMax(1500).build())) {
            store.sync();
            long segments = store.stats().segments();
            int appends = 0;
            while (store.stats().segments() == segments) {
                append(store, appends++);
            }
            assertThat(syncsOf(2, () -> append(store, 3))).containsExactly(0L, 1L);
        }
    }

    @ParameterizedTest
    @EnumSource(FsyncSchedule.class)
    void anEventThatWasHandedOverIsSeenWithoutASync(FsyncSchedule schedule) throws InterruptedException {
        try (Store store = open(schedule, 1000)) {
            long before = syncs();
            Ticket<Receipt> one = store.submit(AT, KIND, payload(1));
            Ticket<Receipt> two = store.submit(AT, KIND, payload(2));
            assertThat(List.of(one.await().sequence(), two.await().sequence())).containsExactly(1L, 2L);
            assertThat(seen(store)).isEqualTo(2);
            assertThat(syncs() - before).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(FsyncSchedule.class)
    void aBatchIsSyncedOnceAndCountsAsOneCommit(FsyncSchedule schedule) {
        try (Store store = open(schedule, 3)) {
            store.sync();
            assertThat(syncsOf(1, () -> store.appendBatch(List.of(item(1), item(2), item(3), item(4)))))
                    .containsExactly(1L);
            assertThat(store.frontier().durable()).isEqualTo(store.frontier().written());
        }
    }

    @ParameterizedTest
    @EnumSource(FsyncSchedule.class)
    void neitherARepeatedKeyNorARefusalCosts(FsyncSchedule schedule) {
        try (Store store = open(schedule, 3)) {
            store.appendBatch(List.of(keyed(1)));
            store.sync();
            Runnable refused = () -> assertThatThrownBy(() -> store.append(
                            AT, KIND, payload(2), AppendOptions.none().expectedClock(99)))
                    .isInstanceOf(SequenceMismatchException.class);
            assertThat(syncsOf(4, () -> store.append(AT, KIND, payload(1), key(1))))
                    .containsOnly(0L);
            assertThat(syncsOf(4, refused)).containsOnly(0L);
            assertThat(syncsOf(3, () -> append(store, 3))).containsExactly(0L, 0L, 1L);
        }
    }

    @ParameterizedTest
    @EnumSource(FsyncSchedule.class)
    void aSyncWithNothingToDoIsFreeUnlessTheScheduleIsThatOf090(FsyncSchedule schedule) {
        try (Store store = open(schedule, 1000)) {
            append(store, 1);
            assertThat(syncsOf(2, store::sync)).containsExactly(1L, schedule == FsyncSchedule.REFERENCE ? 1L : 0L);
        }
    }

    @ParameterizedTest
    @EnumSource(FsyncSchedule.class)
    void aCommittedFenceIsDurable(FsyncSchedule schedule) {
        try (Store store = open(schedule, 1000)) {
            try (VisibilityFence fence = store.beginFence()) {
                fence.submit(AT, KIND, payload(1));
                fence.submit(AT, KIND, payload(2));
                fence.commit();
            }
            assertThat(store.frontier().durable().sequence()).isEqualTo(2);
            assertThat(seen(store)).isEqualTo(2);
        }
    }

    @Test
    void everyCommitIsSyncedIfNoNumberIsGiven() {
        try (Store store = open(FsyncSchedule.REFERENCE, 0)) {
            assertThat(syncsOf(3, () -> append(store, 1))).containsExactly(1L, 1L, 1L);
        }
    }
}
