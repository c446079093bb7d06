package io.batpak.write;

import io.batpak.error.WriterCrashedException;
import io.batpak.model.RestartPolicy;
import io.batpak.time.Clock;

/// What follows an unexpected exception inside a commit: a new segment, as often as the policy allows, then the
/// end of all writing.
///
/// The commit that failed has left nothing behind: it is written last of all and indexed only then. Confined to
/// the holder of the turn.
final class Crashes {
    private final RestartBudget budget;
    private final Clock clock;
    private final Commits commits;
    private final Fences fences;
    private final GrowingLog log;

    Crashes(RestartPolicy policy, Clock clock, Commits commits, Fences fences, GrowingLog log) {
        this.budget = new RestartBudget(policy, clock.monotonicNanos());
        this.clock = clock;
        this.commits = commits;
        this.fences = fences;
        this.log = log;
    }

    Fences fences() {
        return fences;
    }

    /// Carries on in a new segment, or ends all writing.
    ///
    /// @return what the caller of the commit is told
    WriterCrashedException crashed(Throwable cause) {
        WriterCrashedException told = new WriterCrashedException("a commit failed unexpectedly", cause);
        Committer.LOG.log(System.Logger.Level.ERROR, "a commit failed unexpectedly", cause);
        if (log.poison() != null) {
            return told;
        }
        fences.abandon(told);
        if (!budget.take(clock.monotonicNanos())) {
            log.poisonWith("a commit failed unexpectedly, and restartPolicy allows no further restart", cause);
            return told;
        }
        try {
            commits.rotate();
        } catch (RuntimeException | Error e) {
            log.poisonWith("no new segment could be started after a commit that failed unexpectedly", e);
        }
        return told;
    }
}
