package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.ELSEWHERE;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.item;
import static io.batpak.verify.engine.Samples.key;
import static io.batpak.verify.engine.Samples.keyed;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static io.batpak.verify.engine.Samples.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.model.Durability;
import io.batpak.model.Entry;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A store without background threads: the same answers as any other, and the same files for the same calls.
///
/// Tier: unit. Covers: B11, B12.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CooperativeTest {
    /// What a session told its caller, without what is drawn at random.
    private static List<String> play(StoreConfig.Builder config) throws InterruptedException {
        List<String> told = new ArrayList<>();
        try (Store store = Store.open(config.segmentBytesMax(2500).build())) {
            note(told, store.append(AT, KIND, payload(1), key(1)));
            Ticket<List<Receipt>> first = store.submitBatch(List.of(keyed(2), keyed(3)));
            Ticket<List<Receipt>> second = store.submitBatch(List.of(keyed(4)));
            note(told, store.append(ELSEWHERE, KIND, payload(5), key(5).lane(2)));
            first.await().forEach(receipt -> note(told, receipt));
            second.await().forEach(receipt -> note(told, receipt));
            store.appendBatch(List.of(keyed(6), keyed(7), keyed(8))).forEach(receipt -> note(told, receipt));
            try (VisibilityFence fence = store.beginFence()) {
                Ticket<List<Receipt>> fenced = fence.submitBatch(List.of(keyed(9)));
                fence.commit();
                fenced.await().forEach(receipt -> note(told, receipt));
            }
            try (VisibilityFence fence = store.beginFence()) {
                fence.submitBatch(List.of(keyed(10)));
            }
            note(told, store.append(AT, KIND, payload(1), key(1)));
            note(told, store.append(AT, KIND, payload(11), key(11)));
            store.sync();
            told.add("seen "
                    + store.query(Samples.ORDERS).stream().map(Entry::sequence).toList());
            told.add("stats " + store.stats());
        }
        return told;
    }

    private static void note(List<String> told, Receipt receipt) {
        told.add(receipt.eventId() + " " + receipt.sequence() + " " + receipt.clock() + " " + receipt.contentHash()
                + " " + receipt.position());
    }

    @Test
    void everyWayToRunTheStoreGivesTheSameAnswers() throws InterruptedException {
        List<String> cooperative = play(quiet(new MemFs()));
        assertThat(play(StoreConfig.on(new MemFs()).clock(Samples.clock())))
                .as("with background threads")
                .isEqualTo(cooperative);
        assertThat(play(StoreConfig.on(new MemFs()).clock(Samples.clock()).fsyncSchedule(FsyncSchedule.REFERENCE)))
                .as("with the syncs of 0.9.0")
                .isEqualTo(cooperative);
        assertThat(play(quiet(new MemFs()).durability(Durability.STRICT)))
                .as("with strict receipts")
                .isEqualTo(cooperative);
        assertThat(play(quiet(new MemFs()).syncEveryEvents(1)))
                .as("with a sync for each commit")
                .isEqualTo(cooperative);
    }

    @Test
    void equalCallsLeaveEqualFrames() throws InterruptedException {
        MemFs one = new MemFs();
        MemFs other = new MemFs();
        play(quiet(one));
        play(quiet(other));
        assertThat(other.steps().stream().map(MemStep::toString).toList())
                .isEqualTo(one.steps().stream().map(MemStep::toString).toList());
        assertThat(other.list()).isEqualTo(one.list());
        try (Store left = Store.open(quiet(one).build());
                Store right = Store.open(quiet(other).build())) {
            for (Entry entry : left.query(Samples.ORDERS)) {
                assertThat(frame(other, right.entry(entry.eventId()).orElseThrow()))
                        .isEqualTo(frame(one, entry));
            }
        }
    }

    private static byte[] frame(MemFs fs, Entry entry) {
        byte[] segment = fs.bytes("%06d.fbat".formatted(entry.position().segment()));
        int from = Math.toIntExact(entry.position().offset());
        return Arrays.copyOfRange(
                segment, from, from + Math.toIntExact(entry.position().length()));
    }

    @Test
    void drainingCommitsAtMostSoManyWritesInOrder() {
        try (Store store = Store.open(quiet(new MemFs()).build())) {
            List<Ticket<?>> tickets = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                tickets.add(store.submit(AT, KIND, payload(i)));
                tickets.add(store.submitBatch(List.of(item(i), item(i))));
            }
            assertThat(store.drain(0)).isZero();
            assertThat(done(tickets)).isZero();
            assertThat(store.drain(2)).isEqualTo(2);
            assertThat(done(tickets)).isEqualTo(2);
            assertThat(seen(store)).isEqualTo(3);
            assertThat(store.drain(100)).isEqualTo(4);
            assertThat(done(tickets)).isEqualTo(6);
            assertThat(store.drain(100)).isZero();
        }
    }

    private static long done(List<Ticket<?>> tickets) {
        return tickets.stream().filter(Ticket::isDone).count();
    }

    @Test
    void noThreadIsStarted() {
        Store store = Store.open(quiet(new MemFs())
                .spawner((name, body) -> {
                    throw new AssertionError("a thread called " + name);
                })
                .syncEveryEvents(1)
                .build());
        store.submit(AT, KIND, payload(1));
        store.appendBatch(List.of(item(2)));
        store.close();
    }

    @Test
    void aDueSyncRunsOnItsCaller() {
        MemFs fs = new MemFs();
        try (Store store = Store.open(quiet(fs).syncEveryEvents(3).build())) {
            store.append(AT, KIND, payload(1));
            store.append(AT, KIND, payload(2));
            assertThat(store.frontier().durable().sequence()).isZero();
            store.append(AT, KIND, payload(3));
            assertThat(store.frontier().durable().sequence()).isEqualTo(3);
        }
    }
}
