package io.batpak.verify.sim;

import io.batpak.Journal;
import io.batpak.Projections;
import io.batpak.Store;
import io.batpak.delivery.CheckpointId;
import io.batpak.error.CheckpointWriteException;
import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.fs.StoreIoException;
import io.batpak.model.EventKind;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.projection.Freshness;
import io.batpak.projection.Generation;
import io.batpak.projection.KeyedProjection;
import io.batpak.projection.Projection;
import io.batpak.projection.ProjectionBuilder;
import io.batpak.projection.ProjectionCache;
import io.batpak.projection.ReadModel;
import io.batpak.projection.ReadModelOptions;
import io.batpak.projection.StateCodec;
import io.batpak.projection.StateKey;
import io.batpak.testkit.MemFs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/// The simulated owner of a read model, whose states are kept through all sessions of a history: whatever became of
/// the journal and of the kept states, each state is the plain fold of the visible events of its key.
final class Modeller {
    private static final CheckpointId NAME = CheckpointId.of("modeller");
    private static final EventKind ONE = EventKind.of(0xF, 1);
    private static final List<String> ENTITIES = List.of("account:0", "account:1", "account:2", "account");
    private static final StateCodec<String> TEXT = StateCodec.of(
            text -> text.getBytes(StandardCharsets.UTF_8), bytes -> new String(bytes, StandardCharsets.UTF_8));

    private final Logbook log;
    private final Scenario scenario;
    private final SplittableRandom random;
    private final KeyedProjection<String> projection;
    /// The same fold, every time from the beginning.
    private final Projection<String> plain;
    private final Predicate<StoredEvent> counts;
    private final ReadModelOptions options;
    private final MemFs cacheFiles = new MemFs();
    private final ProjectionCache cache;
    private long folds;

    Modeller(Logbook log, Scenario scenario, SplittableRandom random) {
        this.log = log;
        this.scenario = scenario;
        this.random = random;
        boolean all = random.nextBoolean();
        Projection<String> trace = rules("trace", all).build();
        plain = rules("plain", all).incremental(false).build();
        StateKey key = random.nextBoolean() ? StateKey.entity() : StateKey.scope();
        Region region = random.nextBoolean() ? Region.all() : Region.entity("account");
        projection = KeyedProjection.of(region, trace).by(key);
        counts = event -> all || event.kind().equals(ONE);
        options = ReadModelOptions.standard().keeping(NAME).threads(random.nextInt(1, 4), 8);
        cacheFiles.create();
        cache = random.nextBoolean() ? ProjectionCache.inMemory(8) : ProjectionCache.on(cacheFiles);
    }

    private static ProjectionBuilder<String> rules(String name, boolean all) {
        ProjectionBuilder<String> rules =
                Projection.named(name).<String>startingWith(() -> "").codec(TEXT);
        return all ? rules.onAnyOther(Modeller::with) : rules.onRaw(ONE, Modeller::with);
    }

    /// Where single states are kept beside the journal, whatever becomes of that.
    ProjectionCache cache() {
        return cache;
    }

    /// Whose order, number or content is wrong has another text.
    private static String with(String text, StoredEvent event) {
        return Integer.toHexString(text.hashCode()) + ";" + event.sequence() + ":" + event.kind() + ":"
                + event.chain().event().hex();
    }

    /// How many states it has held against a plain fold in all lifetimes.
    long folds() {
        return folds;
    }

    /// One lifetime.
    void fold(Store store) {
        try (ReadModel<String> model = store.projections().readModel(projection, options)) {
            for (int calls = random.nextInt(2, 20); calls > 0; calls--) {
                switch (random.nextInt(5)) {
                    case 0 -> model.save();
                    case 1 -> model.catchUp();
                    default -> check(store, model);
                }
            }
        } catch (StoreClosedException e) {
            // the session is over
        } catch (CheckpointWriteException | StoreIoException | StoreException.Fault e) {
            if (!scenario.faults()) {
                log.violation("a read model without any fault of the disk: " + e);
            }
        }
    }

    private void check(Store store, ReadModel<String> model) {
        damage();
        Generation before = store.projections().generation("nobody");
        OptionalLong through = random.nextInt(8) == 0 ? model.rebuild() : model.catchUp();
        Map<String, String> expected = folded(store, through.orElse(-1));
        String entity = ENTITIES.get(random.nextInt(ENTITIES.size()));
        long single = through.orElse(-1);
        Optional<String> asOf = store.projections().asOf(entity, plain, single);
        Optional<String> expectedOf = folded(store, entity, single);
        if (!store.projections().generation("nobody").equals(before)) {
            return; // events have gone meanwhile
        }
        Map<String, String> states = model.read(all -> {
            Map<String, String> copy = new HashMap<>();
            all.forEach(copy::put);
            return copy;
        });
        folds += states.size();
        require(states.equals(expected), projection + " through " + through, states, expected);
        require(asOf.equals(expectedOf), entity + " as of " + single, asOf, expectedOf);
        checkNewest(store, entity);
    }

    /// States that are as new as the journal, of one entity that nobody touches meanwhile.
    private void checkNewest(Store store, String entity) {
        Projections projections = store.projections();
        Generation before = projections.generation(entity);
        List<Projection<String>> both = List.of(projection.projection(), plain);
        Projection<String> one = both.get(random.nextInt(2));
        Optional<String> alone =
                projections.run(entity, one, Freshness.consistent()).state();
        Optional<String> fused = projections.fused(entity, both).state(one);
        Optional<String> expected = folded(store, entity, Long.MAX_VALUE);
        if (projections.generation(entity).equals(before)) {
            folds++;
            require(alone.equals(expected), entity + ", " + one, alone, expected);
            require(fused.equals(expected), entity + ", fused " + one, fused, expected);
        }
    }

    private void require(boolean same, String what, Object found, Object expected) {
        if (!same) {
            log.violation(what + ": " + found + ", there is " + expected);
        }
    }

    /// Changes a byte of some file of the cache.
    private void damage() {
        for (String shard : cacheFiles.entries()) {
            MemFs rows = cacheFiles.elsewhere(Path.of(cacheFiles.directory(), shard));
            for (String name : rows.list()) {
                if (random.nextInt(10) == 0) {
                    rows.damage(name, file -> {
                        file[random.nextInt(file.length)] ^= 1;
                        return file;
                    });
                }
            }
        }
    }

    private Map<String, String> folded(Journal journal, long through) {
        Map<String, String> states = new HashMap<>();
        for (StoredEvent event : journal.read(projection.region())) {
            if (event.sequence() <= through && counts.test(event)) {
                String key = projection.key().equals(StateKey.entity())
                        ? event.coordinate().entity()
                        : event.coordinate().scope();
                states.put(key, with(states.getOrDefault(key, ""), event));
            }
        }
        return states;
    }

    private Optional<String> folded(Journal journal, String entity, long through) {
        Optional<String> state = Optional.empty();
        for (StoredEvent event : journal.read(Region.entity(entity))) {
            boolean own = event.coordinate().entity().equals(entity);
            if (own && event.sequence() <= through && counts.test(event)) {
                state = Optional.of(with(state.orElse(""), event));
            }
        }
        return state;
    }

    /// Looks whether a reader makes the same states.
    void check(Journal journal) {
        Map<String, String> expected = folded(journal, Long.MAX_VALUE);
        Map<String, String> states = journal.projections().asOf(projection, Long.MAX_VALUE);
        if (!states.equals(expected)) {
            throw new LawBrokenException(projection + " of a reader: " + states + ", there is " + expected);
        }
    }
}
