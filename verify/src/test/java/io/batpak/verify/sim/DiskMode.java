package io.batpak.verify.sim;

/// What is wrong with the disk of a run. In every mode the power goes at the end.
sealed interface DiskMode {
    /// The start of the digest of a run.
    default RunDigest begin(long seed) {
        RunDigest digest = new RunDigest(seed);
        return switch (this) {
            case Honest() -> digest;
            case Lying(int oneIn) -> digest.fold(RunDigest.fold(0xF0DE01, oneIn));
            case Crash(CrashBoundary boundary, int _) -> digest.fold(RunDigest.fold(0xF0DE02, boundary.token()));
        };
    }

    /// Nothing: what was synced is there.
    record Honest() implements DiskMode {}

    /// Some syncs report success and make nothing durable.
    ///
    /// @param oneIn how many of them, on average
    record Lying(int oneIn) implements DiskMode {}

    /// The power goes in the middle of a write; a session was closed before.
    ///
    /// @param boundary the moment
    /// @param occurrence which of these moments, from 1
    record Crash(CrashBoundary boundary, int occurrence) implements DiskMode {}
}
