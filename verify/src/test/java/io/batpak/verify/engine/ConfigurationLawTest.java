package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.format.TombstoneFrames;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionCandidate;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionStrategy;
import io.batpak.model.Durability;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.IndexArtifacts;
import io.batpak.model.IndexTopology;
import io.batpak.model.KeepRule;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The same calls under configurations that should not matter leave the same events, live and opened again, whatever
/// is compacted in between.
///
/// Tier: law. Covers: E39, J1, J2.
@Tag("soak-reads")
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConfigurationLawTest {
    private static final int EVENTS = 40;
    private static final int SESSIONS = 3;
    private static final int SEEDS = System.getProperty("batpak.depth", "").equals("full") ? 100 : 3;

    private enum Variant {
        PLAIN {
            @Override
            StoreConfig.Builder on(MemFs fs) {
                return StoreConfig.on(fs).cooperative(true);
            }
        },
        ALL_TOPOLOGIES_AND_SMALL_SEGMENTS {
            @Override
            StoreConfig.Builder on(MemFs fs) {
                return PLAIN.on(fs).indexTopology(IndexTopology.ALL).segmentBytesMax(2000);
            }
        },
        NO_ARTIFACTS {
            @Override
            StoreConfig.Builder on(MemFs fs) {
                return PLAIN.on(fs)
                        .indexTopology(IndexTopology.SCAN)
                        .indexArtifacts(IndexArtifacts.NEVER)
                        .mmapIndex(false)
                        .checkpoint(false);
            }
        },
        STRICT_AND_CHECKPOINT {
            @Override
            StoreConfig.Builder on(MemFs fs) {
                return PLAIN.on(fs)
                        .indexTopology(IndexTopology.ENTITY_LOCAL)
                        .durability(Durability.STRICT)
                        .fsyncSchedule(FsyncSchedule.REFERENCE)
                        .mmapIndex(false);
            }
        },
        IN_THE_BACKGROUND {
            @Override
            StoreConfig.Builder on(MemFs fs) {
                return StoreConfig.on(fs).indexTopology(IndexTopology.TILED).syncEveryEvents(7);
            }
        };

        abstract StoreConfig.Builder on(MemFs fs);
    }

    @Test
    void whatShouldNotMatterDoesNot() throws InterruptedException {
        for (long seed = 0; seed < SEEDS; seed++) {
            List<List<String>> plain = observed(Variant.PLAIN, seed);
            for (Variant variant : Variant.values()) {
                List<List<String>> other = observed(variant, seed);
                for (int look = 0; look < plain.size(); look++) {
                    List<String> missing = new ArrayList<>(plain.get(look));
                    missing.removeAll(other.get(look));
                    String as = variant + ", seed " + seed + ", look " + look;
                    assertThat(missing).as(as).isEmpty();
                    assertThat(other.get(look)).as(as).hasSameSizeAs(plain.get(look));
                }
            }
        }
    }

    /// Live and reopened in two sessions, each compared with loops over what was written too.
    private static List<List<String>> observed(Variant variant, long seed) throws InterruptedException {
        MemFs fs = new MemFs();
        ReadLoad load = new ReadLoad(new Random(seed));
        List<List<String>> seen = new ArrayList<>();
        for (int session = 0; session < SESSIONS; session++) {
            Random ids = new Random(seed * 2 + session);
            StoreConfig config =
                    variant.on(fs).clock(load.clock).randomness(ids::nextLong).build();
            String as = variant + ", seed " + seed + ", session " + session;
            try (Store store = Store.open(config)) {
                load.model.noteSessions(store);
                load.random.setSeed(seed * SESSIONS + session); // checks of places that were emptied draw from it, too
                long opened = store.stats().nextSequence();
                load.fill(store, load.random.nextInt(EVENTS));
                compact(store, load, opened, as);
                seen.add(observed(store));
                load.random.setSeed(-1 - seed * SESSIONS - session);
                load.fill(store, EVENTS);
                seen.add(observed(store));
                ReadCheck.journal(store, load, as + ", live");
            }
            try (StoreReader reader = StoreReader.open(config)) {
                seen.add(observed(reader));
                ReadCheck.journal(reader, load, as + ", reopened");
            }
        }
        return seen;
    }

    /// Without places that a compaction has emptied: where segments end decides where it needs one.
    private static List<String> observed(Journal journal) {
        String emptied = " " + TombstoneFrames.emptiedHash().hex() + " ";
        return Observed.of(journal).stream()
                .filter(line -> !line.contains(" 0x0FFE ") || !line.contains(emptied))
                .toList();
    }

    /// How long segments are decides which events lie in finished ones. Those of earlier sessions always do, so that
    /// is where a rule may find something; then the same events go under every configuration. Heads stay, so that
    /// no clock depends on whether an anchor holds the place of one.
    private static void compact(Store store, ReadLoad load, long opened, String as) {
        int salt = load.random.nextInt();
        int percent = load.random.nextInt(101);
        List<Entry> before = store.query(Region.all()).toList();
        Map<String, Long> heads = new HashMap<>();
        before.forEach(entry -> heads.put(entry.entity() + " " + entry.lane(), entry.sequence()));
        KeepRule rule = candidate -> {
            Entry entry = candidate.entry();
            return entry.sequence() >= opened
                    || entry.kind().category() == 0
                    || heads.containsValue(entry.sequence())
                    || new Random(entry.sequence() ^ salt).nextInt(100) >= percent;
        };
        boolean drops = load.random.nextBoolean();
        CompactionStrategy strategy = load.random.nextInt(3) == 0
                ? new CompactionStrategy.Merge()
                : drops ? new CompactionStrategy.Retention(rule) : new CompactionStrategy.Tombstone(rule);
        Compaction how = Compaction.of(strategy)
                .minSegments(0)
                .outputBytesMax(load.random.nextBoolean() ? 0 : 1 << 20)
                .build();
        assertThat(store.compact(how).outcome()).as(as).isNotInstanceOf(CompactionOutcome.Failed.class);
        if (strategy instanceof CompactionStrategy.Merge) {
            return;
        }
        for (Entry old : before) {
            Optional<Entry> now = store.entry(old.eventId());
            String what = as + ", " + how + ", " + old;
            if (rule.keeps(asked(old))) {
                assertThat(now.map(Entry::kind)).as(what).contains(old.kind());
            } else if (now.isEmpty()) {
                assertThat(strategy).as(what).isInstanceOf(CompactionStrategy.Retention.class);
                load.model.drop(old.sequence());
            } else {
                boolean emptied = strategy instanceof CompactionStrategy.Retention;
                assertThat(now.get().kind()).as(what).isEqualTo(EventKind.TOMBSTONE);
                assertThat(now.get().eventHash().equals(TombstoneFrames.emptiedHash()))
                        .as(what)
                        .isEqualTo(emptied);
                load.model.bury(old.sequence(), emptied);
            }
        }
    }

    private static CompactionCandidate asked(Entry entry) {
        return new CompactionCandidate() {
            @Override
            public Entry entry() {
                return entry;
            }

            @Override
            public StoredEvent event() {
                throw new IllegalStateException("the rule needs no payload");
            }
        };
    }
}
