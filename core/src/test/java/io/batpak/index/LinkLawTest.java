package io.batpak.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.generators.SourceDSL.longs;

import io.batpak.testing.Laws;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Effects and conversations are what a loop over all events finds, for random histories in which ids repeat
/// and events name themselves, later ones, and ids that no event has.
///
/// Covers: none of the catalogue (our own). Tier: law.
class LinkLawTest {
    private static final int EVENTS = 600;

    private record Link(long sequence, long id, long causation, long correlation) {}

    @Test
    void linksAreAnsweredLikeAListOfEvents() {
        Laws.qt(150).forAll(longs().all()).checkAssert(LinkLawTest::check);
    }

    private static void check(long seed) {
        Random random = new Random(seed);
        int idsMax = 1 + random.nextInt(random.nextBoolean() ? 8 : 2 * EVENTS);
        Index index = Histories.index(List.of());
        List<Link> links = new ArrayList<>();
        IndexRow row = new IndexRow();
        for (int i = 0; i < EVENTS; i++) {
            Link link = new Link(2L * i, id(random, idsMax), cause(random, idsMax), id(random, idsMax));
            links.add(random.nextInt(3) == 0 ? new Link(link.sequence, link.id, link.causation, link.id) : link);
            index.writer().insert(fill(row, links.getLast()));
        }
        HiddenRanges hidden = Histories.hidden(random, 2 * EVENTS);
        index.hide(hidden, Map.of());
        int bound = random.nextInt(EVENTS + 1);
        index.writer().publish(bound);
        IndexView view = index.view();
        for (long id = 0; id <= idsMax; id++) {
            long wanted = id;
            assertThat(Model.sequences(view.effects(wanted, ~wanted)))
                    .isEqualTo(shown(links.subList(0, bound), hidden, link -> link.causation == wanted));
            assertThat(Model.sequences(view.correlated(wanted, ~wanted)))
                    .isEqualTo(shown(links.subList(0, bound), hidden, link -> link.correlation == wanted));
        }
        assertThat(view.effects(0, 0)).isEmpty();
    }

    private static long id(Random random, int idsMax) {
        return random.nextInt(idsMax);
    }

    /// -1 for none.
    private static long cause(Random random, int idsMax) {
        return random.nextInt(4) == 0 ? -1 : id(random, idsMax);
    }

    private static IndexRow fill(IndexRow row, Link link) {
        row.clear()
                .sequence(link.sequence)
                .eventId(link.id, ~link.id)
                .coordinate("e", "s")
                .at(0, 0, link.sequence, 1000)
                .hashBehindHead(Histories.hash(new Random(link.sequence)))
                .position(1, link.sequence, 100);
        if (link.causation >= 0) {
            row.causation(link.causation, ~link.causation);
        }
        return link.correlation == link.id ? row : row.correlation(link.correlation, ~link.correlation);
    }

    private static List<Long> shown(List<Link> links, HiddenRanges hidden, Predicate<Link> predicate) {
        return links.stream()
                .filter(predicate)
                .map(Link::sequence)
                .filter(sequence -> !hidden.contains(sequence))
                .toList();
    }
}
