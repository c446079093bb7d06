package io.batpak.write;

import io.batpak.error.BatchFailedException;
import io.batpak.error.ConfigurationException;
import io.batpak.error.IdempotencyPartialBatchException;
import io.batpak.error.InvalidCausationException;
import io.batpak.error.InvalidClockException;
import io.batpak.error.SequenceMismatchException;
import io.batpak.error.StreamExistsException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.CausationRef;
import io.batpak.model.EventId;
import io.batpak.model.Receipt;
import io.batpak.sign.KeyRing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The rules by which the holder of the turn accepts a command, in the documented order. Pure decisions: they
/// change nothing.
final class Placement {
    private final WriteSettings settings;
    private final KeyWindow keys;

    Placement(WriteSettings settings, KeyWindow keys) {
        this.settings = settings;
        this.keys = keys;
    }

    /// Whether the head of the stream is where the caller expects it.
    ///
    /// @param clock clock of the head, 0 if there is none
    static void checkExpectation(Prepared event, boolean hasHead, long clock) {
        AppendOptions options = event.options();
        if (options.mustBeNew() && hasHead) {
            throw new StreamExistsException(event.at().entity(), clock);
        }
        OptionalLong expected = options.expectedClock();
        if (expected.isPresent() && clock != expected.getAsLong()) {
            throw new SequenceMismatchException(event.at().entity(), expected.getAsLong(), clock);
        }
    }

    static void checkClock(Prepared event) {
        if (event.timestampMicros() < 0) {
            throw new InvalidClockException(event.timestampMicros());
        }
    }

    /// Checks a batch as a whole.
    void checkBatch(Command command) {
        List<BatchItem> items = command.items();
        if (items.size() > settings.limits().batchEventsMax()) {
            throw refused(
                    0,
                    "batch items",
                    items.size(),
                    "at most batchEventsMax, " + settings.limits().batchEventsMax());
        }
        long bytes = 0;
        for (BatchItem item : items) {
            bytes += Preparer.size(item.payload(), item.options());
        }
        if (bytes > settings.limits().batchBytesMax()) {
            throw refused(
                    0,
                    "batch bytes",
                    bytes,
                    "at most batchBytesMax, " + settings.limits().batchBytesMax());
        }
        for (int i = 0; i < items.size(); i++) {
            AppendOptions options = items.get(i).options();
            if (options.expectedClock().isPresent() || options.mustBeNew()) {
                throw refused(i, "an expected clock", "set", "only on single appends");
            }
        }
    }

    private static BatchFailedException refused(int item, String option, Object value, String range) {
        return new BatchFailedException(item, new ConfigurationException(option, value, range));
    }

    /// The original events if every item of a batch has a known key; absent if the batch is to be written.
    ///
    /// @throws IdempotencyPartialBatchException when only some items have a key, or a known one, or two the
    ///     same
    Optional<List<Committed>> replay(Command command, Set<EventId> alsoKnown) {
        Set<EventId> distinct = new HashSet<>();
        List<Committed> known = new ArrayList<>();
        int keyed = 0;
        for (Prepared event : command.events()) {
            if (event.options().idempotencyKey().isEmpty()) {
                continue;
            }
            keyed++;
            distinct.add(event.eventId());
            if (alsoKnown.contains(event.eventId())) {
                known.add(new Later(event.eventId()));
            } else {
                keys.find(event.eventId()).ifPresent(known::add);
            }
        }
        int items = command.events().size();
        if (keyed > 0 && keyed < items) {
            throw new IdempotencyPartialBatchException(keyed + " of " + items + " items have a key");
        }
        if (keyed > 0 && known.size() == items) {
            return Optional.of(known);
        }
        if (!known.isEmpty()) {
            throw new IdempotencyPartialBatchException(known.size() + " of " + items + " keys are known");
        }
        if (distinct.size() < keyed) {
            throw new IdempotencyPartialBatchException("duplicate idempotency key in batch");
        }
        return Optional.empty();
    }

    /// An event of the same fence, whose receipt is made when the fence ends.
    record Later(EventId id) implements Committed {
        @Override
        public Receipt receipt(KeyRing keys) {
            throw notYet();
        }

        @Override
        public long sequence() {
            throw notYet();
        }

        private IllegalStateException notYet() {
            return new IllegalStateException("event " + id + " is not committed yet");
        }
    }

    /// What caused item `at` of a command.
    static Optional<CausationId> causation(Command command, int at) {
        if (!command.isBatch()) {
            return command.events().get(at).options().causationId();
        }
        BatchItem item = command.items().get(at);
        return switch (item.causation()) {
            case CausationRef.None() -> item.options().causationId();
            case CausationRef.Absolute(CausationId id) -> id.isNil() ? Optional.empty() : Optional.of(id);
            case CausationRef.PriorItem(int prior) -> {
                if (prior < 0 || prior >= at) {
                    throw new BatchFailedException(at, new InvalidCausationException(prior, at));
                }
                EventId cause = command.events().get(prior).eventId();
                yield Optional.of(new CausationId(cause.high(), cause.low()));
            }
        };
    }
}
