package io.batpak.verify.plant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The search for what notices a defect: first what did the last time, then histories, then the crash tests that are
/// about the package the defect is in.
final class Hunt {
    private static final int SEEDS = 40;
    private static final String SEED = "seed ";
    private static final String ENGINE = "io.batpak.verify.engine.";
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

    /// What notices the defect; empty if nothing does.
    ///
    /// @param planted makes a loader of the product with the defect; a new one each time, as a run may leave traces
    /// @param coreClass where the defect is
    /// @param hint what noticed it the last time, as it was answered; empty if that is not known
    static Optional<String> noticing(Supplier<PlantedLoader> planted, String coreClass, String hint) {
        Optional<String> again = detector(hint).flatMap(known -> known.notices(planted.get()));
        if (again.isPresent()) {
            return again;
        }
        PlantedLoader product = planted.get();
        for (long seed = 1; seed <= SEEDS; seed++) {
            Optional<String> noticed = new Detector.Seed(seed).notices(product);
            if (noticed.isPresent()) {
                return noticed;
            }
        }
        for (String test : BY_PACKAGE.getOrDefault(packageOf(coreClass), WRITING)) {
            Optional<String> noticed = new Detector.Crash(test, "").notices(planted.get());
            if (noticed.isPresent()) {
                return noticed;
            }
        }
        return Optional.empty();
    }

    /// What a page names; empty if it is not known any more.
    static Optional<Detector> detector(String named) {
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
