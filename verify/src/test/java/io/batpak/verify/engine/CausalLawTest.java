package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausalBounds;
import io.batpak.model.CausalDirection;
import io.batpak.model.CausalGraph;
import io.batpak.model.CausalGraph.Node;
import io.batpak.model.CausalVisitor.Next;
import io.batpak.model.CausalWalk;
import io.batpak.model.CausationId;
import io.batpak.model.CausationRef;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Region;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Causes, effects, conversations and walks are what loops over all visible entries find, for random journals
/// with lanes, batches and fences, and with causes that are unknown, hidden, later, or the event itself; live,
/// opened again, and read only.
///
/// Covers: none of the catalogue (our own). Tier: law.
class CausalLawTest {
    private static final int SEEDS = 40;
    private static final int EVENTS = 80;
    private static final int UNKNOWN = EVENTS + 5;

    private final List<EventId> ids = new ArrayList<>();
    private int keys;

    @Test
    void aJournalAnswersLikeAListOfItsEntries() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            ids.clear();
            keys = 0;
            MemFs fs = new MemFs();
            try (Store store = open(fs)) {
                fill(store, random);
                check(store, random, "live, seed " + seed);
            }
            try (StoreReader reader =
                    StoreReader.open(Samples.quiet(fs).segmentBytesMax(4096).build())) {
                check(reader, random, "read only, seed " + seed);
            }
            try (Store store = open(fs)) {
                check(store, random, "opened again, seed " + seed);
            }
        }
    }

    private static Store open(MemFs fs) {
        return Store.open(Samples.quiet(fs).segmentBytesMax(4096).build());
    }

    private void fill(Store store, Random random) {
        while (ids.size() < EVENTS) {
            switch (random.nextInt(8)) {
                case 0 -> store.appendBatch(items(random)).forEach(receipt -> ids.add(receipt.eventId()));
                case 1 -> {
                    VisibilityFence fence = store.beginFence();
                    fence.submitBatch(items(random));
                    if (random.nextBoolean()) {
                        fence.commit();
                    } else {
                        fence.cancel();
                    }
                }
                default -> {
                    BatchItem item = item(random, random.nextInt(3) > 0);
                    ids.add(store.append(item.at(), item.kind(), item.payload(), item.options())
                            .eventId());
                }
            }
        }
    }

    private List<BatchItem> items(Random random) {
        List<BatchItem> items = new ArrayList<>();
        boolean keyed = random.nextBoolean(); // as a whole or not at all
        for (int i = 0; i < 3; i++) {
            BatchItem item = item(random, keyed);
            items.add(i > 0 && random.nextBoolean() ? item.causedBy(CausationRef.priorItem(i - 1)) : item);
        }
        return items;
    }

    private BatchItem item(Random random, boolean keyed) {
        AppendOptions options = AppendOptions.none().lane(random.nextInt(3));
        if (keyed) {
            keys++;
            options = options.idempotencyKey(new IdempotencyKey(0, keys));
        }
        if (random.nextInt(4) > 0) {
            EventId cause = any(random);
            options = options.causationId(CausationId.of(cause));
        }
        if (random.nextBoolean()) {
            EventId starter = any(random);
            options = options.correlationId(CorrelationId.of(starter));
        }
        return BatchItem.of(
                random.nextBoolean() ? Samples.AT : Samples.ELSEWHERE, Samples.KIND, Samples.payload(1), options);
    }

    /// An event that is there, or the key of one that is, may come, or never comes.
    private EventId any(Random random) {
        boolean known = !ids.isEmpty() && random.nextBoolean();
        return known ? ids.get(random.nextInt(ids.size())) : new EventId(0, 1 + random.nextInt(UNKNOWN));
    }

    private void check(Journal journal, Random random, String as) {
        List<Entry> all = journal.query(Region.all()).toList();
        CausalModel model = new CausalModel(all);
        List<EventId> asked = new ArrayList<>(ids);
        for (int key = 1; key <= UNKNOWN; key++) {
            asked.add(new EventId(0, key));
        }
        for (EventId id : asked) {
            assertThat(journal.effectsOf(id)).as(as).containsExactlyElementsOf(model.effects(id));
            assertThat(journal.causesOf(id)).as(as).containsExactlyElementsOf(model.causes(id));
            CorrelationId conversation = CorrelationId.of(id);
            assertThat(journal.correlated(conversation))
                    .as(as)
                    .containsExactlyElementsOf(model.correlated(conversation));
            if (random.nextInt(6) == 0) {
                checkWalks(journal, model, id, random);
            }
        }
    }

    private static void checkWalks(Journal journal, CausalModel model, EventId from, Random random) {
        for (CausalDirection direction : CausalDirection.values()) {
            Map<Long, Integer> distances = model.distances(from, direction);
            int stepsMax = random.nextInt(4);
            int eventsMax = 1 + random.nextInt(10);
            List<Long> whole = walk(journal, from, direction, new CausalBounds(stepsMax, Integer.MAX_VALUE), distances);
            List<Long> cut = walk(journal, from, direction, new CausalBounds(stepsMax, eventsMax), distances);
            walk(journal, from, direction, CausalBounds.events(EVENTS * 2), distances);
            assertThat(cut).isEqualTo(whole.subList(0, Math.min(eventsMax, whole.size())));
            CausalGraph graph = journal.causalGraph(from, direction, new CausalBounds(stepsMax, eventsMax));
            assertThat(graph.nodes()).extracting(Node::sequence).isSorted().containsExactlyInAnyOrderElementsOf(cut);
            assertThat(graph.unknownCauses())
                    .allSatisfy(cause -> assertThat(journal.entry(cause)).isEmpty());
        }
    }

    /// The sequences visited, which are those within the bounds, nearest first.
    private static List<Long> walk(
            Journal journal,
            EventId from,
            CausalDirection direction,
            CausalBounds bounds,
            Map<Long, Integer> distances) {
        List<Long> visited = new ArrayList<>();
        List<Integer> steps = new ArrayList<>();
        CausalWalk walk = journal.walk(from, direction, bounds, (entry, away) -> {
            visited.add(entry.sequence());
            steps.add(away);
            return Next.GO_ON;
        });
        assertThat(steps).isSorted().allMatch(away -> away <= bounds.stepsMax());
        assertThat(visited).doesNotHaveDuplicates().hasSize(walk.events());
        assertThat(visited.stream().map(distances::get).toList()).isEqualTo(steps);
        assertThat(walk.ending()).isEqualTo(CausalModel.ending(distances, bounds.stepsMax(), bounds.eventsMax()));
        long within = distances.values().stream()
                .filter(away -> away <= bounds.stepsMax())
                .count();
        assertThat(walk.events()).isEqualTo((int) Math.min(within, bounds.eventsMax()));
        return visited;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void aCircleEndsTheWalk(int length) {
        MemFs fs = new MemFs();
        try (Store store = open(fs)) {
            for (int n = 1; n <= length; n++) {
                AppendOptions options = Samples.key(n).causationId(new CausationId(0, n % length + 1));
                store.append(Samples.AT, Samples.KIND, Samples.payload(n), options);
            }
            EventId first = new EventId(0, 1);
            assertThat(journalWalk(store, first).events()).isEqualTo(length);
            assertThat(journalWalk(store, first).ending()).isEqualTo(CausalWalk.Ending.COMPLETE);
            assertThat(store.causesOf(first)).hasSize(length - 1);
            assertThat(store.effectsOf(first)).extracting(Entry::eventId).containsExactly(new EventId(0, length));
        }
    }

    private static CausalWalk journalWalk(Journal journal, EventId from) {
        return journal.walk(from, CausalDirection.BOTH, CausalBounds.events(100), (entry, steps) -> Next.GO_ON);
    }
}
