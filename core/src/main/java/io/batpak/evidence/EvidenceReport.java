package io.batpak.evidence;

import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A report's body, the hash that names it, and what is said around it. Immutable, as far as the body is.
///
/// Only the body counts for the hash: when a report was made, by what, and what else there is to say can be changed
/// without changing what it proves. A [ReportForm] makes reports, and knows their bytes.
///
/// @param body what is reported
/// @param bodyHash the hash that the body is said to have
/// @param generatedAtMillis when the report was made, in milliseconds since 1970, unsigned; empty if nobody says
/// @param batpakVersion which release made it; empty if nobody says
/// @param diagnostics remarks for people
/// @param <B> the body
public record EvidenceReport<B>(
        B body,
        Hash bodyHash,
        OptionalLong generatedAtMillis,
        Optional<String> batpakVersion,
        List<String> diagnostics) {
    /// Keeps its own copy of the remarks.
    public EvidenceReport {
        diagnostics = List.copyOf(diagnostics);
    }

    /// Whether nothing is said around the body.
    public boolean isBare() {
        return generatedAtMillis.isEmpty() && batpakVersion.isEmpty() && diagnostics.isEmpty();
    }

    /// The same report, and when it was made.
    ///
    /// @param unixMillis milliseconds since 1970, unsigned
    public EvidenceReport<B> generatedAt(long unixMillis) {
        return new EvidenceReport<>(body, bodyHash, OptionalLong.of(unixMillis), batpakVersion, diagnostics);
    }

    /// The same report, and which release made it.
    public EvidenceReport<B> byVersion(String version) {
        return new EvidenceReport<>(body, bodyHash, generatedAtMillis, Optional.of(version), diagnostics);
    }

    /// The same report with these remarks instead of those it has.
    public EvidenceReport<B> remarks(List<String> texts) {
        return new EvidenceReport<>(body, bodyHash, generatedAtMillis, batpakVersion, texts);
    }

    /// @throws InvalidArgumentException if something is said around the body
    void requireBare(String name) {
        if (!isBare()) {
            throw new InvalidArgumentException(name, "with time, version or remarks", "a body and its hash alone");
        }
    }
}
