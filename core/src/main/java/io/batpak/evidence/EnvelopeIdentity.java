package io.batpak.evidence;

import io.batpak.model.Hash;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What the hash of an envelope covers.
///
/// @param framingSchemaVersion version of this
/// @param bodyHash the body
/// @param envelopeSchemaVersion version of the envelope
/// @param generatedAtWallMs when it was made
/// @param diagnosticNote a remark
/// @param signaturesSorted signatures
/// @param attestationsSorted statements
record EnvelopeIdentity(
        long framingSchemaVersion,
        Hash bodyHash,
        long envelopeSchemaVersion,
        OptionalLong generatedAtWallMs,
        Optional<String> diagnosticNote,
        List<ArtifactSignature> signaturesSorted,
        List<Attestation> attestationsSorted) {
    static final long FRAMING_VERSION = 1;

    private static final Field<EnvelopeIdentity, Long> FRAMING_SCHEMA_VERSION =
            Field.of("framing_schema_version", Shapes.U32, EnvelopeIdentity::framingSchemaVersion);
    private static final Field<EnvelopeIdentity, Hash> BODY_HASH =
            Field.of("body_hash", Forms.HASH, EnvelopeIdentity::bodyHash);
    private static final Field<EnvelopeIdentity, Long> ENVELOPE_SCHEMA_VERSION =
            Field.of("envelope_schema_version", Shapes.U32, EnvelopeIdentity::envelopeSchemaVersion);
    private static final Field<EnvelopeIdentity, OptionalLong> GENERATED_AT_WALL_MS =
            Field.of("generated_at_wall_ms", Shapes.OPTIONAL_U64, EnvelopeIdentity::generatedAtWallMs);
    private static final Field<EnvelopeIdentity, Optional<String>> DIAGNOSTIC_NOTE =
            Field.of("diagnostic_note", Shapes.optional(Shapes.TEXT), EnvelopeIdentity::diagnosticNote);
    private static final Field<EnvelopeIdentity, List<ArtifactSignature>> SIGNATURES_SORTED =
            Field.of("signatures_sorted", Shapes.list(ArtifactSignature.SHAPE), EnvelopeIdentity::signaturesSorted);
    private static final Field<EnvelopeIdentity, List<Attestation>> ATTESTATIONS_SORTED =
            Field.of("attestations_sorted", Shapes.list(Attestation.SHAPE), EnvelopeIdentity::attestationsSorted);
    static final Shape<EnvelopeIdentity> SHAPE = Struct.of(
            "envelope identity",
            List.of(
                    FRAMING_SCHEMA_VERSION,
                    BODY_HASH,
                    ENVELOPE_SCHEMA_VERSION,
                    GENERATED_AT_WALL_MS,
                    DIAGNOSTIC_NOTE,
                    SIGNATURES_SORTED,
                    ATTESTATIONS_SORTED),
            in -> new EnvelopeIdentity(
                    in.get(FRAMING_SCHEMA_VERSION),
                    in.get(BODY_HASH),
                    in.get(ENVELOPE_SCHEMA_VERSION),
                    in.get(GENERATED_AT_WALL_MS),
                    in.get(DIAGNOSTIC_NOTE),
                    in.get(SIGNATURES_SORTED),
                    in.get(ATTESTATIONS_SORTED)));
}
