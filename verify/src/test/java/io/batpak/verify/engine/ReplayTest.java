package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.SegmentDamageException;
import io.batpak.error.StoreClosedException;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.FramePosition;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.model.StoredEvents;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Replays: the same events as point reads, in the order of the query, over a frozen view.
///
/// Tier: unit. Covers: E19, F8.
class ReplayTest {
    private static final EventKind KIND = EventKind.of(0xF, 1);
    private static final int EVENTS = 600;

    private final MemFs fs = new MemFs();

    private StoreConfig config() {
        return StoreConfig.on(fs).segmentBytesMax(20_000).openFilesMax(2).build();
    }

    private void fill(Store store) {
        for (int i = 0; i < EVENTS; i++) {
            append(store, i);
        }
    }

    private static void append(Store store, int i) {
        store.append(
                Coordinate.of("order:" + i % 7, i % 2 == 0 ? "shop" : "lager-ü"),
                KIND,
                Payload.of(Value.map("i", i, "d", "x".repeat(i % 300))),
                AppendOptions.none().lane(i % 3 == 0 ? 1 : 0));
    }

    private static void sameAsPointReads(Journal journal, Iterable<Entry> entries, StoredEvents events) {
        Iterator<StoredEvent> read = events.iterator();
        int count = 0;
        for (Entry entry : entries) {
            same(read.next(), journal.get(entry.eventId()), entry);
            same(journal.read(entry), journal.get(entry.eventId()), entry);
            count++;
        }
        assertThat(read.hasNext()).isFalse();
        assertThat(events.stream().count()).as("a second time").isEqualTo(count);
    }

    private static void same(StoredEvent read, StoredEvent got, Entry entry) {
        assertThat(read.header()).isEqualTo(got.header());
        assertThat(read.coordinate()).isEqualTo(got.coordinate()).isEqualTo(entry.coordinate());
        assertThat(read.chain()).isEqualTo(got.chain());
        assertThat(read.payload()).isEqualTo(got.payload());
        assertThat(read.sequence()).isEqualTo(entry.sequence());
        assertThat(read.position()).isEqualTo(entry.position());
        assertThat(read.extensions()).isEqualTo(got.extensions());
    }

    @Test
    void aReplayReadsWhatPointReadsReadWhileWritingAndAfter() {
        try (Store store = Store.open(config())) {
            fill(store);
            check(store);
            fill(store);
            check(store);
        }
        try (StoreReader reader = StoreReader.open(config())) {
            check(reader);
        }
    }

    private static void check(Journal journal) {
        sameAsPointReads(journal, journal.query(Region.all()), journal.read(Region.all()));
        sameAsPointReads(journal, journal.query(Region.entity("order:3")), journal.read(Region.entity("order:3")));
        sameAsPointReads(journal, journal.stream("order:3"), journal.readStream("order:3"));
        sameAsPointReads(journal, journal.stream("order:3", 1), journal.readStream("order:3", 1));
        assertThat(journal.readStream("order:none").toList()).isEmpty();
    }

    @Test
    void laterEventsAreNotInAReplayThatWasAskedForBefore() {
        try (Store store = Store.open(config())) {
            fill(store);
            StoredEvents before = store.read(Region.entity("order"));
            append(store, 1);
            assertThat(before.toList()).hasSize(EVENTS);
            assertThat(store.read(Region.entity("order")).toList()).hasSize(EVENTS + 1);
        }
    }

    @Test
    void aDamagedFrameIsDetectedAndTheReplayMayGoOn() {
        List<EventId> ids = new ArrayList<>();
        FramePosition damaged;
        try (Store store = Store.open(config())) {
            fill(store);
            store.query(Region.entity("order")).forEach(entry -> ids.add(entry.eventId()));
            damaged = store.entry(ids.get(300)).orElseThrow().position();
        }
        try (StoreReader reader = StoreReader.open(config())) {
            fs.damage(String.format("%06d.fbat", damaged.segment()), bytes -> {
                byte[] changed = bytes.clone();
                changed[(int) damaged.offset() + damaged.length() - 1] ^= 1;
                return changed;
            });
            Iterator<StoredEvent> events = reader.read(Region.entity("order")).iterator();
            for (int i = 0; i < EVENTS; i++) {
                if (i == 300) {
                    assertThatThrownBy(events::next).isInstanceOf(SegmentDamageException.class);
                } else {
                    assertThat(events.next().eventId()).isEqualTo(ids.get(i));
                }
            }
            assertThat(events.hasNext()).isFalse();
            assertThatThrownBy(() -> reader.get(ids.get(300))).isInstanceOf(SegmentDamageException.class);
            assertThatThrownBy(reader::verifyChain).isInstanceOf(SegmentDamageException.class);
        }
    }

    @Test
    void aClosedStoreReadsNothing() {
        Store store = Store.open(config());
        fill(store);
        Entry entry = store.latest("order:1", 0).orElseThrow();
        StoredEvents events = store.read(Region.all());
        Iterator<StoredEvent> begun = events.iterator();
        begun.next();
        store.close();
        assertThatThrownBy(() -> store.read(Region.all())).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> store.read(entry)).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> store.readStream("order:1")).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(events::toList).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> begun.forEachRemaining(StoredEvent::payload)).isInstanceOf(StoreClosedException.class);
    }
}
