package io.batpak.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.error.IdempotencyFutureVersionException;
import io.batpak.error.StoreException;
import io.batpak.model.LoadStatus;
import io.batpak.recovery.OpenFacts.Artifact;
import io.batpak.recovery.OpenFacts.Run;
import io.batpak.recovery.OpenFacts.Segment;
import io.batpak.recovery.OpenFacts.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Every combination of a small space of facts, held against what must be true of any plan and against the
/// rules of 0.9.0 where it has no more to go by than we do.
///
/// Tier: unit. Covers: E10.
class OpenPlanTest {
    private static final long LENGTH = 100;
    private final StoreException.Fault laterMmap = new IdempotencyFutureVersionException(9, 5);
    private final StoreException.Fault laterCheckpoint = new IdempotencyFutureVersionException(9, 6);

    private static List<Artifact> artifacts(StoreException.Fault later) {
        return List.of(
                new Artifact.Off(),
                new Artifact.Missing(),
                new Artifact.TooNew(later),
                new Artifact.Unread(OptionalLong.empty()),
                new Artifact.Unread(OptionalLong.of(1)),
                new Artifact.Invalid("CRC mismatch", false),
                new Artifact.Invalid("another event there", true),
                new Artifact.Trusted(1, LENGTH),
                new Artifact.Trusted(1, LENGTH + 1),
                new Artifact.Trusted(2, LENGTH / 2),
                new Artifact.Trusted(3, LENGTH),
                new Artifact.Trusted(9, 1));
    }

    private void everyCase(Consumer<OpenFacts> check) {
        long cases = 0;
        for (int segments = 0; segments <= 3; segments++) {
            for (int covered = 0; covered <= segments; covered++) {
                for (Artifact mmap : artifacts(laterMmap)) {
                    for (Artifact checkpoint : artifacts(laterCheckpoint)) {
                        for (int flags = 0; flags < 4; flags++) {
                            check.accept(facts(segments, covered, mmap, checkpoint, flags));
                            cases++;
                        }
                    }
                }
            }
        }
        assertThat(cases).isEqualTo(10 * 144 * 4);
    }

    private static OpenFacts facts(int segments, int covered, Artifact mmap, Artifact checkpoint, int flags) {
        return new OpenFacts(
                LongStream.rangeClosed(1, segments)
                        .mapToObj(id -> new Segment(id, LENGTH))
                        .toList(),
                covered == 0 ? List.of() : List.of(new Run("000001-00000" + covered + ".fbx", 1, covered)),
                (flags & 1) == 0 ? List.of() : List.of(new OpenFacts.Unusable("000007-000008.fbx", "of nothing here")),
                mmap,
                checkpoint,
                (flags & 1) != 0,
                (flags & 1) == 0 ? List.of() : List.of(".tmpAbC123"),
                (flags & 2) != 0);
    }

    /// The plan after every artifact it asks for was found to be `found`.
    private static OpenPlan settled(OpenFacts facts, Artifact found) {
        OpenFacts known = facts;
        for (int looks = 0; looks <= 2; looks++) {
            if (!(OpenPlan.of(known) instanceof OpenPlan.Look(Source artifact))) {
                return OpenPlan.of(known);
            }
            Artifact asked = artifact == Source.MMAP ? known.mmapIndex() : known.checkpoint();
            assertThat(asked).as("asks only for what is there").isInstanceOf(Artifact.Unread.class);
            known = known.with(artifact, found);
        }
        throw new AssertionError("asks without end: " + facts);
    }

    @Test
    void laterReleasesRefuseAndNothingElseDoes() {
        everyCase(facts -> {
            OpenPlan plan = settled(facts, new Artifact.Missing());
            if (facts.mmapIndex() instanceof Artifact.TooNew) {
                assertThat(plan).isEqualTo(new OpenPlan.Refuse(laterMmap));
            } else if (facts.checkpoint() instanceof Artifact.TooNew) {
                assertThat(plan).isEqualTo(new OpenPlan.Refuse(laterCheckpoint));
            } else {
                assertThat(plan).isInstanceOf(OpenPlan.Go.class);
            }
        });
    }

    @Test
    void everySegmentHasOneSourceAndRunsComeFirst() {
        everyCase(facts -> {
            for (Artifact found : artifacts(laterMmap)) {
                if (!(found instanceof Artifact.Unread) && settled(facts, found) instanceof OpenPlan.Go go) {
                    assertThat(go.steps().stream().map(OpenPlan.Step::segment))
                            .containsExactlyElementsOf(
                                    facts.segments().stream().map(Segment::id).toList());
                    assertThat(go.steps().stream().map(OpenPlan.Step::source)).isSorted();
                    assertThat(go.uses(Source.MMAP) && go.uses(Source.CHECKPOINT))
                            .isFalse();
                    go.steps().forEach(step -> {
                        assertThat(step.source() == Source.RUN).isEqualTo(step.segment() <= facts.runsEnd());
                        assertThat(step.logFrom()).isBetween(0L, LENGTH);
                        assertThat(step.source() == Source.LOG).isEqualTo(step.logFrom() == 0);
                    });
                    assertStatuses(go);
                    assertThat(go.mends()).isEqualTo(facts.writable());
                }
            }
        });
    }

    private static void assertStatuses(OpenPlan.Go go) {
        assertThat(go.mmapIndex().status() == LoadStatus.LOADED).isEqualTo(go.uses(Source.MMAP));
        assertThat(go.checkpoint().status() == LoadStatus.LOADED).isEqualTo(go.uses(Source.CHECKPOINT));
        assertThat(go.mmapIndex().invalidReason().isPresent())
                .isEqualTo(go.mmapIndex().status() == LoadStatus.INVALID);
        assertThat(go.path())
                .isEqualTo(
                        go.uses(Source.RUN)
                                ? "Runs"
                                : go.uses(Source.MMAP)
                                        ? "Mmap"
                                        : go.uses(Source.CHECKPOINT) ? "Checkpoint" : "Rebuild");
    }

    /// 20 §14.2, written down once more.
    @Test
    void withoutRunsTheSourceIsThatOfTheReference() {
        everyCase(facts -> {
            boolean known =
                    !(facts.mmapIndex() instanceof Artifact.Unread) && !(facts.checkpoint() instanceof Artifact.Unread);
            if (facts.runs().isEmpty() && known && OpenPlan.of(facts) instanceof OpenPlan.Go go) {
                List<Object> expected = new ArrayList<>();
                if (reference(facts, facts.mmapIndex()) == LoadStatus.LOADED) {
                    expected.addAll(List.of("Mmap", LoadStatus.LOADED, LoadStatus.NOT_TRIED));
                } else {
                    LoadStatus second = reference(facts, facts.checkpoint());
                    String path = second == LoadStatus.LOADED ? "Checkpoint" : "Rebuild";
                    expected.addAll(List.of(path, reference(facts, facts.mmapIndex()), second));
                }
                assertThat(List.of(
                                go.path(),
                                go.mmapIndex().status(),
                                go.checkpoint().status()))
                        .as("%s", facts)
                        .isEqualTo(expected);
            }
        });
    }

    private static LoadStatus reference(OpenFacts facts, Artifact artifact) {
        return switch (artifact) {
            case Artifact.Off _ -> LoadStatus.NOT_TRIED;
            case Artifact.Missing _ -> LoadStatus.MISSING;
            case Artifact.Trusted knows
            when knows.upToSegment() <= facts.segments().size() && knows.upToOffset() <= LENGTH -> LoadStatus.LOADED;
            default -> LoadStatus.INVALID;
        };
    }

    @Test
    void artifactsThatCouldAddNothingToTheRunsAreLeftAlone() {
        everyCase(facts -> {
            long newest = facts.segments().size();
            if (facts.runsEnd() > 0 && facts.runsEnd() == newest && OpenPlan.of(facts) instanceof OpenPlan.Go go) {
                assertThat(go.mmapIndex().status()).isEqualTo(LoadStatus.NOT_TRIED);
                assertThat(go.checkpoint().status()).isEqualTo(LoadStatus.NOT_TRIED);
            }
            if (facts.runsEnd() > 0 && facts.runsEnd() == newest) {
                assertThat(OpenPlan.of(facts)).isNotInstanceOf(OpenPlan.Look.class);
            }
        });
    }

    @Test
    void onlyWhatNobodyNeedsOrWhatMisleadsIsRemoved() {
        everyCase(facts -> {
            if (settled(facts, new Artifact.Missing()) instanceof OpenPlan.Go go) {
                List<String> expected = new ArrayList<>(facts.unfinished());
                facts.unusableRuns().forEach(run -> expected.add(run.name()));
                if (facts.mmapIndex() instanceof Artifact.Invalid(String _, boolean misleads) && misleads) {
                    expected.add("index.fbati");
                }
                if (facts.checkpoint() instanceof Artifact.Invalid(String _, boolean misleads) && misleads) {
                    expected.add("index.ckpt");
                }
                assertThat(go.removed().stream().map(OpenPlan.Removal::file)).containsExactlyElementsOf(expected);
            }
        });
    }
}
