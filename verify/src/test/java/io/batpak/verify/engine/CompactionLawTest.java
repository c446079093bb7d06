package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.SequenceMismatchException;
import io.batpak.guard.DenialRequest;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.testkit.MemFs;
import io.batpak.verify.engine.ReadModel.Fact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// For random journals and random compactions between the writes, a compacted journal answers like one that was not
/// compacted, less what was dropped: live, opened again in any way, and to those who began to read before.
///
/// Tier: law. Covers: C1, E8, F8, J1, J2.
@Tag("soak-compaction")
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CompactionLawTest {
    private static final int SESSIONS = 4;
    private static final int ROUNDS = 3;
    private static final int EVENTS = 16;

    private static Stream<Long> seeds() {
        Long only = Long.getLong("batpak.seed");
        long many = System.getProperty("batpak.depth", "").equals("full") ? 60 : 5;
        return only != null ? Stream.of(only) : Stream.iterate(0L, seed -> seed < many, seed -> seed + 1);
    }

    private static StoreConfig config(MemFs fs, ReadLoad load) {
        return Samples.quiet(fs).clock(load.clock).segmentBytesMax(2500).build();
    }

    @Test
    void aCompactedJournalIsTheSameLessWhatWasDropped() throws InterruptedException {
        int done = 0;
        int gone = 0;
        int tombstones = 0;
        for (long seed : seeds().toList()) {
            MemFs fs = new MemFs();
            ReadLoad load = new ReadLoad(new Random(seed));
            for (int session = 0; session < SESSIONS; session++) {
                String as = "seed " + seed + ", session " + session;
                try (Store store = Store.open(config(fs, load))) {
                    load.model.noteSessions(store);
                    done += session(store, fs, load, as);
                }
                reopen(fs, load, as);
            }
            gone += load.model.gone().size();
            tombstones += load.model.query(Region.kind(EventKind.TOMBSTONE)).size();
        }
        assertThat(done).as("compactions that did something").isPositive();
        assertThat(gone).as("events that are gone").isPositive();
        assertThat(tombstones).as("tombstones").isPositive();
    }

    /// @return how many compactions did something
    private static int session(Store store, MemFs fs, ReadLoad load, String as) throws InterruptedException {
        int done = 0;
        List<Witness> witnesses = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            String now = as + ", round " + round;
            load.fill(store, load.random.nextInt(2 * EVENTS));
            denial(store, load);
            witnesses.add(new Witness(store));
            done += RandomCompaction.run(store, fs, load, now) ? 1 : 0;
            ReadCheck.journal(store, load, now + ", live");
            chains(store, load, now);
            retries(store, load, now);
            killed(fs, load, now);
        }
        witnesses.forEach(witness -> witness.check(as));
        return done;
    }

    private static void denial(Store store, ReadLoad load) {
        BatchItem item = load.item();
        DenialRequest denial = DenialRequest.of(item.at(), "gate", item.kind())
                .options(item.options())
                .build();
        BatchItem denied = BatchItem.of(item.at(), EventKind.SYSTEM_DENIAL, item.payload(), item.options());
        load.model.add(denied, store.appendDenial(denial), load.now());
    }

    /// The next event of a lane follows the latest one that is there.
    private static void chains(Store store, ReadLoad load, String as) {
        for (int i = 0; i < 3; i++) {
            BatchItem item = load.item();
            String entity = item.at().entity();
            long lane = item.options().lane();
            Optional<Entry> latest = store.latest(entity, lane);
            boolean hides = load.model.hides(entity, lane);
            AppendOptions options = item.options();
            if (latest.isPresent() && !hides) {
                AppendOptions wrong = options.expectedClock(latest.get().clock() + 1);
                assertThatThrownBy(() -> store.append(item.at(), item.kind(), item.payload(), wrong))
                        .as(as)
                        .isInstanceOf(SequenceMismatchException.class);
                options = options.expectedClock(latest.get().clock());
            }
            long clock = load.model.nextClock(entity, lane);
            Receipt receipt = store.append(item.at(), item.kind(), item.payload(), options);
            if (!hides) {
                assertThat(receipt.clock()).as(as).isEqualTo(clock);
                assertThat(store.entry(receipt.eventId()).orElseThrow().previousHash())
                        .as("%s, %s on %s", as, entity, lane)
                        .isEqualTo(latest.map(Entry::eventHash).orElse(Hash.ZERO));
            }
            load.model.add(item, receipt, load.now());
        }
    }

    /// No key writes twice, that of a dropped event no more than any other.
    private static void retries(Store store, ReadLoad load, String as) {
        long next = store.stats().nextSequence();
        for (Fact fact : Stream.concat(load.model.facts().stream(), load.model.gone().stream())
                .toList()) {
            if (fact.id().high() == 0 && !fact.hidden()) {
                IdempotencyKey key = new IdempotencyKey(0, fact.id().low());
                Receipt again = store.append(
                        fact.at(),
                        fact.kind().category() == 0 ? Samples.KIND : fact.kind(),
                        Samples.payload(0),
                        AppendOptions.none().lane(fact.lane()).idempotencyKey(key));
                assertThat(again.sequence()).as("%s, %s", as, fact).isEqualTo(fact.sequence());
            }
        }
        assertThat(store.stats().nextSequence()).as(as).isEqualTo(next);
    }

    /// What a killed process leaves, with and without what lies beside the segments.
    private static void killed(MemFs fs, ReadLoad load, String as) {
        read(fs.killed(), load, as + ", killed");
        MemFs bare = fs.killed();
        bare.list().stream().filter(ReopenPath::isIndex).forEach(bare::delete);
        read(bare, load, as + ", killed, segments only");
    }

    private static void reopen(MemFs fs, ReadLoad load, String as) {
        for (ReopenPath path : ReopenPath.values()) {
            if (path != ReopenPath.FRAMES || load.model.gone().isEmpty()) { // frames hold no sequences
                assertThat(path.isReportedAs(read(path.of(fs), load, as + ", " + path)))
                        .as("%s, %s", as, path)
                        .isTrue();
            }
        }
        assertThat(fs.list()).as(as).noneMatch(name -> name.contains("compact"));
    }

    private static String read(MemFs fs, ReadLoad load, String as) {
        try (StoreReader reader = StoreReader.open(config(fs, load))) {
            ReadCheck.journal(reader, load, as);
            return reader.openReport().openPath();
        }
    }

    /// Somebody who looked before, and is not through yet.
    private static final class Witness {
        private final Store store;
        private final List<Entry> entries;
        private final List<String> seen;
        private final Iterator<StoredEvent> underWay;
        private final Iterator<Entry> listed;
        private final int read;

        Witness(Store store) {
            this.store = store;
            this.entries = store.query(Region.all()).toList();
            this.seen = entries.stream().map(entry -> line(store.read(entry))).toList();
            this.underWay = store.read(Region.all()).iterator();
            this.listed = store.query(Region.all()).iterator();
            this.read = entries.size() / 3;
            for (int i = 0; i < read; i++) {
                assertThat(line(underWay.next())).isEqualTo(seen.get(i));
                assertThat(listed.next()).isEqualTo(entries.get(i));
            }
        }

        void check(String as) {
            for (int i = 0; i < seen.size(); i++) {
                assertThat(line(store.read(entries.get(i)))).as(as).isEqualTo(seen.get(i));
            }
            List<String> rest = new ArrayList<>();
            underWay.forEachRemaining(event -> rest.add(line(event)));
            assertThat(rest).as(as).isEqualTo(seen.subList(read, seen.size()));
            List<Entry> others = new ArrayList<>();
            listed.forEachRemaining(others::add);
            assertThat(others).as(as).isEqualTo(entries.subList(read, entries.size()));
        }

        private static String line(StoredEvent event) {
            return event.sequence() + " " + event.position() + " " + event.header() + " " + event.chain() + " "
                    + event.extensions() + " " + Arrays.toString(event.payload());
        }
    }
}
