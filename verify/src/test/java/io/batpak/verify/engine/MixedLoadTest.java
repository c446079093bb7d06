package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.Durability;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Appends, batches, tickets, syncs, fences and the end of the store, from many threads at once: each thread's
/// calls are committed in their order, nothing promised is missing after a reopen, nothing else is there.
///
/// Tier: law. Covers: B7, B8, B13, E31.
class MixedLoadTest {
    private static final int THREADS = 12;
    private static final int CALLS = 120;

    private final MemFs fs = new MemFs();
    private final AtomicInteger calls = new AtomicInteger();

    /// How the store syncs.
    enum Setting {
        CADENCE_1(1, Durability.CADENCE, FsyncSchedule.SHARED),
        CADENCE_1000(1000, Durability.CADENCE, FsyncSchedule.SHARED),
        STRICT(1000, Durability.STRICT, FsyncSchedule.SHARED),
        REFERENCE(10, Durability.CADENCE, FsyncSchedule.REFERENCE);

        private final int everyEvents;
        private final Durability durability;
        private final FsyncSchedule schedule;

        Setting(int everyEvents, Durability durability, FsyncSchedule schedule) {
            this.everyEvents = everyEvents;
            this.durability = durability;
            this.schedule = schedule;
        }
    }

    private Store open(Setting setting) {
        return Store.open(StoreConfig.on(fs)
                .syncEveryEvents(setting.everyEvents)
                .durability(setting.durability)
                .fsyncSchedule(setting.schedule)
                .queueCapacity(64)
                .segmentBytesMax(40_000)
                .build());
    }

    @ParameterizedTest
    @EnumSource
    void everyThreadsCallsAreCommittedInTheirOrder(Setting setting) {
        Store store = open(setting);
        List<MixedLoad> loads = loads(store);
        Threads threads = new Threads().together(THREADS, 2, me -> loads.get(me).run(CALLS));
        threads.join();
        List<Receipt> promised = promised(loads);
        assertThat(store.query(Region.entity("load")).toList()).hasSameSizeAs(promised);
        store.close();
        assertAllThere(setting, promised);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasPromisedBeforeTheStoreEndedIsThere(Setting setting) {
        Store store = open(setting);
        List<MixedLoad> loads = loads(store);
        Threads threads = new Threads().together(THREADS, 2, me -> loads.get(me).run(1_000_000));
        Threads.until("some calls", () -> calls.get() > 600);
        store.close();
        threads.join();
        assertAllThere(setting, promised(loads));
    }

    private List<MixedLoad> loads(Store store) {
        return IntStream.range(0, THREADS)
                .mapToObj(me -> new MixedLoad(store, me, calls))
                .toList();
    }

    private static List<Receipt> promised(List<MixedLoad> loads) {
        List<Receipt> all = new ArrayList<>();
        for (MixedLoad load : loads) {
            List<Receipt> own = load.promised();
            assertThat(own.stream().map(Receipt::sequence).toList())
                    .as("the order of one thread's calls")
                    .isSorted();
            all.addAll(own);
        }
        Set<Long> sequences = new HashSet<>();
        all.forEach(receipt -> assertThat(sequences.add(receipt.sequence())).isTrue());
        return all;
    }

    private void assertAllThere(Setting setting, List<Receipt> promised) {
        try (Store store = open(setting)) {
            Map<EventId, Entry> found = new HashMap<>();
            store.query(Region.entity("load")).forEach(entry -> found.put(entry.eventId(), entry));
            assertThat(found).as("what was promised and nothing else").hasSameSizeAs(promised);
            for (Receipt receipt : promised) {
                assertThat(found.get(receipt.eventId()))
                        .isNotNull()
                        .satisfies(entry -> assertThat(entry.sequence()).isEqualTo(receipt.sequence()));
                assertThat(store.verifyReceipt(receipt).isValid()).isTrue();
            }
            assertThat(store.stats().nextSequence())
                    .as("sequences are dense, hidden events included")
                    .isEqualTo(store.stats().eventCount());
            assertThat(store.verifyChain().intact()).isTrue();
        }
    }
}
