package io.batpak.testkit;

import org.jspecify.annotations.Nullable;

/// Something went wrong in a simulated run: a check failed, a caller threw, nobody could go on. The message ends with
/// what is needed to see it again.
public final class SimulationFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final String replayLine;

    SimulationFailure(String what, String replayLine, @Nullable Throwable cause) {
        super(what + (cause == null ? "" : ": " + cause) + "\n    replay: " + replayLine, cause);
        this.replayLine = replayLine;
    }

    /// One line with the seed and everything else that decides the run.
    public String replayLine() {
        return replayLine;
    }
}
