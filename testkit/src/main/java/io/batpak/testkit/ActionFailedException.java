package io.batpak.testkit;

import io.batpak.time.JobFailedException;

/// Carries a checked exception of an action to where it is reported.
final class ActionFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ActionFailedException(Exception cause) {
        super(cause);
    }

    /// What may throw anything.
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    /// Runs it; what it throws unchecked goes through as it is.
    static void unchecked(Action action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ActionFailedException(e);
        }
    }

    /// What the action has thrown, in whatever job it ran.
    static Throwable unwrapped(Throwable failure) {
        boolean wrapped = failure instanceof ActionFailedException || failure instanceof JobFailedException;
        Throwable cause = failure.getCause();
        return wrapped && cause != null ? unwrapped(cause) : failure;
    }
}
