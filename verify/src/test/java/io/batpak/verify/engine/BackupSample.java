package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.item;
import static io.batpak.verify.engine.Samples.key;
import static io.batpak.verify.engine.Samples.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.fs.StoreFs;
import io.batpak.model.AppendOptions;
import io.batpak.model.Receipt;
import io.batpak.testkit.MemFs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A journal with many small segments, lanes, batches, keys and hidden events, what is known of it, and the
/// places of its backups on the same disk.
final class BackupSample {
    static final Path JOURNAL = Path.of("/memory");
    static final Path BACKUP = Path.of("/backup");
    static final Path RESTORED = Path.of("/restored");

    private final Map<Integer, Receipt> keyed = new TreeMap<>();
    private List<String> events = List.of();
    private long nextSequence;

    static StoreConfig config(StoreFs fs) {
        return StoreConfig.on(fs)
                .segmentBytesMax(1500)
                .cooperative(true)
                .clock(Samples.clock())
                .build();
    }

    /// Appends some events of every kind, with the numbers from `from` on.
    void fill(Store store, int from, int count) {
        for (int n = from; n < from + count; n++) {
            if (n % 5 == 0) {
                keyed.put(n, store.append(AT, KIND, payload(n), key(n)));
            } else if (n % 7 == 0) {
                store.appendBatch(List.of(item(n), item(n + 1000)));
            } else {
                store.append(AT, KIND, payload(n), AppendOptions.none().lane(n % 3));
            }
        }
        VisibilityFence hidden = store.beginFence();
        hidden.submit(AT, KIND, payload(from + 5000));
        hidden.cancel();
        store.append(AT, KIND, payload(from + 6000));
    }

    /// Notes what the journal is now.
    BackupSample note(Store store) {
        events = Observed.of(store);
        nextSequence = store.stats().nextSequence();
        return this;
    }

    /// The same knowledge, kept while the journal goes on.
    BackupSample copy() {
        BackupSample copy = new BackupSample();
        copy.keyed.putAll(keyed);
        copy.events = events;
        copy.nextSequence = nextSequence;
        return copy;
    }

    /// A restored directory has what was noted: the same events with the same sequences, nothing that was
    /// hidden, and every key.
    void check(StoreFs restored, String replay) {
        try (StoreReader reader = StoreReader.open(config(restored))) {
            assertThat(Observed.of(reader)).as(replay).isEqualTo(events);
            assertThat(reader.verifyChain().intact()).as(replay).isTrue();
        }
        try (Store store = Store.open(config(restored))) {
            assertThat(store.stats().nextSequence()).as(replay).isEqualTo(nextSequence + 1);
            List<String> before = Observed.of(store);
            assertThat(before.subList(0, events.size())).as(replay).isEqualTo(events);
            keyed.forEach((n, receipt) -> {
                Receipt again = store.append(AT, KIND, payload(n + 9000), key(n));
                assertThat(again.sequence()).as(replay).isEqualTo(receipt.sequence());
                assertThat(again.eventId()).as(replay).isEqualTo(receipt.eventId());
            });
            assertThat(Observed.of(store)).as(replay).isEqualTo(before);
        }
    }

    /// Nothing but the lock is left of what is written beside a place.
    static List<String> strays(MemFs anywhere) {
        List<String> strays = new ArrayList<>(anywhere.elsewhere(Path.of("/")).entries());
        strays.removeAll(List.of("memory", "backup", "restored"));
        return strays;
    }
}
