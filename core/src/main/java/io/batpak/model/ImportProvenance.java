package io.batpak.model;

/// Where an imported event comes from, as its extension [#EXTENSION_KEY] tells. Immutable; every instance can
/// be encoded. Bytes: docs/formats/import-provenance.md
///
/// @param schemaVersion version of the value, 0..65535; [#SCHEMA_VERSION] in new ones
/// @param sourceNamespace the name the importer gave to the source
/// @param sourceEventId the event's id there
/// @param sourceSequence its sequence there, unsigned
/// @param sourceKind its kind
/// @param sourceContentHash BLAKE3 of its stored payload there
public record ImportProvenance(
        int schemaVersion,
        String sourceNamespace,
        EventId sourceEventId,
        long sourceSequence,
        EventKind sourceKind,
        Hash sourceContentHash) {
    /// The version of new values, and the latest one that can be read.
    public static final int SCHEMA_VERSION = 1;

    /// The key of the extension. No caller can write one under it.
    public static final String EXTENSION_KEY = "batpak.import.provenance";

    /// @throws InvalidArgumentException if the version does not fit 16 bits, or the namespace has an unpaired
    ///     surrogate
    public ImportProvenance {
        Ranges.u16("schemaVersion", schemaVersion);
        if (!Utf8.isWellFormed(sourceNamespace)) {
            throw new InvalidArgumentException(
                    "sourceNamespace", "text with an unpaired surrogate", "well-formed text");
        }
    }
}
