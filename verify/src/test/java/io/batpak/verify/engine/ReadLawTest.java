package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.IndexTopology;
import io.batpak.testkit.MemFs;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// For random journals with lanes, batches and fences, any topology and any split of the index into runs and
/// memory, live or opened again in any way, answers like loops over what was written.
///
/// Tier: law. Covers: E20, F1, F2, F7.
@Tag("soak-reads")
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadLawTest {
    private static final int SESSIONS = 6;
    private static final int EVENTS = 24;
    private static final int SEEDS = System.getProperty("batpak.depth", "").equals("full") ? 100 : 3;

    private static StoreConfig config(MemFs fs, ReadLoad load) {
        List<IndexTopology> topologies = IndexTopology.presets();
        return Samples.quiet(fs)
                .clock(load.clock)
                .segmentBytesMax(3000)
                .indexTopology(topologies.get(load.random.nextInt(topologies.size())))
                .build();
    }

    @Test
    void everyWayAnswersLikeAListOfEvents() throws InterruptedException {
        int joined = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            int runs = 0;
            MemFs fs = new MemFs();
            ReadLoad load = new ReadLoad(new Random(seed));
            for (int session = 0; session < SESSIONS; session++) {
                String as = "seed " + seed + ", session " + session;
                try (Store store = Store.open(config(fs, load))) {
                    load.model.noteSessions(store);
                    load.fill(store, EVENTS);
                    ReadCheck.journal(store, load, as + ", live");
                }
                reopen(fs, load, as);
                if (load.random.nextInt(4) > 0) {
                    ReopenPath.seal(fs, view -> ReadCheck.index(Reads.of(view), load, as + ", sealed"));
                    assertThat(read(fs.killed(), load, as + ", beside runs")).isEqualTo("Runs");
                    long found = fs.list().stream()
                            .filter(name -> name.endsWith(".fbx"))
                            .count();
                    joined += found <= runs ? 1 : 0;
                    runs = (int) found;
                }
            }
        }
        assertThat(joined).as("runs that were joined").isPositive();
    }

    private static void reopen(MemFs fs, ReadLoad load, String as) {
        for (ReopenPath path : ReopenPath.values()) {
            assertThat(path.isReportedAs(read(path.of(fs), load, as + ", " + path)))
                    .isTrue();
        }
        for (String name : fs.list()) {
            if (ReopenPath.isIndex(name)) {
                MemFs without = fs.killed();
                without.delete(name);
                read(without, load, as + ", without " + name);
            }
        }
    }

    /// What the index was made from.
    private static String read(MemFs fs, ReadLoad load, String as) {
        try (StoreReader reader = StoreReader.open(config(fs, load))) {
            ReadCheck.journal(reader, load, as);
            return reader.openReport().openPath();
        }
    }

    /// One journal, so that a difference can only come from the topology.
    @Test
    void topologiesAgreeOnOneJournal() throws InterruptedException {
        MemFs fs = new MemFs();
        ReadLoad load = new ReadLoad(new Random(1));
        try (Store store = Store.open(config(fs, load))) {
            load.model.noteSessions(store);
            load.fill(store, 4 * EVENTS);
        }
        for (int flags = 0; flags < 8; flags++) {
            IndexTopology topology = new IndexTopology((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
            StoreConfig config = Samples.quiet(fs).indexTopology(topology).build();
            try (StoreReader reader = StoreReader.open(config)) {
                ReadCheck.journal(reader, load, topology.toString());
                assertThat(reader.diagnostics().topology()).isEqualTo(topology);
            }
        }
    }
}
