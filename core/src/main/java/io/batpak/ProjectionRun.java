package io.batpak;

import io.batpak.evidence.EvidenceReport;
import io.batpak.evidence.ProjectionRunReport;
import java.util.Optional;

/// A state, and a report about how it came about. As immutable as the state.
///
/// @param state the state; empty if no event of the projection's kinds is visible
/// @param report what it was made of, with the hash of its bytes
/// @param <S> the state
public record ProjectionRun<S>(Optional<S> state, EvidenceReport<ProjectionRunReport> report) {}
