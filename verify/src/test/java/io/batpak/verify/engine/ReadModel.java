package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Journal;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Page;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What a journal must answer, by plain loops over what was handed in and what the receipts said.
final class ReadModel {
    private static final String SESSIONS = "batpak:store";

    /// One committed event; of a hidden one the clock is not known.
    record Fact(
            long sequence,
            EventId id,
            Coordinate at,
            EventKind kind,
            long lane,
            long clock,
            long wallMillis,
            CorrelationId correlation,
            Optional<CausationId> cause,
            boolean hidden) {
        Fact buried() {
            return new Fact(sequence, id, at, EventKind.TOMBSTONE, lane, clock, wallMillis, correlation, cause, hidden);
        }

        boolean isOf(String entity) {
            return at.entity().equals(entity);
        }

        boolean isOf(String entity, long onLane) {
            return isOf(entity) && lane == onLane;
        }
    }

    private static final Comparator<Fact> KEY_ORDER = Comparator.comparingLong(Fact::wallMillis)
            .thenComparingLong(Fact::clock)
            .thenComparing(fact -> fact.id().high(), Long::compareUnsigned)
            .thenComparing(fact -> fact.id().low(), Long::compareUnsigned);

    private final List<Fact> facts = new ArrayList<>();
    private final List<Fact> gone = new ArrayList<>();
    private final Map<Long, Long> emptiedAt = new HashMap<>();
    private long next;

    void add(BatchItem item, Receipt receipt, long wallMillis) {
        assertThat(receipt.sequence()).isEqualTo(next);
        add(item, receipt.eventId(), receipt.clock(), wallMillis, false);
    }

    void addHidden(BatchItem item, long wallMillis) {
        var key = item.options().idempotencyKey().orElseThrow();
        add(item, new EventId(key.high(), key.low()), -1, wallMillis, true);
    }

    private void add(BatchItem item, EventId id, long clock, long wallMillis, boolean hidden) {
        facts.add(new Fact(
                next++,
                id,
                item.at(),
                item.kind(),
                item.options().lane(),
                clock,
                wallMillis,
                item.options().correlationId().orElse(CorrelationId.of(id)),
                item.options().causationId(),
                hidden));
    }

    /// Adds the events by which the store recorded its sessions, which are the only ones that nobody handed
    /// in.
    void noteSessions(Journal journal) {
        for (Entry entry : journal.stream(SESSIONS, 0)) {
            if (entry.sequence() >= next) {
                assertThat(entry.sequence()).isEqualTo(next++);
                facts.add(new Fact(
                        entry.sequence(),
                        entry.eventId(),
                        entry.coordinate(),
                        entry.kind(),
                        0,
                        nextClock(SESSIONS, 0),
                        entry.wallMillis(),
                        CorrelationId.of(entry.eventId()),
                        Optional.empty(),
                        false));
            }
        }
    }

    /// What a compaction dropped.
    void drop(long sequence) {
        gone.add(fact(sequence));
        facts.removeIf(fact -> fact.sequence() == sequence);
    }

    /// What a compaction made a tombstone.
    ///
    /// @param emptied whether nothing of its content is left, so that later events no longer lead to it
    void bury(long sequence, boolean emptied) {
        facts.replaceAll(fact -> fact.sequence() == sequence ? fact.buried() : fact);
        if (emptied) {
            emptiedAt.put(sequence, next);
        }
    }

    private Fact fact(long sequence) {
        return facts.stream()
                .filter(fact -> fact.sequence() == sequence)
                .findFirst()
                .orElseThrow();
    }

    /// What is there, hidden events included.
    List<Fact> facts() {
        return facts;
    }

    /// What was dropped.
    List<Fact> gone() {
        return gone;
    }

    /// The sequence of the next event.
    long next() {
        return next;
    }

    /// The clock of the next event of a lane on which nothing is hidden.
    long nextClock(String entity, long lane) {
        return last(fact -> fact.isOf(entity, lane)).map(Fact::clock).orElse(-1L) + 1;
    }

    /// Whether an event of a lane is hidden.
    boolean hides(String entity, long lane) {
        return facts.stream().anyMatch(fact -> fact.hidden() && fact.isOf(entity, lane));
    }

    /// Without places that a compaction has emptied, which depend on where the segments end.
    List<EventId> visibleIds() {
        return facts.stream()
                .filter(fact -> !fact.hidden() && !emptiedAt.containsKey(fact.sequence()))
                .map(Fact::id)
                .toList();
    }

    private long count(Predicate<Fact> which) {
        return facts.stream().filter(which).count();
    }

    private List<Long> visible(Predicate<Fact> which) {
        return facts.stream()
                .filter(fact -> !fact.hidden() && which.test(fact))
                .map(Fact::sequence)
                .toList();
    }

    List<Long> query(Region region) {
        return visible(
                fact -> region.matches(fact.at().entity(), fact.at().scope(), fact.kind(), fact.lane(), fact.clock()));
    }

    List<Long> page(Region region, Page page) {
        return query(region).stream()
                .filter(sequence ->
                        page.after().isEmpty() || sequence > page.after().getAsLong())
                .limit(page.limit())
                .toList();
    }

    List<Long> stream(Predicate<Fact> which) {
        return facts.stream()
                .filter(fact -> !fact.hidden() && which.test(fact))
                .sorted(KEY_ORDER)
                .map(Fact::sequence)
                .toList();
    }

    Optional<Long> latest(String entity, long lane) {
        return stream(fact -> fact.isOf(entity, lane)).stream().reduce((_, later) -> later);
    }

    /// 0 for an unknown entity.
    long generation(String entity) {
        return count(fact -> fact.isOf(entity));
    }

    List<Long> effects(EventId of) {
        return visible(fact -> fact.cause()
                .filter(cause -> cause.high() == of.high() && cause.low() == of.low())
                .isPresent());
    }

    List<Long> correlated(CorrelationId id) {
        return visible(fact -> fact.correlation().equals(id));
    }

    /// The event and what stands before it on its lane, newest first, up to the first gap.
    List<Long> chain(Fact from, int limit) {
        List<Long> found = new ArrayList<>();
        Optional<Fact> current = Optional.of(from);
        while (current.isPresent() && found.size() < limit) {
            found.add(current.get().sequence());
            current = before(current.get());
        }
        return found;
    }

    private Optional<Fact> before(Fact later) {
        return facts.stream()
                .filter(fact -> !fact.hidden()
                        && fact.isOf(later.at().entity(), later.lane())
                        && fact.clock() + 1 == later.clock()
                        && later.sequence() >= emptiedAt.getOrDefault(fact.sequence(), 0L))
                .findFirst();
    }

    Optional<Fact> lastVisible() {
        return last(fact -> !fact.hidden());
    }

    private Optional<Fact> last(Predicate<Fact> which) {
        return facts.stream().filter(which).reduce((_, later) -> later);
    }
}
