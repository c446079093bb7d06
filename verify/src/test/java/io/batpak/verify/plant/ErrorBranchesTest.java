package io.batpak.verify.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.verify.damage.Depth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Every error branch of recovery, write and compact is reached: by the history of a seed, by a test that sweeps
/// over faults, or by one that leads there; or the page says why nothing can.
///
/// Tier: crash. Covers: E14.
class ErrorBranchesTest {
    private static final Logger LOGGER = Logger.getLogger("io.batpak");
    /// At full depth, how much histories reach alone is told.
    private static final int SEEDS_FULL = 400;

    @Test
    void eachHasItsLineInThePage() {
        BranchPage page = BranchPage.read();
        Set<String> told = new TreeSet<>(page.reached().keySet());
        assertThat(told)
                .as("reached, and said to be unreachable")
                .doesNotContainAnyElementsOf(page.unreachable().keySet());
        told.addAll(page.unreachable().keySet());
        assertThat(told)
                .as("docs/error-branches.md and the branches of core")
                .containsExactlyInAnyOrderElementsOf(
                        ErrorBranch.ofCore().stream().map(ErrorBranch::id).toList());
        assertThat(page.unreachable().values())
                .allSatisfy(reason -> assertThat(reason).isNotBlank());
    }

    /// Whatever the compiler makes of them, none is forgotten.
    @Test
    void eachCatchAndEachThrowOfTheSourcesIsABranch() {
        Map<String, Set<Integer>> found = new LinkedHashMap<>();
        for (ErrorBranch branch : ErrorBranch.ofCore()) {
            found.computeIfAbsent(SourceLines.fileOf(branch.className()), _ -> new TreeSet<>())
                    .add(branch.line());
        }
        assertThat(found).hasSizeGreaterThan(30);
        for (String file : SourceLines.files(BranchFinder.PACKAGES)) {
            SourceLines source = SourceLines.read(file);
            Set<Integer> wanted = new TreeSet<>(source.linesOf(BranchFinder.CATCH));
            wanted.addAll(source.linesOf(BranchFinder.THROW));
            assertThat(found.getOrDefault(file, Set.of())).as(file).containsAll(wanted);
        }
    }

    @Test
    void eachIsReachedUnlessNothingCanReachIt() throws ReflectiveOperationException {
        List<ErrorBranch> branches = ErrorBranch.ofCore();
        Marked marked = Marked.of(branches);
        Map<String, String> reached = new LinkedHashMap<>();
        List<String> failed = new ArrayList<>();
        for (Detector run : runs()) {
            Optional<Optional<String>> noticed = marked.run(run);
            if (noticed.isEmpty()) {
                failed.add(run + " does not end");
            } else {
                noticed.get().ifPresent(what -> failed.add(run + ": " + what));
            }
            marked.taken().forEach(branch -> reached.putIfAbsent(branch, run.toString()));
        }
        BranchPage.rewrite(reached);
        assertThat(failed).as("runs that fail or do not end").isEmpty();
        Set<String> unreached = new TreeSet<>();
        branches.forEach(branch -> unreached.add(branch.id()));
        unreached.removeAll(reached.keySet());
        long byHistories =
                reached.values().stream().filter(by -> by.startsWith("seed ")).count();
        System.out.printf(
                "%d error branches, %d reached, %d of them by histories%n",
                branches.size(), reached.size(), byHistories);
        assertThat(BranchPage.read().unreachable().keySet())
                .as("branches that nothing has reached, and docs/error-branches.md does not say why")
                .containsAll(unreached);
    }

    private static List<Detector> runs() {
        List<Detector> runs = new ArrayList<>();
        List<Long> seeds =
                Depth.isFull() ? LongStream.rangeClosed(1, SEEDS_FULL).boxed().toList() : BranchRuns.SEEDS;
        seeds.forEach(seed -> runs.add(new Detector.Seed(seed)));
        BranchRuns.TESTS.forEach(test -> runs.add(BranchRuns.detector(test)));
        return runs;
    }

    /// The product with its branches marked.
    ///
    /// @param branches their numbers are their places
    /// @param reached by number, 1 for those that were taken
    private record Marked(List<ErrorBranch> branches, PlantedLoader product, AtomicIntegerArray reached) {
        static Marked of(List<ErrorBranch> branches) throws ReflectiveOperationException {
            PlantedLoader product = new PlantedLoader(ErrorBranch.marking(branches));
            Object reached = product.loadClass(BranchMarks.class.getName())
                    .getMethod("reached")
                    .invoke(null);
            return new Marked(branches, product, (AtomicIntegerArray) reached);
        }

        /// What a run has noticed: nothing, if it is as it should be. Empty if it does not end.
        Optional<Optional<String>> run(Detector run) {
            Level before = LOGGER.getLevel();
            if (run instanceof Detector.Seed) {
                LOGGER.setLevel(Level.OFF); // a simulated thread may be left behind with the lock of the log
            }
            try {
                return Hunt.limited(run, product);
            } finally {
                LOGGER.setLevel(before);
            }
        }

        /// What was taken since the last call.
        Set<String> taken() {
            Set<String> taken = new TreeSet<>();
            for (int number = 0; number < branches.size(); number++) {
                if (reached.getAndSet(number, 0) != 0) {
                    taken.add(branches.get(number).id());
                }
            }
            return taken;
        }
    }
}
