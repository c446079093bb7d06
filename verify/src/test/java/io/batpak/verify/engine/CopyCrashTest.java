package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.error.StoreException;
import io.batpak.fs.IoKind;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.MemStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each operation of a copy fails once, and the power fails after each: the destination is absent, as it was, or a
/// whole copy, the source is unharmed, and the next copy finds its way.
///
/// Tier: crash. Covers: C3, J5, J6.
@Tag("soak-crash")
@Tag("soak-matrix")
class CopyCrashTest {
    private static final long SEEDS = "full".equals(System.getProperty("batpak.depth")) ? 50 : 1;

    /// A copy, and what is at its destination before.
    enum Scene {
        SNAPSHOT_TO_A_NEW_PLACE,
        SNAPSHOT_OVER_ANOTHER,
        FORK_TO_A_NEW_PLACE,
        FORK_OVER_ANOTHER;

        boolean replaces() {
            return this == SNAPSHOT_OVER_ANOTHER || this == FORK_OVER_ANOTHER;
        }

        void make(Store store) {
            if (this == SNAPSHOT_TO_A_NEW_PLACE || this == SNAPSHOT_OVER_ANOTHER) {
                store.snapshot(CopySource.PLACE);
            } else {
                store.fork(CopySource.PLACE);
            }
        }
    }

    /// A source on its disk, ready for the copy, and what both ends show.
    private record Stage(MemFs fs, Store store, List<String> old, List<String> whole) {
        static Stage of(Scene scene) {
            MemFs fs = new MemFs();
            if (scene == Scene.FORK_OVER_ANOTHER) {
                fs.withoutOperation(MemOperation.CLONE); // so that it links
            }
            Store store = CopySource.open(fs);
            List<String> old = List.of();
            if (scene.replaces()) {
                store.snapshot(CopySource.PLACE);
                old = shown(store);
            }
            Samples.append(store, 70);
            return new Stage(fs, store, old, shown(store));
        }
    }

    private static List<String> shown(Store store) {
        return CopySource.brief(Observed.of(store));
    }

    private static List<String> seen(MemFs copy) {
        return CopySource.brief(CopySource.seen(copy));
    }

    @ParameterizedTest
    @EnumSource
    void anyOperationThatFailsLeavesTheDestinationAsItWas(Scene scene) {
        Stage measured = Stage.of(scene);
        int before = measured.fs.steps().size();
        scene.make(measured.store);
        Map<MemOperation, Long> asked = measured.fs.steps().stream()
                .skip(before)
                .collect(Collectors.groupingBy(MemStep::operation, TreeMap::new, Collectors.counting()));
        int runs = 0;
        for (Map.Entry<MemOperation, Long> each : asked.entrySet()) {
            for (long k = 1; k <= each.getValue(); k++) {
                assertFailure(scene, each.getKey(), k);
                runs++;
            }
        }
        assertThat(runs).isGreaterThan(50);
    }

    private static void assertFailure(Scene scene, MemOperation operation, long k) {
        Stage stage = Stage.of(scene);
        String replay = scene + ", " + operation + " " + k + " fails";
        stage.fs.plan(MemFault.of(operation, k, IoKind.STORAGE_FULL));
        boolean failed = false;
        try {
            scene.make(stage.store);
        } catch (StoreException e) {
            failed = true;
            replay += ": " + e;
        }
        MemFs place = stage.fs.elsewhere(CopySource.PLACE);
        List<String> expected = failed ? stage.old : stage.whole;
        assertThat(place.exists() ? seen(place) : List.of()).as(replay).isEqualTo(expected);
        if (failed) {
            assertThat(CopySource.beside(stage.fs))
                    .as(replay)
                    .isSubsetOf(scene.replaces() ? List.of("one") : List.of());
        }
        boolean syncOfTheSource = failed && shown(stage.store).equals(stage.whole) && isPoisoned(stage.store);
        if (!syncOfTheSource) {
            Samples.append(stage.store, 71);
            scene.make(stage.store);
            assertThat(seen(place)).as(replay).isEqualTo(shown(stage.store));
            assertThat(CopySource.beside(stage.fs)).as(replay).containsExactly("one");
            stage.store.close();
        }
        assertThat(seen(stage.fs.killed())).as(replay).containsAll(stage.whole);
    }

    /// A failed sync of the source itself is the end of its writing, with a copy or without.
    private static boolean isPoisoned(Store store) {
        try {
            store.sync();
            return false;
        } catch (StoreException e) {
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPowerCutAfterAnyChangeLeavesNothingTheOldOrTheWhole(Scene scene) {
        Stage measured = Stage.of(scene);
        long first = measured.fs.mutations();
        scene.make(measured.store);
        long last = measured.fs.mutations();
        List<String> found = new ArrayList<>();
        for (long cut = first; cut <= last; cut++) {
            Stage stage = Stage.of(scene);
            stage.fs.powerOffAfter(cut);
            boolean done = isDone(scene, stage.store);
            String replay = scene + " cut after change " + (cut - first) + ", " + lastChange(stage.fs);
            found.add(assertWhole(stage, stage.fs.crash(), done, replay));
            found.add(assertWhole(stage, stage.fs.killed(), done, replay + ", killed"));
            found.add(assertWhole(stage, stage.fs.crashOfBytes(), done, replay + ", bytes lost"));
            found.add(assertWhole(stage, stage.fs.crashOfNames(), done, replay + ", names lost"));
            for (long seed = 0; seed < SEEDS; seed++) {
                found.add(assertWhole(stage, stage.fs.crash(seed), done, replay + ", seed " + seed));
            }
        }
        assertThat(found).contains("whole").containsAnyOf("absent", "old");
    }

    private static boolean isDone(Scene scene, Store store) {
        try {
            scene.make(store);
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    private static String lastChange(MemFs fs) {
        return fs.steps().stream()
                .filter(step -> step.operation().isMutation() && !step.failed())
                .map(MemStep::toString)
                .reduce("none", (_, step) -> step);
    }

    /// What is left is one of three, the source is whole, and another copy to the same place succeeds and tidies
    /// up.
    private static String assertWhole(Stage stage, MemFs left, boolean done, String replay) {
        MemFs place = left.elsewhere(CopySource.PLACE);
        List<String> found = place.exists() ? seen(place) : List.of();
        assertThat(found).as(replay).isIn(List.of(), stage.old, stage.whole);
        if (done) {
            assertThat(found).as(replay + ", reported done").isEqualTo(stage.whole);
        }
        try (Store store = Store.open(CopySource.config(left).build())) {
            assertThat(shown(store)).as(replay).containsAll(stage.old);
            Samples.append(store, 80);
            store.snapshot(CopySource.PLACE);
            assertThat(seen(place)).as(replay).isEqualTo(shown(store));
        }
        assertThat(CopySource.beside(left)).as(replay).containsExactly("one");
        return found.isEmpty() ? "absent" : found.equals(stage.whole) ? "whole" : "old";
    }

    @ParameterizedTest
    @EnumSource
    void aPowerCutDuringTheTidyingUpIsAsHarmless(Scene scene) {
        for (Path left : List.of(Path.of("/copies/.one.batpak-old"), Path.of("/copies/.one.batpak-staged"))) {
            long last = tidying(scene, left).mutations();
            MemFs first = tidyingBegun(scene, left).fs;
            for (long cut = first.mutations(); cut <= last; cut++) {
                Stage stage = tidyingBegun(scene, left);
                stage.fs.powerOffAfter(cut);
                boolean done = isDone(scene, stage.store);
                String replay = scene + " with " + left + ", cut after " + cut + ", " + lastChange(stage.fs);
                assertWhole(stage, stage.fs.crash(), done, replay);
                assertWhole(stage, stage.fs.crash(1), done, replay + ", seed 1");
            }
        }
    }

    private static MemFs tidying(Scene scene, Path left) {
        Stage stage = tidyingBegun(scene, left);
        scene.make(stage.store);
        return stage.fs;
    }

    /// An earlier copy was interrupted: what it would replace, or what it had made, lies there.
    private static Stage tidyingBegun(Scene scene, Path left) {
        Stage stage = Stage.of(scene);
        if (scene.replaces()) {
            stage.fs.elsewhere(CopySource.PLACE).moveDirectory(stage.fs.elsewhere(left));
        }
        return stage;
    }
}
