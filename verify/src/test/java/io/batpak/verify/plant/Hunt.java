package io.batpak.verify.plant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// The search for what notices a defect: first what did the last time, then histories, then the crash tests that
/// are about the package the defect is in.
final class Hunt {
    /// For one detector; the slowest takes a tenth.
    private static final Duration LIMIT = Duration.ofSeconds(90);
    /// For one defect; the detector that is under way then comes to its end.
    private static final Duration SEARCH = Duration.ofMinutes(5);

    private static final int SEEDS = 40;
    private static final String STUCK = ", stuck";
    private static final String SEED = "seed ";
    private static final String ENGINE = "io.batpak.verify.engine.";
    private static final String DELIVERY = "io.batpak.verify.delivery.";
    private static final String GOLDEN = "io.batpak.verify.golden.";
    private static final String SIM = "io.batpak.verify.sim.";

    private static final List<String> COMPACTION = List.of(
            ENGINE + "NameOrderTest",
            ENGINE + "CompactionCrashTest",
            ENGINE + "OutputWriterTest",
            ENGINE + "CompactionHazardsTest",
            ENGINE + "CompactionKeysTest",
            ENGINE + "CompactionTest",
            ENGINE + "PortionsTest");
    private static final List<String> FILES = List.of(
            ENGINE + "SidecarFilesTest",
            ENGINE + "RunFilesTest",
            ENGINE + "StoreCrashTest",
            DELIVERY + "CheckpointCrashTest",
            ENGINE + "CompactionCrashTest",
            GOLDEN + "InterruptedCompactionTest");
    private static final List<String> WRITING = List.of(
            ENGINE + "NameOrderTest",
            ENGINE + "StoreCrashTest",
            ENGINE + "FenceReopenTest",
            ENGINE + "FenceTest",
            ENGINE + "StoreFaultTest",
            ENGINE + "SharedSyncTest",
            ENGINE + "ConfigEffectTest",
            ENGINE + "LateSealTest",
            ENGINE + "PowerCutSweepTest",
            SIM + "TornPublishTest",
            SIM + "RecoveryLawTest");
    private static final List<String> COPIES = List.of(
            ENGINE + "NameOrderTest",
            ENGINE + "PortionsTest",
            ENGINE + "BackupCrashTest",
            ENGINE + "BackupTest",
            ENGINE + "CopyCrashTest",
            ENGINE + "TransferCrashTest",
            ENGINE + "ImportCrashTest",
            ENGINE + "ImportTest",
            ENGINE + "ImportBesideOthersTest",
            ENGINE + "SnapshotTest");
    private static final Map<String, List<String>> BY_PACKAGE = Map.of(
            "", WRITING,
            "compact", COMPACTION,
            "fs", COPIES,
            "recovery", FILES,
            "segment", WRITING,
            "sidecar", FILES,
            "transfer", COPIES,
            "write", WRITING);

    private Hunt() {}

    /// What notices the defect; empty if nothing does before the time is up.
    ///
    /// @param planted makes a loader of the product with the defect; a new one each time, as a run may leave traces
    /// @param coreClass where the defect is
    /// @param hint what noticed it the last time, as it was answered; empty if that is not known
    static Optional<String> noticing(Supplier<PlantedLoader> planted, String coreClass, String hint) {
        long begin = System.nanoTime();
        Optional<String> again = detector(hint).flatMap(known -> noticedBy(known, planted));
        if (again.isPresent()) {
            return again;
        }
        for (Detector next : search(coreClass)) {
            Optional<String> noticed = noticedBy(next, planted);
            if (noticed.isPresent()) {
                return noticed;
            }
            if (System.nanoTime() - begin > SEARCH.toNanos()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static List<Detector> search(String coreClass) {
        List<Detector> all = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            all.add(new Detector.Seed(seed));
        }
        BY_PACKAGE.getOrDefault(packageOf(coreClass), WRITING).forEach(test -> all.add(new Detector.Crash(test, "")));
        return all;
    }

    /// A detector that does not come to its end has noticed something if it does without the defect.
    private static Optional<String> noticedBy(Detector detector, Supplier<PlantedLoader> planted) {
        return limited(detector, planted.get())
                .orElseGet(() -> limited(detector, new PlantedLoader(Map.of())).isPresent()
                        ? Optional.of(detector + STUCK)
                        : Optional.empty());
    }

    /// What it has noticed in its time; empty if that was not enough.
    static Optional<Optional<String>> limited(Detector detector, PlantedLoader product) {
        FutureTask<Optional<String>> run = new FutureTask<>(() -> detector.notices(product));
        Thread thread = Thread.ofPlatform().daemon().name("hunt-" + detector).unstarted(run);
        thread.setContextClassLoader(product); // where the services of the product are looked for
        thread.start();
        try {
            return Optional.of(run.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            thread.interrupt(); // it may go on for ever: nobody waits for it
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(detector.toString(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(detector.toString(), e);
        }
    }

    /// Tells of one, and which hint would have saved the search.
    static void report(String planted, String hint, String by) {
        System.out.println(planted + ": noticed by " + by
                + (hint.equals(by)
                        ? ""
                        : ", and not by \"" + hint + "\" any more: write the new hint into docs/planted.md"));
    }

    /// What a page names; empty if it is not known any more.
    static Optional<Detector> detector(String hint) {
        String named = hint.endsWith(STUCK) ? hint.substring(0, hint.length() - STUCK.length()) : hint;
        if (named.startsWith(SEED)) {
            return Optional.of(new Detector.Seed(Long.parseLong(named.substring(SEED.length()))));
        }
        int at = named.indexOf('#');
        String simpleName = at < 0 ? named : named.substring(0, at);
        String method = at < 0 ? "" : named.substring(at + 1);
        return tests().stream()
                .filter(test -> test.endsWith("." + simpleName))
                .findFirst()
                .map(test -> new Detector.Crash(test, method));
    }

    private static List<String> tests() {
        List<String> all = new ArrayList<>();
        BY_PACKAGE.values().forEach(all::addAll);
        return all;
    }

    private static String packageOf(String coreClass) {
        String below = coreClass.substring("io.batpak.".length());
        int dot = below.lastIndexOf('.');
        return dot < 0 ? "" : below.substring(0, dot);
    }
}
