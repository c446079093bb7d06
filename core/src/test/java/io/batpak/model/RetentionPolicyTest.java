package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What each policy lets go, alone and combined, and what none of them does.
///
/// Tier: unit.
class RetentionPolicyTest {
    private static final int CREATED = 0x1001;
    private static final int DEBUG = 0x1002;
    private static final int TOMBSTONE = 0x0FFE;
    private static final int EFFECT = 0xD001;
    private static final long NOW = 1_000_000;

    private final List<SampleEntry> history = new ArrayList<>();
    private final Map<String, Integer> questions = new HashMap<>();

    private final RetentionPolicy.Facts facts = new RetentionPolicy.Facts() {
        @Override
        public long nowMillis() {
            return NOW;
        }

        @Override
        public OptionalLong nthNewest(String entity, int n) {
            questions.merge(entity, 1, Integer::sum);
            long[] sequences = history.stream()
                    .filter(event ->
                            event.entity().equals(entity) && !event.kind().isReserved())
                    .mapToLong(SampleEntry::sequence)
                    .toArray();
            return n <= sequences.length ? OptionalLong.of(sequences[sequences.length - n]) : OptionalLong.empty();
        }
    };

    private void event(String entity, String scope, int kind, long wallMillis) {
        history.add(new SampleEntry(entity, scope, kind, history.size(), wallMillis));
    }

    private List<Long> released(RetentionPolicy policy) {
        KeepRule rule = policy.over(facts);
        return history.stream()
                .filter(event -> !rule.keeps(event))
                .map(SampleEntry::sequence)
                .toList();
    }

    private void sample() {
        event("a", "eu", CREATED, NOW - 5000); // 0
        event("b", "us", DEBUG, NOW - 4000); // 1
        event("a", "us", DEBUG, NOW - 3000); // 2
        event("a", "eu", TOMBSTONE, NOW - 2500); // 3
        event("b", "eu", CREATED, NOW - 2000); // 4
        event("a", "us", DEBUG, NOW - 1000); // 5
        event("b", "us", EFFECT, NOW - 500); // 6
    }

    @Test
    void eachPolicyLetsGoWhatItNames() {
        sample();
        assertThat(released(RetentionPolicy.keepLast(1))).containsExactly(0L, 1L, 2L);
        assertThat(released(RetentionPolicy.keepLast(2))).containsExactly(0L);
        assertThat(released(RetentionPolicy.keepLast(3))).isEmpty();
        assertThat(released(RetentionPolicy.olderThan(Duration.ofSeconds(3)))).containsExactly(0L, 1L);
        assertThat(released(RetentionPolicy.olderThan(Instant.ofEpochMilli(NOW - 2000))))
                .containsExactly(0L, 1L, 2L);
        assertThat(released(RetentionPolicy.kinds(EventKind.ofRaw(DEBUG)))).containsExactly(1L, 2L, 5L);
        assertThat(released(RetentionPolicy.scopes("us", "nowhere"))).containsExactly(1L, 2L, 5L);
        assertThat(released(RetentionPolicy.entities("b"))).containsExactly(1L, 4L);
    }

    @Test
    void policiesCombine() {
        sample();
        RetentionPolicy debug = RetentionPolicy.kinds(EventKind.ofRaw(DEBUG));
        RetentionPolicy ofA = RetentionPolicy.entities("a");
        assertThat(released(debug.and(ofA))).containsExactly(2L, 5L);
        assertThat(released(debug.or(ofA))).containsExactly(0L, 1L, 2L, 5L);
        assertThat(released(RetentionPolicy.not(debug))).containsExactly(0L, 4L);
        assertThat(released(RetentionPolicy.not(RetentionPolicy.not(debug)))).isEqualTo(released(debug));
    }

    @Test
    void reservedKindsStayWhateverAPolicySays() {
        sample();
        RetentionPolicy everything = RetentionPolicy.not(RetentionPolicy.kinds(EventKind.ofRaw(0xFFFF)));
        assertThat(released(everything)).containsExactly(0L, 1L, 2L, 4L, 5L);
        assertThat(released(RetentionPolicy.kinds(EventKind.TOMBSTONE, EventKind.EFFECT_ERROR)))
                .isEmpty();
    }

    @Test
    void anEntityIsLookedUpOnce() {
        sample();
        released(RetentionPolicy.keepLast(1));
        assertThat(questions).containsExactlyInAnyOrderEntriesOf(Map.of("a", 1, "b", 1));
    }

    @Test
    void agesTooLongToCountLetNothingGo() {
        sample();
        assertThat(released(RetentionPolicy.olderThan(Duration.ofSeconds(Long.MAX_VALUE))))
                .isEmpty();
        assertThat(released(RetentionPolicy.olderThan(Duration.ofDays(365_000_000L))))
                .isEmpty();
    }

    @Test
    void policiesAreReadableAndComparable() {
        RetentionPolicy policy = RetentionPolicy.olderThan(Duration.ofDays(30))
                .and(RetentionPolicy.kinds(EventKind.ofRaw(DEBUG), EventKind.ofRaw(CREATED))
                        .or(RetentionPolicy.keepLast(10)))
                .and(RetentionPolicy.not(RetentionPolicy.scopes("b", "a").or(RetentionPolicy.entities("x"))));
        assertThat(policy)
                .hasToString("((older than PT720H and (kind in [0x1001, 0x1002] or beyond the last 10 of the entity))"
                        + " and not (scope in [a, b] or entity in [x]))");
        assertThat(RetentionPolicy.olderThan(Instant.EPOCH)).hasToString("before 1970-01-01T00:00:00Z");
        assertThat(RetentionPolicy.scopes("a", "b")).isEqualTo(RetentionPolicy.scopes("b", "a"));
    }

    @Test
    void policiesWithoutMeaningAreRefused() {
        assertThatThrownBy(() -> RetentionPolicy.keepLast(0)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> RetentionPolicy.olderThan(Duration.ofMillis(-1)))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(RetentionPolicy::kinds).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(RetentionPolicy::scopes).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(RetentionPolicy::entities).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> new RetentionPolicy.And(List.of())).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> new RetentionPolicy.OfKinds(Set.of())).isInstanceOf(InvalidArgumentException.class);
    }
}
