package io.batpak.verify.plant;

import java.util.List;

/// What [ErrorBranchesTest] runs: few seeds and few tests that reach all branches together.
final class BranchRuns {
    /// Histories, chosen among the first hundreds for what they reach.
    static final long[] SEEDS = {56, 77};

    /// Tests below `io.batpak.verify`: `package.Class#method`, or all methods of a class.
    static final List<String> TESTS = List.of(
            "engine.WriteErrorsTest", "engine.CompactionErrorsTest", "engine.RecoveryErrorsTest");

    private BranchRuns() {}

    static Detector detector(String test) {
        int at = test.indexOf('#');
        String className = at < 0 ? test : test.substring(0, at);
        return new Detector.Crash("io.batpak.verify." + className, at < 0 ? "" : test.substring(at + 1));
    }
}
