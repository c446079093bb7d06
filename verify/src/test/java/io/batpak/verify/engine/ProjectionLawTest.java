package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.BatchItem;
import io.batpak.model.EventKind;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.projection.CacheStatus;
import io.batpak.projection.Freshness;
import io.batpak.projection.FusedStates;
import io.batpak.projection.Generation;
import io.batpak.projection.ObservedFreshness;
import io.batpak.projection.Projected;
import io.batpak.projection.Projection;
import io.batpak.projection.ProjectionBuilder;
import io.batpak.projection.ProjectionCache;
import io.batpak.projection.StateCodec;
import io.batpak.testkit.MemFs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// For random journals with lanes, batches, fences and compactions, every projection is the plain fold of the
/// visible events that count: live, opened again in any way and after a crash that lost events, alone and fused,
/// with states in memory, in caches, in damaged ones and in those of a journal that went another way.
///
/// Tier: law. Covers: E20, H2, H5, H6, H7, H10.
@Tag("soak-projection")
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProjectionLawTest {
    private static final int SESSIONS = 4;
    private static final int ROUNDS = 4;
    private static final int EVENTS = 20;
    private static final List<ReopenPath> PATHS = Arrays.stream(ReopenPath.values())
            .filter(path -> path != ReopenPath.FRAMES) // frames hold no sequences
            .toList();
    private static final EventKind ONE = EventKind.of(0xF, 1);
    private static final EventKind TWO = EventKind.of(1, 1);
    private static final StateCodec<String> TEXT = StateCodec.of(
            text -> text.getBytes(StandardCharsets.UTF_8), bytes -> new String(bytes, StandardCharsets.UTF_8));

    /// A projection and the events that count for it.
    private record Case(Projection<String> projection, Predicate<StoredEvent> counts) {}

    private final Map<CacheStatus, Integer> seen = new HashMap<>();
    private int stale;

    /// Names every folded event: whose order, number or content is wrong has another text.
    private static String with(String text, StoredEvent event) {
        return Integer.toHexString(text.hashCode()) + ";" + event.sequence() + ":" + event.kind() + ":"
                + event.chain().event().hex();
    }

    private static List<Case> cases() {
        Predicate<StoredEvent> some =
                event -> event.kind().equals(ONE) || event.kind().equals(TWO);
        List<Case> cases = new ArrayList<>();
        for (boolean incremental : new boolean[] {true, false}) {
            ProjectionBuilder<String> two = start("two " + incremental)
                    .onRaw(ONE, ProjectionLawTest::with)
                    .onRaw(TWO, ProjectionLawTest::with);
            ProjectionBuilder<String> all = start("all " + incremental).onAnyOther(ProjectionLawTest::with);
            cases.add(new Case(two.incremental(incremental).build(), some));
            cases.add(new Case(all.incremental(incremental).build(), _ -> true));
        }
        return cases;
    }

    private static ProjectionBuilder<String> start(String name) {
        return Projection.named(name).startingWith(() -> "").codec(TEXT);
    }

    private static Optional<String> folded(List<StoredEvent> events, String entity, Case of, long until) {
        String state = "";
        boolean any = false;
        for (StoredEvent event : events) {
            if (event.coordinate().entity().equals(entity) && of.counts.test(event) && event.sequence() <= until) {
                state = with(state, event);
                any = true;
            }
        }
        return any ? Optional.of(state) : Optional.empty();
    }

    private static List<Long> seeds() {
        Long only = Long.getLong("batpak.seed");
        long many = System.getProperty("batpak.depth", "").equals("full") ? 200 : 20;
        return only != null ? List.of(only) : LongStream.range(0, many).boxed().toList();
    }

    @Test
    void everyStateIsTheFoldOfWhatIsVisible() throws InterruptedException {
        for (long seed : seeds()) {
            new Journey(seed).run();
        }
        assertThat(seen.keySet()).contains(CacheStatus.Known.values());
        assertThat(stale).as("states that were allowed to be old").isPositive();
    }

    /// One journal through its sessions.
    private final class Journey {
        private final long seed;
        private final MemFs fs = new MemFs();
        private final MemFs cacheFiles = new MemFs();
        private final ReadLoad load;
        private final Random random;
        private final List<ProjectionCache> caches =
                List.of(ProjectionCache.none(), ProjectionCache.inMemory(20), ProjectionCache.on(cacheFiles));

        Journey(long seed) {
            this.seed = seed;
            load = new ReadLoad(new Random(seed));
            random = new Random(~seed);
        }

        private StoreConfig config(MemFs on) {
            return Samples.quiet(on)
                    .clock(load.clock)
                    .segmentBytesMax(2500)
                    .projectionCache(caches.get(random.nextInt(caches.size())))
                    .build();
        }

        void run() throws InterruptedException {
            for (int session = 0; session < SESSIONS; session++) {
                String as = "seed " + seed + ", session " + session;
                try (Store store = Store.open(config(fs))) {
                    load.model.noteSessions(store);
                    live(store, as);
                }
                ReopenPath path = PATHS.get(random.nextInt(PATHS.size()));
                try (StoreReader reader = StoreReader.open(config(path.of(fs)))) {
                    check(reader, cases(), as + ", " + path);
                }
            }
        }

        private void live(Store store, String as) throws InterruptedException {
            List<Case> cases = cases();
            for (int round = 0; round < ROUNDS; round++) {
                String now = as + ", round " + round;
                load.fill(store, random.nextInt(EVENTS));
                check(store, cases, now);
                Map<String, Generation> before = generations(store);
                List<StoredEvent> was = store.read(Region.all()).toList();
                if (random.nextInt(3) > 0) {
                    RandomCompaction.run(store, fs, load, now);
                } else {
                    load.fill(store, random.nextInt(3));
                }
                changes(store, before, was, now);
                check(store, cases, now + ", compacted");
                otherWay(cases, now);
            }
        }

        private Map<String, Generation> generations(Journal journal) {
            Map<String, Generation> generations = new HashMap<>();
            ReadLoad.ENTITIES.forEach(
                    entity -> generations.put(entity, journal.projections().generation(entity)));
            return generations;
        }

        /// Where the events of an entity are others now, its generation is another.
        private void changes(Journal journal, Map<String, Generation> before, List<StoredEvent> was, String as) {
            List<StoredEvent> is = journal.read(Region.all()).toList();
            for (String entity : ReadLoad.ENTITIES) {
                Case all = cases().get(1);
                if (!folded(is, entity, all, Long.MAX_VALUE).equals(folded(was, entity, all, Long.MAX_VALUE))) {
                    assertThat(journal.projections().generation(entity)).as(as).isNotEqualTo(before.get(entity));
                }
            }
        }

        /// What a crash leaves goes on with other events under the same sequences, beside the same caches.
        private void otherWay(List<Case> cases, String as) {
            if (random.nextInt(3) > 0) {
                return;
            }
            MemFs crashed = random.nextBoolean() ? fs.crash(random.nextLong()) : fs.killed();
            try (Store store = Store.open(config(crashed))) {
                check(store, cases, as + ", crashed");
                for (int i = 0; i < 10; i++) {
                    BatchItem item = load.item();
                    store.append(item.at(), item.kind(), item.payload(), item.options());
                }
                check(store, cases, as + ", crashed and on another way");
            }
        }

        private void check(Journal journal, List<Case> cases, String as) {
            damage();
            List<StoredEvent> events = journal.read(Region.all()).toList();
            for (String entity : ReadLoad.ENTITIES) {
                if (random.nextInt(3) == 0) {
                    fused(journal, cases, events, entity, as);
                }
                for (Case one : cases) {
                    if (random.nextInt(4) > 0) {
                        alone(journal, one, events, entity, as + ", " + entity + ", " + one.projection);
                    }
                }
            }
        }

        private void fused(Journal journal, List<Case> cases, List<StoredEvent> events, String entity, String as) {
            List<Case> some = cases.subList(0, 1 + random.nextInt(cases.size()));
            FusedStates fused = journal.projections()
                    .fused(entity, some.stream().map(Case::projection).toList());
            for (Case one : some) {
                assertThat(fused.state(one.projection))
                        .as("%s, fused, %s, %s", as, entity, one.projection)
                        .isEqualTo(folded(events, entity, one, Long.MAX_VALUE));
            }
        }

        private void alone(Journal journal, Case one, List<StoredEvent> events, String entity, String as) {
            if (random.nextInt(4) == 0) {
                stale(journal, one, events, entity, as);
            }
            Optional<String> expected = folded(events, entity, one, Long.MAX_VALUE);
            Projected<String> answer = journal.projections().run(entity, one.projection, Freshness.consistent());
            assertThat(answer.state()).as(as).isEqualTo(expected);
            assertThat(answer.generation())
                    .as(as)
                    .isEqualTo(journal.projections().generation(entity));
            assertThat(answer.appliedSequence().isPresent()).as(as).isEqualTo(expected.isPresent());
            seen.merge(answer.cacheStatus(), 1, Integer::sum);
            long until = random.nextInt(1 + Math.toIntExact(load.model.next()));
            assertThat(journal.projections().asOf(entity, one.projection, until))
                    .as("%s until %s", as, until)
                    .isEqualTo(folded(events, entity, one, until));
        }

        /// A state that may be old is the fold of all events up to its last one.
        private void stale(Journal journal, Case one, List<StoredEvent> events, String entity, String as) {
            Freshness lax = Freshness.maybeStale(Duration.ofDays(1));
            Projected<String> answer = journal.projections().run(entity, one.projection, lax);
            long until = answer.appliedSequence().orElse(-1);
            assertThat(answer.state()).as(as).isEqualTo(folded(events, entity, one, until));
            boolean isNew = answer.state().equals(folded(events, entity, one, Long.MAX_VALUE));
            assertThat(answer.freshness() == ObservedFreshness.STALE_ALLOWED)
                    .as(as)
                    .isEqualTo(!isNew);
            stale += isNew ? 0 : 1;
        }

        /// Changes a byte of some files of the cache, or cuts them.
        private void damage() {
            for (String shard : cacheFiles.entries()) {
                MemFs rows = cacheFiles.elsewhere(Path.of(cacheFiles.directory(), shard));
                for (String name : rows.list()) {
                    if (random.nextInt(10) == 0) {
                        rows.damage(name, this::damaged);
                    }
                }
            }
        }

        private byte[] damaged(byte[] file) {
            if (file.length == 0 || random.nextBoolean()) {
                return Arrays.copyOf(file, random.nextInt(file.length + 1));
            }
            byte[] changed = file.clone();
            changed[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            return changed;
        }
    }
}
