package io.batpak.verify.sim;

import io.batpak.model.Hash;
import java.util.List;
import java.util.OptionalInt;

/// What a run submitted, what it was promised and what was there afterwards.
///
/// @param row the run
/// @param submitted the payloads, in the order in which they were handed over, those of a failed operation included
/// @param ends how many there were before the first write and after each
/// @param succeeded how many of them a call returned for
/// @param acked how many of them a sync had covered when it returned, as the reference counts: batches do not count
/// @param durable the same with batches, which return only when they are durable
/// @param crashAt the operation in which the power went
/// @param recovered the events that were there, by sequence; empty if the open was refused
/// @param outcome how it ended
/// @param digest the number of the run
/// @param replay what the disk went through, for the message of a failing test
record RecoveryResult(
        RecoveryRow row,
        List<String> submitted,
        List<Integer> ends,
        int succeeded,
        int acked,
        int durable,
        OptionalInt crashAt,
        List<Recovered> recovered,
        RunOutcome outcome,
        long digest,
        String replay) {

    /// An event that was there.
    ///
    /// @param payload in hex
    /// @param eventHash over the payload
    /// @param previousHash of the event before it in its stream
    record Recovered(String payload, Hash eventHash, Hash previousHash) {}

    @Override
    public String toString() {
        return row + ", crash at " + crashAt + ", " + outcome + ", submitted " + submitted.size() + ", acked " + acked
                + ", recovered " + recovered.size() + "; " + replay;
    }
}
