package io.batpak;

import io.batpak.delivery.DeliverySource;
import io.batpak.error.StoreClosedException;
import io.batpak.model.EventKind;
import io.batpak.model.InvalidArgumentException;
import io.batpak.payload.PayloadRegistry;
import io.batpak.projection.Freshness;
import io.batpak.projection.FusedStates;
import io.batpak.projection.Generation;
import io.batpak.projection.Projected;
import io.batpak.projection.Projection;
import io.batpak.projection.ProjectionEngine;
import io.batpak.projection.ProjectionStateBoundExceededException;
import io.batpak.projection.ProjectionStateContractUnspecifiedException;
import io.batpak.projection.ProjectionStateExtentUnavailableException;
import io.batpak.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Projections of one open journal, with everything that `Journal.project` leaves out.
///
/// Any thread; folds run on the caller, without any lock. Entities are exact: `order:1` is not part of `order`.
/// Hidden events do not count. Nothing is written but rows of the configured cache. All calls but `generation`
/// throw what the functions of the projection throw, unchanged, and:
///
/// * {@link ProjectionStateContractUnspecifiedException}, {@link ProjectionStateExtentUnavailableException}, {@link
///   ProjectionStateBoundExceededException} when a state breaks the promise of its projection
/// * `UnknownPayloadTypeException`, {@link InvalidArgumentException} when the projection does not fit the payload
///   types
/// * `PayloadDecodeException` and the other errors of decoding when a payload does not
/// * {@link StoreClosedException} after the close of the journal, and errors of reading
public final class Projections {
    private final OpenJournal journal;
    private final PayloadRegistry payloads;
    private final ProjectionEngine engine;
    private final DeliverySource events;

    private Projections(OpenJournal journal, PayloadRegistry payloads, ProjectionEngine engine, DeliverySource events) {
        this.journal = journal;
        this.events = events;
        this.payloads = payloads;
        this.engine = engine;
    }

    static Projections of(OpenJournal journal, PayloadRegistry payloads, StoreConfig config, DeliverySource events) {
        Clock clock = Clock.neverBackwards(config.clock());
        ProjectionInput input = new ProjectionInput(journal, payloads);
        ProjectionEngine engine = new ProjectionEngine(input, config.projectionCache(), clock);
        return new Projections(journal, payloads, engine, events);
    }

    /// A state, and how it came about.
    ///
    /// @param <S> the state
    public <S> Projected<S> run(String entity, Projection<S> projection, Freshness freshness) {
        return engine.project(entity, projection, freshness);
    }

    /// A state, if anything visible of the entity changed since `lastSeen`: as new as the journal, with the
    /// generation to ask with next. An event that the projection does not look at is a change as well.
    ///
    /// @param lastSeen what the answer before said; {@link Generation#none} for the first time
    /// @param <S> the state
    public <S> Optional<Projected<S>> ifChanged(String entity, Projection<S> projection, Generation lastSeen) {
        return engine.generation(entity).equals(lastSeen)
                ? Optional.empty()
                : Optional.of(engine.project(entity, projection, Freshness.consistent()));
    }

    /// The states of several projections from one pass over the events: each is what {@link #run} answers. External
    /// caches are neither read nor written.
    public FusedStates fused(String entity, List<? extends Projection<?>> projections) {
        return engine.fused(entity, projections);
    }

    /// The state behind an event: a fold of all events up to this sequence that are still there.
    ///
    /// @param <S> the state
    public <S> Optional<S> asOf(String entity, Projection<S> projection, long sequence) {
        return engine.asOf(entity, projection, sequence);
    }

    /// The state at an instant: a fold of all events committed until then, by the clock of the journal and in whole
    /// milliseconds, that are still there.
    ///
    /// @param <S> the state
    public <S> Optional<S> asOf(String entity, Projection<S> projection, Instant instant) {
        return engine.asOf(entity, projection, instant);
    }

    /// Waits for changes of an entity's state. The first answer is the state of now, whether or not there is one.
    ///
    /// @param <S> the state
    public <S> ProjectionWatch<S> watch(String entity, Projection<S> projection) {
        return watch(entity, projection, Generation.none());
    }

    /// Waits for changes of an entity's state behind a generation that was seen already; {@link #generation} for
    /// those from now on.
    ///
    /// @param <S> the state
    public <S> ProjectionWatch<S> watch(String entity, Projection<S> projection, Generation seen) {
        journal.requireOpen();
        return new ProjectionWatch<>(this, events, entity, projection, seen);
    }

    /// What the entity's generation is now. Reads no event.
    public Generation generation(String entity) {
        return engine.generation(entity);
    }

    /// A state, as {@link #run} answers it, and a report about where it came from: which events, as of when, which
    /// cache. The hash of the state is that of its codec's bytes; without a codec it is unavailable.
    ///
    /// @param <S> the state
    /// @throws ProjectionFailedException with a report, if the projection failed; the cause says how
    public <S> ProjectionRun<S> runEvidence(String entity, Projection<S> projection, Freshness freshness) {
        List<EventKind> kinds = projection.kinds(payloads);
        ProjectionReporter<S> reporter = new ProjectionReporter<>(journal, entity, projection, kinds, freshness);
        Projected<S> answer;
        try {
            answer = engine.project(entity, projection, freshness);
        } catch (RuntimeException failure) {
            throw new ProjectionFailedException(reporter.failed(failure), failure);
        }
        return new ProjectionRun<>(answer.state(), reporter.of(answer));
    }
}
