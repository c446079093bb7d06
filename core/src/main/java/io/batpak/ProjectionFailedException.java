package io.batpak;

import io.batpak.evidence.EvidenceReport;
import io.batpak.evidence.ProjectionRunReport;

/// A projection that was to be reported about has failed; the cause says how, and there is a report about that.
/// Nothing was kept.
public final class ProjectionFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    // Travels with the exception inside of one process only.
    private final transient EvidenceReport<ProjectionRunReport> report;

    ProjectionFailedException(EvidenceReport<ProjectionRunReport> report, RuntimeException cause) {
        super("the projection " + report.body().projectionId() + " failed: " + cause.getMessage(), cause);
        this.report = report;
    }

    /// The report about the failure.
    public EvidenceReport<ProjectionRunReport> report() {
        return report;
    }
}
