package io.batpak.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.format.CompactionMarker;
import io.batpak.model.Hash;
import io.batpak.recovery.CompactionFacts.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/// Every combination of files that an interrupted compaction of up to three segments can leave, and of markers
/// that none can: held against what must be true of any verdict.
///
/// Tier: unit. Covers: J1.
class CompactionVerdictTest {
    private static final long STAGED = 100;
    private static final List<List<Long>> SOURCES = List.of(
            List.of(2L), List.of(2L, 3L), List.of(2L, 3L, 4L), List.of(2L, 4L), List.of(3L, 2L), List.of(2L, 2L));

    private static void everyCase(BiConsumer<CompactionFacts, CompactionVerdict> check) {
        int cases = 0;
        for (List<Long> sources : SOURCES) {
            for (long merged = 0; merged <= 6; merged++) {
                for (int there = 0; there < 1 << 6; there++) {
                    for (int flags = 0; flags < 8; flags++) {
                        for (Origin origin : Origin.values()) {
                            CompactionFacts facts = facts(merged, sources, there, flags, origin);
                            check.accept(facts, CompactionVerdict.of(facts));
                            cases++;
                        }
                    }
                }
            }
        }
        assertThat(cases).isEqualTo(SOURCES.size() * 7 * 64 * 8 * 4);
    }

    /// Segment `n` is there if bit `n - 1` is set.
    private static CompactionFacts facts(long merged, List<Long> sources, int there, int flags, Origin origin) {
        List<Long> segments = new ArrayList<>();
        for (long id = 1; id <= 6; id++) {
            if ((there & 1 << (id - 1)) != 0) {
                segments.add(id);
            }
        }
        Optional<CompactionMarker.Staged> staged = (flags & 1) == 0
                ? Optional.empty()
                : Optional.of(new CompactionMarker.Staged(STAGED, Hash.of(1, 2, 3, 4)));
        OptionalLong length = segments.contains(merged)
                ? OptionalLong.of((flags & 2) == 0 ? STAGED : STAGED - 1)
                : OptionalLong.empty();
        return new CompactionFacts(
                new CompactionMarker(merged, sources, staged), segments, length, (flags & 4) != 0, origin);
    }

    /// The segments that a reader sees under this verdict.
    private static List<Long> counting(CompactionFacts facts, CompactionVerdict verdict) {
        List<Long> counting = new ArrayList<>(facts.segments());
        switch (verdict) {
            case CompactionVerdict.Back(boolean aside)
            when aside -> {
                counting.remove(facts.marker().mergedId());
                counting.add(facts.marker().mergedId());
                counting.sort(null);
            }
            case CompactionVerdict.Forward(List<Long> leftovers, boolean _) -> counting.removeAll(leftovers);
            default -> {
                // as they are
            }
        }
        return counting;
    }

    @Test
    void goingBackNeedsEverySource() {
        everyCase((facts, verdict) -> {
            if (verdict instanceof CompactionVerdict.Back(boolean aside)) {
                assertThat(counting(facts, verdict)).containsAll(facts.marker().sources());
                assertThat(aside).isEqualTo(facts.marker().isInPlace() && facts.aside());
                if (!facts.marker().isInPlace()) {
                    assertThat(facts.finalLength()).isEmpty();
                }
            }
        });
    }

    @Test
    void goingForwardNeedsTheWholeMergedSegmentAndTouchesNothingElse() {
        everyCase((facts, verdict) -> {
            if (verdict instanceof CompactionVerdict.Forward(List<Long> leftovers, boolean aside)) {
                CompactionMarker marker = facts.marker();
                assertThat(facts.finalLength()).isPresent();
                assertThat(leftovers)
                        .doesNotContain(marker.mergedId())
                        .isSubsetOf(marker.sources())
                        .isSubsetOf(facts.segments());
                assertThat(aside).isEqualTo(marker.isInPlace() && facts.aside());
                if (marker.isInPlace()) {
                    boolean known = facts.origin() == Origin.MERGED && !facts.aside();
                    boolean oneIsGone = !facts.segments().containsAll(marker.sources());
                    assertThat(known || oneIsGone || marker.others().isEmpty())
                            .as("%s", facts)
                            .isTrue();
                } else {
                    assertThat(facts.finalLength())
                            .hasValue(marker.staged().orElseThrow().length());
                }
            }
        });
    }

    @Test
    void aMarkerThatNoReleaseWritesIsRefused() {
        everyCase((facts, verdict) -> {
            CompactionMarker marker = facts.marker();
            boolean ordered =
                    marker.sources().stream().sorted().distinct().toList().equals(marker.sources());
            boolean writer = marker.isInPlace()
                    ? marker.mergedId() == marker.sources().getFirst()
                    : marker.staged().isPresent() && marker.mergedId() > 0;
            boolean newestStays = !facts.segments().isEmpty()
                    && facts.segments().getLast()
                            > Math.max(marker.mergedId(), marker.sources().getLast());
            if (!ordered || !writer || !newestStays) {
                assertThat(verdict).as("%s", facts).isInstanceOf(CompactionVerdict.Refuse.class);
            }
        });
    }

    /// Whether the directory tells which files count; where it does, the open goes on.
    private static boolean isClear(CompactionFacts facts) {
        CompactionMarker marker = facts.marker();
        boolean there = facts.finalLength().isPresent();
        boolean others = facts.segments().containsAll(marker.others());
        if (!marker.isInPlace()) {
            return there ? facts.finalLength().getAsLong() == STAGED : others;
        }
        if (facts.aside() && others) {
            return true;
        }
        return there && !(others && !marker.others().isEmpty() && facts.origin() == Origin.UNCLEAR);
    }

    /// Whether a segment lies where only sources can; where they keep their name, all that is older belongs to them.
    private static boolean holdsAStranger(CompactionFacts facts) {
        CompactionMarker marker = facts.marker();
        long first = Math.min(marker.mergedId(), marker.sources().getFirst());
        long last = Math.max(marker.mergedId(), marker.sources().getLast());
        return facts.segments().stream()
                .filter(id -> id != marker.mergedId() && !marker.sources().contains(id))
                .anyMatch(id -> id < last && (marker.isInPlace() || id > first));
    }

    @Test
    void whatAReleaseWritesAndTheDirectoryExplainsIsNotRefused() {
        everyCase((facts, verdict) -> {
            CompactionMarker marker = facts.marker();
            List<Long> sources = marker.sources();
            boolean written = sources.stream().sorted().distinct().toList().equals(sources)
                    && (marker.isInPlace()
                            ? marker.mergedId() == sources.getFirst()
                            : marker.staged().isPresent() && marker.mergedId() > 0);
            boolean behind = facts.segments().stream().anyMatch(id -> id > Math.max(marker.mergedId(), last(sources)));
            boolean expected = written && behind && !holdsAStranger(facts) && isClear(facts);
            assertThat(verdict).as("%s", facts).isNotNull();
            assertThat(verdict instanceof CompactionVerdict.Refuse)
                    .as("%s", facts)
                    .isNotEqualTo(expected);
        });
    }

    private static long last(List<Long> sources) {
        return sources.stream().mapToLong(id -> id).max().orElseThrow();
    }

    @Test
    void aRefusalTellsWhatIsWrong() {
        everyCase((facts, verdict) -> {
            if (verdict instanceof CompactionVerdict.Refuse(String why)) {
                assertThat(why).isNotBlank();
                if (why.contains("lies among its sources")) {
                    assertThat(holdsAStranger(facts)).as("%s", facts).isTrue();
                }
            }
        });
    }

    @Test
    void aLookIsAskedForOnceAndOnlyWhereNothingElseTells() {
        everyCase((facts, verdict) -> {
            if (verdict instanceof CompactionVerdict.Look) {
                assertThat(facts.origin()).isEqualTo(Origin.UNREAD);
                assertThat(facts.aside()).isFalse();
                assertThat(facts.segments()).containsAll(facts.marker().sources());
                assertThat(CompactionVerdict.of(facts.with(Origin.SOURCE)))
                        .isEqualTo(new CompactionVerdict.Back(false));
                assertThat(CompactionVerdict.of(facts.with(Origin.UNCLEAR)))
                        .isInstanceOf(CompactionVerdict.Refuse.class);
            }
        });
    }

    @Test
    void theVerdictStaysTheSameWhileItIsCarriedOut() {
        everyCase((facts, verdict) -> {
            if (verdict instanceof CompactionVerdict.Forward(List<Long> leftovers, boolean aside)) {
                for (int gone = 0; gone < 1 << leftovers.size(); gone++) {
                    List<Long> left = new ArrayList<>(facts.segments());
                    for (int i = 0; i < leftovers.size(); i++) {
                        if ((gone & 1 << i) != 0) {
                            left.remove(leftovers.get(i));
                        }
                    }
                    CompactionFacts later = new CompactionFacts(
                            facts.marker(), left, facts.finalLength(), aside && (gone & 1) == 0, facts.origin());
                    assertThat(CompactionVerdict.of(later))
                            .as("%s", later)
                            .isInstanceOf(CompactionVerdict.Forward.class);
                }
            } else if (verdict instanceof CompactionVerdict.Back(boolean aside) && aside) {
                long merged = facts.marker().mergedId();
                CompactionMarker narrowed = new CompactionMarker(merged, List.of(merged), Optional.empty());
                assertThat(CompactionVerdict.of(new CompactionFacts(
                                narrowed, facts.segments(), facts.finalLength(), true, facts.origin())))
                        .isEqualTo(verdict);
                CompactionFacts renamed = new CompactionFacts(
                        narrowed, counting(facts, verdict), OptionalLong.of(1), false, facts.origin());
                CompactionVerdict after = CompactionVerdict.of(renamed);
                assertThat(after).isEqualTo(new CompactionVerdict.Forward(List.of(), false));
                assertThat(counting(renamed, after)).isEqualTo(counting(facts, verdict));
            }
        });
    }

    @Test
    void theOriginIsToldByFooterAgeAndContent() {
        assertThat(Origin.of(false, true, true)).isEqualTo(Origin.MERGED);
        assertThat(Origin.of(false, false, false)).isEqualTo(Origin.SOURCE);
        assertThat(Origin.of(false, true, false)).isEqualTo(Origin.UNCLEAR);
        assertThat(Origin.of(false, false, true)).isEqualTo(Origin.UNCLEAR);
        for (int rest = 0; rest < 4; rest++) {
            assertThat(Origin.of(true, (rest & 1) != 0, (rest & 2) != 0)).isEqualTo(Origin.SOURCE);
        }
    }
}
