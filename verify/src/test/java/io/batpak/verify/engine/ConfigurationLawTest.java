package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
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
import java.util.List;
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
                assertThat(observed(variant, seed))
                        .as("%s, seed %s", variant, seed)
                        .isEqualTo(plain);
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
                long opened = store.stats().nextSequence();
                load.fill(store, load.random.nextInt(EVENTS));
                compact(store, load, opened, as);
                seen.add(Observed.of(store));
                load.fill(store, EVENTS);
                seen.add(Observed.of(store));
                ReadCheck.journal(store, load, as + ", live");
            }
            try (StoreReader reader = StoreReader.open(config)) {
                seen.add(Observed.of(reader));
                ReadCheck.journal(reader, load, as + ", reopened");
            }
        }
        return seen;
    }

    /// How long segments are decides which events lie in finished ones. Those of earlier sessions always do, so that
    /// is where a rule may find something; then the same events go under every configuration.
    private static void compact(Store store, ReadLoad load, long opened, String as) {
        int salt = load.random.nextInt();
        int percent = load.random.nextInt(101);
        KeepRule rule = candidate -> {
            Entry entry = candidate.entry();
            return entry.sequence() >= opened
                    || entry.kind().category() == 0
                    || new Random(entry.sequence() ^ salt).nextInt(100) >= percent;
        };
        boolean drops = load.random.nextBoolean();
        CompactionStrategy strategy = load.random.nextInt(3) == 0
                ? new CompactionStrategy.Merge()
                : drops ? new CompactionStrategy.Retention(rule) : new CompactionStrategy.Tombstone(rule);
        List<Entry> before = store.query(Region.all()).toList();
        Compaction how = Compaction.of(strategy)
                .minSegments(0)
                .outputBytesMax(load.random.nextBoolean() ? 0 : 1 << 20)
                .build();
        assertThat(store.compact(how).outcome()).as(as).isNotInstanceOf(CompactionOutcome.Failed.class);
        for (Entry old : before) {
            boolean affected = !(strategy instanceof CompactionStrategy.Merge) && !rule.keeps(asked(old));
            Optional<Entry> now = store.entry(old.eventId());
            assertThat(now.isEmpty())
                    .as("%s, %s, %s", as, how, old)
                    .isEqualTo(affected && strategy instanceof CompactionStrategy.Retention);
            if (now.isEmpty()) {
                load.model.drop(old.sequence());
            } else if (affected) {
                assertThat(now.get().kind()).as("%s, %s, %s", as, how, old).isEqualTo(EventKind.TOMBSTONE);
                load.model.bury(old.sequence(), false);
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
