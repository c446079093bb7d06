package io.batpak.projection;

import io.batpak.model.EventKind;
import io.batpak.model.InvalidArgumentException;
import io.batpak.payload.PayloadRegistry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a projection does about each kind, with the payload types of one journal. Immutable.
///
/// @param <S> the state
final class Fold<S> {
    /// What an event does to the state.
    interface Step<S> {
        /// The state behind the event at which `at` stands.
        S apply(S state, EventSource.Events at);
    }

    /// Collects the steps of the rules.
    static final class Collector<S> {
        private final Map<Integer, Step<S>> steps = new HashMap<>();
        private @Nullable Step<S> forOthers;

        void add(EventKind kind, Step<S> step) {
            if (steps.putIfAbsent(kind.raw(), step) != null) {
                throw new InvalidArgumentException("rule", "a second one for kind " + kind, "of a kind without a rule");
            }
        }

        void addForOthers(Step<S> step) {
            if (forOthers != null) {
                throw new InvalidArgumentException("rule", "a second one for all kinds", "the only one");
            }
            forOthers = step;
        }
    }

    private final int[] kinds;
    private final List<Step<S>> steps;
    private final @Nullable Step<S> forOthers;

    private Fold(int[] kinds, List<Step<S>> steps, @Nullable Step<S> forOthers) {
        this.kinds = kinds;
        this.steps = steps;
        this.forOthers = forOthers;
    }

    static <S> Fold<S> of(List<Rule<S>> rules, PayloadRegistry types) {
        Collector<S> collected = new Collector<>();
        rules.forEach(rule -> rule.addTo(collected, types));
        int[] kinds = collected.steps.keySet().stream()
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        List<Step<S>> steps = Arrays.stream(kinds)
                .mapToObj(kind -> Objects.requireNonNull(collected.steps.get(kind)))
                .toList();
        return new Fold<>(kinds, steps, collected.forOthers);
    }

    /// Whether events of this kind count.
    boolean matches(EventKind kind) {
        return forOthers != null || Arrays.binarySearch(kinds, kind.raw()) >= 0;
    }

    /// The state behind an event that counts.
    S apply(S state, EventSource.Events at) {
        int kind = Arrays.binarySearch(kinds, at.kind());
        Step<S> step = kind >= 0 ? steps.get(kind) : Objects.requireNonNull(forOthers);
        return Objects.requireNonNull(step.apply(state, at), "a fold must answer a state");
    }

    /// The kinds that count, ascending; empty for all.
    List<EventKind> kinds() {
        return forOthers != null
                ? List.of()
                : Arrays.stream(kinds).mapToObj(EventKind::ofRaw).toList();
    }

    /// Whether an event that was folded can only stay as it was or stop to count. Tombstones take the place of
    /// events of other kinds.
    boolean onlyLoses() {
        return !matches(EventKind.TOMBSTONE);
    }
}
