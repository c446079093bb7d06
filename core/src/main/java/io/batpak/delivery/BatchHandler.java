package io.batpak.delivery;

import io.batpak.model.Entry;
import java.util.List;
import java.util.Optional;

/// What a worker does with its events.
@FunctionalInterface
public interface BatchHandler {
    /// What becomes of the worker behind a batch.
    enum Verdict {
        /// The batch is dealt with; go on.
        CONTINUE,
        /// The batch is dealt with; end.
        STOP,
        /// The batch is not dealt with, whoever goes on from the checkpoint gets it again; end.
        STOP_WITH_ROLLBACK
    }

    /// Deals with the next events. Called by the thread of the worker, one batch after the other. A batch comes
    /// again when this throws, and when the program ends before its position was kept.
    ///
    /// @param events one or more, in commit order
    /// @param proof that they come again until they are dealt with; empty for a worker that keeps no place
    /// @throws Exception whatever it likes; the policy of the worker says what follows
    Verdict handle(List<Entry> events, Optional<AtLeastOnce> proof) throws Exception;
}
