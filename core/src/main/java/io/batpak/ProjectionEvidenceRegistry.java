package io.batpak;

import io.batpak.evidence.EvidenceReport;
import io.batpak.evidence.ProjectionRunReport;
import io.batpak.projection.Freshness;
import io.batpak.projection.Projection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// Projections by their names, for those who report about them without knowing their states. Any thread.
public final class ProjectionEvidenceRegistry {
    private final ConcurrentNavigableMap<String, Projection<?>> projections = new ConcurrentSkipListMap<>();

    /// A registry without projections.
    public ProjectionEvidenceRegistry() {}

    /// Adds a projection in the place of the one that had its name.
    public ProjectionEvidenceRegistry register(Projection<?> projection) {
        projections.put(projection.name(), projection);
        return this;
    }

    /// Whether a projection has this name.
    public boolean contains(String name) {
        return projections.containsKey(name);
    }

    /// The names, ascending.
    public List<String> names() {
        return List.copyOf(projections.keySet());
    }

    /// Runs a projection and reports about it; empty if there is none of this name. Otherwise as
    /// {@link Projections#runEvidence}.
    ///
    /// @throws ProjectionFailedException with a report, if the projection failed
    public Optional<EvidenceReport<ProjectionRunReport>> run(
            String name, Journal journal, String entity, Freshness freshness) {
        Projection<?> projection = projections.get(name);
        return projection == null
                ? Optional.empty()
                : Optional.of(journal.projections()
                        .runEvidence(entity, projection, freshness)
                        .report());
    }
}
