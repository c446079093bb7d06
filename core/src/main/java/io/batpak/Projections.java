package io.batpak;

import io.batpak.delivery.DeliverySource;
import io.batpak.error.StoreClosedException;
import io.batpak.model.EventKind;
import io.batpak.model.InvalidArgumentException;
import io.batpak.payload.PayloadRegistry;
import io.batpak.projection.Freshness;
import io.batpak.projection.FusedStates;
import io.batpak.projection.Generation;
import io.batpak.projection.KeyedProjection;
import io.batpak.projection.Projected;
import io.batpak.projection.Projection;
import io.batpak.projection.ProjectionEngine;
import io.batpak.projection.ProjectionStateBoundExceededException;
import io.batpak.projection.ProjectionStateContractUnspecifiedException;
import io.batpak.projection.ProjectionStateExtentUnavailableException;
import io.batpak.projection.ReadModel;
import io.batpak.projection.ReadModelOptions;
import io.batpak.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    private final ReadModels models;

    /// @param writable whether states can be kept in the directory
    Projections(
            OpenJournal journal,
            PayloadRegistry payloads,
            StoreConfig config,
            DeliverySource events,
            boolean writable) {
        this.journal = journal;
        this.events = events;
        this.payloads = payloads;
        ProjectionInput input = new ProjectionInput(journal, payloads);
        engine = new ProjectionEngine(input, config.projectionCache(), Clock.neverBackwards(config.clock()));
        models = new ReadModels(input, events, config, writable);
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

    /// The states behind an event of all keys, as [#asOf(String, Projection, long)] makes each: a copy.
    ///
    /// @param <S> the state
    public <S> Map<String, S> asOf(KeyedProjection<S> projection, long sequence) {
        return engine.asOf(projection, sequence);
    }

    /// The states at an instant of all keys, as [#asOf(String, Projection, Instant)] makes each: a copy.
    ///
    /// @param <S> the state
    public <S> Map<String, S> asOf(KeyedProjection<S> projection, Instant instant) {
        return engine.asOf(projection, instant);
    }

    /// The states of many entities at once, in memory, as of the beginning of the journal until it catches up.
    ///
    /// @param <S> the state
    public <S> ReadModel<S> readModel(KeyedProjection<S> projection) {
        return readModel(projection, ReadModelOptions.standard());
    }

    /// The states of many entities at once, as of where they were kept last, until it catches up. Costs a look at
    /// the entries up to there, and at the kept states.
    ///
    /// @param <S> the state
    /// @throws io.batpak.delivery.CheckpointInUseException when another read model of this journal has the name
    /// @throws io.batpak.error.ConfigurationException when states are to be kept, and the projection has no codec,
    ///     the name is too long for a file, or the journal was opened for reading only; when the projection is not
    ///     incremental
    public <S> ReadModel<S> readModel(KeyedProjection<S> projection, ReadModelOptions options) {
        return models.open(projection, options);
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
    /// Rules that do not fit the payload types are refused as in {@link #run}, without a report.
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
