package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.Durability;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.IndexArtifacts;
import io.batpak.model.IndexTopology;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The same calls under configurations that should not matter leave the same events, live and opened again.
///
/// Tier: law. Covers: E39.
@Tag("soak-reads")
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConfigurationLawTest {
    private static final int EVENTS = 60;
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
        for (int session = 0; session < 2; session++) {
            Random ids = new Random(seed * 2 + session);
            StoreConfig config =
                    variant.on(fs).clock(load.clock).randomness(ids::nextLong).build();
            String as = variant + ", seed " + seed + ", session " + session;
            try (Store store = Store.open(config)) {
                load.model.noteSessions(store);
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
}
