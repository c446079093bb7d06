package io.batpak.index;

import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the index must answer, by plain loops over a list.
final class Model {
    /// One event as the caller stored it.
    record Fact(
            long sequence,
            long idHigh,
            long idLow,
            String entity,
            String scope,
            int kind,
            long lane,
            long depth,
            long clock,
            long wallMillis,
            Hash previousHash,
            Hash eventHash,
            long segment) {}

    static final Comparator<Fact> KEY_ORDER = Comparator.comparing(Fact::wallMillis, Long::compareUnsigned)
            .thenComparingLong(Fact::clock)
            .thenComparing(Fact::idHigh, Long::compareUnsigned)
            .thenComparing(Fact::idLow, Long::compareUnsigned);

    private final List<Fact> facts;
    private final HiddenRanges hidden;
    private final HiddenRanges hiddenOnLane;
    private final long laneHidden;

    Model(List<Fact> facts) {
        this(facts, HiddenRanges.none(), HiddenRanges.none(), 0);
    }

    /// `hiddenOnLane` concerns the lane `laneHidden` only.
    Model(List<Fact> facts, HiddenRanges hidden, HiddenRanges hiddenOnLane, long laneHidden) {
        this.facts = List.copyOf(facts);
        this.hidden = hidden;
        this.hiddenOnLane = hiddenOnLane;
        this.laneHidden = laneHidden;
    }

    boolean shows(Fact fact) {
        return !hidden.contains(fact.sequence());
    }

    boolean showsOnLane(Fact fact) {
        return shows(fact) && !(fact.lane() == laneHidden && hiddenOnLane.contains(fact.sequence()));
    }

    List<Long> query(Region region) {
        boolean oneLane = region.lane().isPresent();
        List<Long> found = new ArrayList<>();
        for (Fact fact : facts) {
            boolean matches = region.matches(
                    fact.entity(), fact.scope(), EventKind.ofRaw(fact.kind()), fact.lane(), fact.clock());
            boolean clockMatches = region.clockRange()
                    .map(range -> range.start() <= fact.clock() && fact.clock() <= range.end())
                    .orElse(true);
            if (matches && clockMatches && (oneLane ? showsOnLane(fact) : shows(fact))) {
                found.add(fact.sequence());
            }
        }
        return found;
    }

    List<Long> page(Region region, long after, int limit) {
        return query(region).stream().filter(s -> s > after).limit(limit).toList();
    }

    List<Long> stream(String entity) {
        return facts.stream()
                .filter(f -> f.entity().equals(entity) && shows(f))
                .sorted(KEY_ORDER)
                .map(Fact::sequence)
                .toList();
    }

    List<Long> stream(String entity, long lane) {
        return facts.stream()
                .filter(f -> f.entity().equals(entity) && f.lane() == lane && showsOnLane(f))
                .sorted(KEY_ORDER)
                .map(Fact::sequence)
                .toList();
    }

    /// In commit order, without those hidden on their own lane.
    List<Long> entityAfter(String entity, long sequence) {
        return facts.stream()
                .filter(f -> f.entity().equals(entity) && f.sequence() > sequence && showsOnLane(f))
                .map(Fact::sequence)
                .toList();
    }

    Optional<Long> latest(String entity, long lane) {
        List<Long> all = stream(entity, lane);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /// The head, hidden events included.
    Optional<Fact> head(String entity, long lane) {
        return facts.stream()
                .filter(f -> f.entity().equals(entity) && f.lane() == lane)
                .max(KEY_ORDER);
    }

    Optional<Long> find(long idHigh, long idLow) {
        return facts.stream()
                .filter(f -> f.idHigh() == idHigh && f.idLow() == idLow && shows(f))
                .map(Fact::sequence)
                .max(Comparator.naturalOrder());
    }

    Optional<Long> predecessor(Fact of) {
        return facts.stream()
                .filter(f -> f.entity().equals(of.entity()) && f.lane() == of.lane() && f.clock() + 1 == of.clock())
                .max(Comparator.comparingLong(Fact::sequence))
                .filter(this::shows)
                .map(Fact::sequence);
    }

    long generation(String entity) {
        return facts.stream().filter(f -> f.entity().equals(entity)).count();
    }

    long visibleCount() {
        return facts.stream().filter(this::shows).count();
    }

    static List<Long> sequences(Iterable<Entry> entries) {
        List<Long> found = new ArrayList<>();
        entries.forEach(entry -> found.add(entry.sequence()));
        return found;
    }
}
