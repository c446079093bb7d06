package io.batpak.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.segment.SegmentIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/// A journal that consists of segment lengths, on which plans are carried out step by step.
final class PlanRun {
    /// What lies in a segment: numbers of the events' origins, in their order.
    record Segment(long bytes, long dead, List<Long> origins) {}

    final TreeMap<Long, Segment> segments = new TreeMap<>();
    long active;
    long bytesWritten;

    /// Adds a finished segment and lets a new one grow behind it.
    void finish(long id, long bytes) {
        segments.put(id, new Segment(bytes, 0, List.of(id)));
    }

    /// The growing segment, of `bytes`, is finished; the next one follows.
    void rotate(long bytes, long origin, boolean withRoom) {
        segments.put(active, new Segment(bytes, 0, List.of(origin)));
        active = withRoom
                ? SegmentIds.nextWithRoom(active)
                : SegmentIds.next(active, id -> id == active || segments.containsKey(id));
    }

    List<SegmentFacts> facts() {
        List<SegmentFacts> facts = new ArrayList<>();
        segments.forEach((id, segment) -> facts.add(new SegmentFacts(
                id, segment.bytes(), segment.bytes() - segment.dead(), 0, segment.dead() > 0, true, false)));
        facts.add(new SegmentFacts(active, 100, 100, 0, false, false, true));
        return facts;
    }

    List<Long> origins() {
        List<Long> all = new ArrayList<>();
        segments.values().forEach(segment -> all.addAll(segment.origins()));
        return all;
    }

    /// Carries out a plan and checks every step of it.
    void run(Plan plan, long outputBytesMax) {
        List<Long> before = origins();
        List<Segment> staged = new ArrayList<>();
        for (Step step : plan.steps()) {
            staged.add(merged(step, outputBytesMax)); // all from what is there now
        }
        for (int i = 0; i < plan.steps().size(); i++) {
            commit(plan.steps().get(i), staged.get(i));
        }
        assertThat(origins()).as("%s", plan).isEqualTo(before);
    }

    private Segment merged(Step step, long outputBytesMax) {
        List<Long> origins = new ArrayList<>();
        long bytes = 0;
        for (long source : step.sources()) {
            assertThat(segments).as("source %d of %s", source, step).containsKey(source);
            Segment segment = Objects.requireNonNull(segments.get(source));
            origins.addAll(segment.origins());
            bytes += segment.bytes() - segment.dead();
        }
        if (step.sources().size() > 1) {
            assertThat(bytes).as("%s", step).isLessThanOrEqualTo(outputBytesMax);
        }
        bytesWritten += bytes;
        return new Segment(bytes, 0, origins);
    }

    private void commit(Step step, Segment output) {
        assertThat(step.outputId()).as("%s", step).isPositive().isLessThan(active);
        assertThat(segments).as("%s", step).doesNotContainKey(step.outputId());
        List<Long> around = new ArrayList<>(segments.keySet());
        int first = around.indexOf(step.sources().getFirst());
        assertThat(around.subList(first, first + step.sources().size()))
                .as("neighbours of %s", step)
                .isEqualTo(step.sources());
        if (first > 0) {
            assertThat(step.outputId()).as("%s", step).isGreaterThan(around.get(first - 1));
        }
        if (first + step.sources().size() < around.size()) {
            assertThat(step.outputId())
                    .as("%s", step)
                    .isLessThan(around.get(first + step.sources().size()));
        }
        step.sources().forEach(segments::remove);
        segments.put(step.outputId(), output);
    }
}
