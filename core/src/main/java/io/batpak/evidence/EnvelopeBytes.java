package io.batpak.evidence;

import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// An envelope whose body is only bytes.
///
/// @param body its bytes
/// @param envelopeSchemaVersion version of the envelope
/// @param generatedAtWallMs when it was made
/// @param diagnosticNote a remark
/// @param signatures signatures
/// @param attestations statements
@SuppressWarnings("ArrayRecordComponent") // never compared, and handed over
record EnvelopeBytes(
        byte[] body,
        long envelopeSchemaVersion,
        OptionalLong generatedAtWallMs,
        Optional<String> diagnosticNote,
        List<ArtifactSignature> signatures,
        List<Attestation> attestations) {
    private static final Field<EnvelopeBytes, byte[]> BODY = Field.of("body", Shapes.RAW, EnvelopeBytes::body);
    private static final Field<EnvelopeBytes, Long> ENVELOPE_SCHEMA_VERSION =
            Field.of("envelope_schema_version", Shapes.U32, EnvelopeBytes::envelopeSchemaVersion);
    private static final Field<EnvelopeBytes, OptionalLong> GENERATED_AT_WALL_MS =
            Field.of("generated_at_wall_ms", Shapes.OPTIONAL_U64, EnvelopeBytes::generatedAtWallMs);
    private static final Field<EnvelopeBytes, Optional<String>> DIAGNOSTIC_NOTE =
            Field.of("diagnostic_note", Shapes.optional(Shapes.TEXT), EnvelopeBytes::diagnosticNote);
    private static final Field<EnvelopeBytes, List<ArtifactSignature>> SIGNATURES =
            Field.of("signatures", Shapes.list(ArtifactSignature.SHAPE), EnvelopeBytes::signatures);
    private static final Field<EnvelopeBytes, List<Attestation>> ATTESTATIONS =
            Field.of("attestations", Shapes.list(Attestation.SHAPE), EnvelopeBytes::attestations);
    static final Shape<EnvelopeBytes> SHAPE = Struct.of(
            "artifact envelope",
            List.of(BODY, ENVELOPE_SCHEMA_VERSION, GENERATED_AT_WALL_MS, DIAGNOSTIC_NOTE, SIGNATURES, ATTESTATIONS),
            in -> new EnvelopeBytes(
                    in.get(BODY),
                    in.get(ENVELOPE_SCHEMA_VERSION),
                    in.get(GENERATED_AT_WALL_MS),
                    in.get(DIAGNOSTIC_NOTE),
                    in.get(SIGNATURES),
                    in.get(ATTESTATIONS)));
}
