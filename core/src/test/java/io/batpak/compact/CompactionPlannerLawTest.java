package io.batpak.compact;

import static io.batpak.testing.Laws.qt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.generators.SourceDSL.longs;

import io.batpak.compact.CompactionPlanner.Limits;
import io.batpak.model.CompactionScope;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Whatever segments there are: each step of a plan is possible when its turn comes, nothing is lost or reordered,
/// and over a long life no byte is rewritten too often.
///
/// Tier: law.
class CompactionPlannerLawTest {
    private static final long OUTPUT_MAX = 1000;

    /// Segments with random ids and lengths, some of them changed.
    private static PlanRun random(SplittableRandom random) {
        PlanRun run = new PlanRun();
        long id = random.nextInt(4);
        int count = 1 + random.nextInt(30);
        int gapEvery = 1 + random.nextInt(12);
        int bytesMax = random.nextBoolean() ? 1100 : 200;
        for (int i = 0; i < count; i++) {
            long bytes = random.nextInt(bytesMax);
            long dead = random.nextInt(3) == 0 ? random.nextLong(bytes + 1) : 0;
            run.segments.put(id, new PlanRun.Segment(bytes, dead, List.of((long) i)));
            id += 1 + (random.nextInt(gapEvery) == 0 ? 1 + random.nextInt(3) : 0);
        }
        run.active = id;
        return run;
    }

    private static void law(CompactionScope scope, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PlanRun run = random(random);
        Limits limits = new Limits(scope, 1, OUTPUT_MAX);
        run.run(CompactionPlanner.plan(run.facts(), limits), OUTPUT_MAX);
    }

    @Test
    void everyStepIsPossibleWhenItsTurnComes() {
        qt(3000).forAll(longs().all()).checkAssert(seed -> law(CompactionScope.WHOLE, seed));
        qt(3000).forAll(longs().all()).checkAssert(seed -> law(CompactionScope.TIERED, seed));
    }

    /// With one unused id in front of the growing segment a plan leaves nothing undone.
    @Test
    void withRoomAtTheEndEverythingIsDone() {
        qt(2000).forAll(longs().all()).checkAssert(seed -> {
            PlanRun run = random(new SplittableRandom(seed));
            run.active += 1;
            Limits limits = new Limits(CompactionScope.WHOLE, 1, OUTPUT_MAX);
            run.run(CompactionPlanner.plan(run.facts(), limits), OUTPUT_MAX);
            assertThat(run.segments.values()).allMatch(segment -> segment.dead() == 0);
            long before = Long.MAX_VALUE / 2;
            for (PlanRun.Segment segment : run.segments.values()) {
                assertThat(before + segment.bytes())
                        .as("neighbours fit together")
                        .isGreaterThan(OUTPUT_MAX);
                before = segment.bytes();
            }
            assertThat(CompactionPlanner.plan(run.facts(), limits)).isEqualTo(Plan.NOTHING);
        });
    }

    /// A plan that asks for room gets everything done once it has it.
    @Test
    void aPlanThatLeavesSomethingUndoneAsksForRoom() {
        qt(2000).forAll(longs().all()).checkAssert(seed -> {
            PlanRun run = random(new SplittableRandom(seed));
            Limits limits = new Limits(CompactionScope.WHOLE, 1, OUTPUT_MAX);
            Plan first = CompactionPlanner.plan(run.facts(), limits);
            if (!first.needsFreeId()) {
                run.run(first, OUTPUT_MAX);
                assertThat(run.segments.values()).allMatch(segment -> segment.dead() == 0);
            } else {
                run.rotate(100, 1000, true);
                Plan second = CompactionPlanner.plan(run.facts(), limits);
                assertThat(second.needsFreeId()).as("room was made").isFalse();
                run.run(second, OUTPUT_MAX);
                assertThat(run.segments.values()).allMatch(segment -> segment.dead() == 0);
            }
        });
    }

    /// A life of thousands of small segments, with tiers after each: the bytes written stay below a small
    /// multiple of what was appended, and the number of segments stays small.
    @Test
    void tiersRewriteAByteALogarithmicNumberOfTimes() {
        qt(12).forAll(longs().all()).checkAssert(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            long outputMax = 100_000;
            int bytesMax = 1 + random.nextInt(2000);
            Limits limits = new Limits(CompactionScope.TIERED, 2, outputMax);
            PlanRun run = new PlanRun();
            run.active = 1;
            long appended = 0;
            int most = 0;
            for (long i = 0; i < 3000; i++) {
                long bytes = 1L + random.nextInt(bytesMax);
                appended += bytes;
                run.rotate(bytes, i, false);
                Plan plan = CompactionPlanner.plan(run.facts(), limits);
                if (plan.needsFreeId()) {
                    run.rotate(1, -i, true);
                    appended += 1;
                    plan = CompactionPlanner.plan(run.facts(), limits);
                }
                run.run(plan, outputMax);
                most = Math.max(most, run.segments.size());
            }
            double full = appended / (double) outputMax;
            double levels = Math.log(outputMax / (bytesMax / 2.0)) / Math.log(2);
            assertThat(run.bytesWritten / (double) appended)
                    .as("write amplification")
                    .isLessThan(levels + 2);
            assertThat((double) most).as("segments").isLessThan(2 * full + 2 * levels + 10);
        });
    }

    /// A life in which whole stretches die: what is left of the mostly dead is less than what moving all others would
    /// cost, and what is written stays below a small multiple of what was appended.
    @Test
    void tiersTakeBackWhatDiesAndPayForItWithWhatTheyFree() {
        qt(12).forAll(longs().all()).checkAssert(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            long outputMax = 20_000;
            int bytesMax = 100 + random.nextInt(2000);
            Limits limits = new Limits(CompactionScope.TIERED, 2, outputMax);
            PlanRun run = new PlanRun();
            run.active = 1;
            long appended = 0;
            for (long i = 0; i < 1500; i++) {
                long bytes = 1L + random.nextInt(bytesMax);
                appended += bytes;
                run.rotate(bytes, i, false);
                if (random.nextInt(20) == 0) {
                    kill(run, random);
                }
                Plan plan = CompactionPlanner.plan(run.facts(), limits);
                if (plan.needsFreeId()) {
                    run.rotate(1, -i, true);
                    appended += 1;
                    plan = CompactionPlanner.plan(run.facts(), limits);
                }
                run.run(plan, outputMax);
                assertThat(mostlyDead(run))
                        .as("bytes that could go for good")
                        .isLessThanOrEqualTo(alive(run) + outputMax);
            }
            double levels = Math.log(outputMax / (bytesMax / 2.0)) / Math.log(2);
            assertThat(run.bytesWritten / (double) appended)
                    .as("write amplification")
                    .isLessThan(levels + 4);
        });
    }

    private static long mostlyDead(PlanRun run) {
        return run.segments.values().stream()
                .filter(segment -> 2 * (segment.bytes() - segment.dead()) <= segment.bytes())
                .mapToLong(PlanRun.Segment::dead)
                .sum();
    }

    private static long alive(PlanRun run) {
        return run.segments.values().stream()
                .mapToLong(segment -> segment.bytes() - segment.dead())
                .sum();
    }

    /// A stretch of segments dies: from end to end, or a part of each.
    private static void kill(PlanRun run, SplittableRandom random) {
        List<Long> ids = new ArrayList<>(run.segments.keySet());
        int from = random.nextInt(ids.size());
        int to = Math.min(ids.size(), from + 1 + random.nextInt(8));
        int percent = random.nextBoolean() ? 100 : random.nextInt(100);
        for (long id : ids.subList(from, to)) {
            run.segments.computeIfPresent(
                    id,
                    (_, was) -> new PlanRun.Segment(
                            was.bytes(), Math.max(was.dead(), was.bytes() * percent / 100), was.origins()));
        }
    }
}
