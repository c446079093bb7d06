package io.batpak;

import io.batpak.evidence.EvidenceReport;
import io.batpak.evidence.InputFrontier;
import io.batpak.evidence.Observed;
import io.batpak.evidence.ProjectionRunReport;
import io.batpak.evidence.ProjectionRunReport.Finding;
import io.batpak.evidence.ProjectionSource;
import io.batpak.evidence.ReportForm;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.projection.CacheStatus;
import io.batpak.projection.Freshness;
import io.batpak.projection.Projected;
import io.batpak.projection.Projection;
import io.batpak.projection.StateCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reports about one run of a projection. One thread.
///
/// @param <S> the state
final class ProjectionReporter<S> {
    private static final System.Logger LOG = System.getLogger("io.batpak");
    private static final Observed FAILED = new Observed.Unavailable("projection_failed");

    private final OpenJournal journal;
    private final String entity;
    private final Projection<S> projection;
    private final List<EventKind> kinds;
    private final Freshness requested;

    /// @param kinds those that count, empty for all
    ProjectionReporter(
            OpenJournal journal, String entity, Projection<S> projection, List<EventKind> kinds, Freshness requested) {
        this.journal = journal;
        this.entity = entity;
        this.projection = projection;
        this.kinds = kinds;
        this.requested = requested;
    }

    EvidenceReport<ProjectionRunReport> of(Projected<S> answer) {
        Observed freshness = switch (answer.freshness()) {
            case FRESH -> Observed.Freshness.FRESH;
            case STALE_ALLOWED -> Observed.Freshness.STALE_ALLOWED;
            case NOT_APPLICABLE -> Observed.Freshness.NOT_APPLICABLE;
        };
        Optional<InputFrontier> frontier = answer.appliedSequence().isEmpty()
                ? Optional.empty()
                : frontier(answer.appliedSequence().getAsLong());
        Observed output = answer.state().map(this::output).orElseGet(Observed.NoOutput::new);
        return report(freshness, frontier, output, cache(answer.cacheStatus()), false);
    }

    EvidenceReport<ProjectionRunReport> failed(RuntimeException failure) {
        return report(FAILED, Optional.empty(), FAILED, FAILED, true).remarks(List.of(String.valueOf(failure)));
    }

    /// Unknown only if the event went between the fold and this look.
    private Optional<InputFrontier> frontier(long applied) {
        return journal.view()
                .atSequence(applied)
                .map(entry -> new InputFrontier(InputFrontier.Kind.VISIBLE, entry.wallMillis(), entry.sequence()));
    }

    private Observed output(S state) {
        StateCodec<S> codec = projection.codec().orElse(null);
        if (codec == null) {
            return new Observed.Unavailable("no_state_codec");
        }
        try {
            return new Observed.Output(Hash.blake3(codec.encode(state)));
        } catch (RuntimeException e) { // whatever somebody's codec throws
            LOG.log(System.Logger.Level.WARNING, "a state has no bytes: " + projection.identity(entity), e);
            return new Observed.Unavailable("state_not_encoded");
        }
    }

    private static Observed cache(CacheStatus status) {
        return switch (status) {
            case CacheStatus.Known.HIT -> Observed.Cache.HIT;
            case CacheStatus.Known.MISS -> Observed.Cache.MISS;
            case CacheStatus.Known.BYPASSED -> Observed.Cache.BYPASSED;
            case CacheStatus.Unavailable(String reason) -> new Observed.Unavailable(reason);
        };
    }

    private EvidenceReport<ProjectionRunReport> report(
            Observed freshness, Optional<InputFrontier> frontier, Observed output, Observed cache, boolean failed) {
        List<Finding> findings = new ArrayList<>(List.of(Finding.PARTIAL_VISIBILITY_NOT_APPLICABLE));
        addIf(findings, freshness instanceof Observed.Unavailable, Finding.OBSERVED_FRESHNESS_UNAVAILABLE);
        addIf(
                findings,
                frontier.isEmpty() && freshness != Observed.Freshness.NOT_APPLICABLE,
                Finding.INPUT_FRONTIER_UNKNOWN);
        addIf(findings, output instanceof Observed.Unavailable, Finding.OUTPUT_HASH_UNAVAILABLE);
        addIf(findings, cache instanceof Observed.Unavailable, Finding.CACHE_STATUS_UNAVAILABLE);
        addIf(findings, failed, Finding.PROJECTION_FAILED);
        addIf(findings, freshness == Observed.Freshness.STALE_ALLOWED, Finding.STALE_USED);
        return ReportForm.PROJECTION_RUN.report(new ProjectionRunReport(
                ProjectionRunReport.SCHEMA_VERSION,
                projection.identity(entity),
                sources(),
                ProjectionRunReport.ReplayMode.CURRENT,
                requested(),
                freshness,
                frontier,
                output,
                cache,
                ProjectionRunReport.CheckpointRef.NOT_APPLICABLE,
                findings));
    }

    private static void addIf(List<Finding> findings, boolean found, Finding finding) {
        if (found) {
            findings.add(finding);
        }
    }

    private List<ProjectionSource> sources() {
        return Stream.concat(
                        Stream.<ProjectionSource>of(new ProjectionSource.Entity(entity)),
                        kinds.stream()
                                .<ProjectionSource>map(
                                        kind -> new ProjectionSource.RelevantKind(kind.category(), kind.typeId())))
                .toList();
    }

    private io.batpak.evidence.Freshness requested() {
        return switch (requested) {
            case Freshness.Consistent _ -> new io.batpak.evidence.Freshness.Consistent();
            case Freshness.MaybeStale(Duration maxAge) -> new io.batpak.evidence.Freshness.MaybeStale(millis(maxAge));
        };
    }

    /// Milliseconds of a duration, as many as fit.
    private static long millis(Duration duration) {
        try {
            return duration.toMillis();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }
}
