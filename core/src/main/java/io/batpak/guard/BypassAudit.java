package io.batpak.guard;

import java.util.Optional;

/// What stays of a bypass: who may answer for a commit that no gate has seen. Immutable.
///
/// @param reason what the reason is called
/// @param justification why it was good enough, for people
/// @param approvedBy who approved; empty if nobody is named
public record BypassAudit(String reason, String justification, Optional<String> approvedBy) {}
