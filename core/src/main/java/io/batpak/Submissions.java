package io.batpak;

import io.batpak.model.AppendOptions;
import io.batpak.model.CausationId;
import io.batpak.model.CorrelationId;
import io.batpak.model.WriterPressure;
import io.batpak.outcome.Outcome;
import io.batpak.write.Committer;
import java.util.function.Supplier;

/// Handing over without waiting.
final class Submissions {
    private static final long RETRY_AFTER_MILLIS = 10;

    private Submissions() {}

    /// What an event that answers another one is written with.
    static AppendOptions reaction(CorrelationId conversation, CausationId cause) {
        return AppendOptions.none().correlationId(conversation).causationId(cause);
    }

    /// Looks before it submits. The look is a hint: the queue may fill up in between, and then the submission
    /// waits.
    static <T> Outcome<T> tried(Committer committer, int retryThreshold, Supplier<T> submission) {
        if (committer.isFenced()) {
            return Outcome.cancelled("a visibility fence is active; submit through it");
        }
        WriterPressure pressure = committer.pressure();
        if (pressure.queued() >= retryThreshold) {
            return Outcome.retry(
                    RETRY_AFTER_MILLIS,
                    1,
                    1,
                    "the queue is nearly full: " + pressure.queued() + "/" + pressure.capacity());
        }
        return Outcome.ok(submission.get());
    }
}
