package io.batpak.evidence;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// A body and what others say about it. Immutable, as far as the body is.
///
/// The hash of the body does not depend on anything else in here; the hash of the envelope depends on everything.
///
/// @param body the body
/// @param envelopeSchemaVersion version of the envelope, 0..4294967295; [#SCHEMA_VERSION] in new ones
/// @param generatedAtMillis when it was made, milliseconds since 1970, unsigned; empty if nobody says
/// @param diagnosticNote a remark for people; empty if there is none
/// @param signatures signatures over the bytes of the body; kept sorted, equal ones stay
/// @param attestations other statements; kept sorted, equal ones stay
/// @param <T> the type of the body
public record ArtifactEnvelope<T extends EvidenceBody>(
        T body,
        long envelopeSchemaVersion,
        OptionalLong generatedAtMillis,
        Optional<String> diagnosticNote,
        List<ArtifactSignature> signatures,
        List<Attestation> attestations) {
    /// The version of new envelopes.
    public static final long SCHEMA_VERSION = 1;

    /// Keeps its own sorted copies of the lists.
    ///
    /// @throws InvalidArgumentException if the version does not fit 32 bits
    public ArtifactEnvelope {
        Forms.u32("envelopeSchemaVersion", envelopeSchemaVersion);
        signatures = ArtifactSignature.SHAPE.sorted(signatures);
        attestations = Attestation.SHAPE.sorted(attestations);
    }

    /// The body alone, with nothing said about it.
    public static <T extends EvidenceBody> ArtifactEnvelope<T> of(T body) {
        return new ArtifactEnvelope<>(
                body, SCHEMA_VERSION, OptionalLong.empty(), Optional.empty(), List.of(), List.of());
    }

    /// The same with one more signature.
    public ArtifactEnvelope<T> signedBy(ArtifactSignature signature) {
        List<ArtifactSignature> more = new ArrayList<>(signatures);
        more.add(signature);
        return new ArtifactEnvelope<>(
                body, envelopeSchemaVersion, generatedAtMillis, diagnosticNote, more, attestations);
    }

    /// Reads the bytes of an envelope. Signatures are not checked.
    ///
    /// @param body reads the body; what it throws goes through
    /// @throws EvidenceFormatException if they are none
    public static <T extends EvidenceBody> ArtifactEnvelope<T> fromBytes(byte[] bytes, Function<byte[], T> body) {
        EnvelopeBytes parts = Forms.read("artifact envelope", EnvelopeBytes.SHAPE, bytes);
        return new ArtifactEnvelope<>(
                body.apply(parts.body()),
                parts.envelopeSchemaVersion(),
                parts.generatedAtWallMs(),
                parts.diagnosticNote(),
                parts.signatures(),
                parts.attestations());
    }

    /// The bytes of the body and all that is said about it.
    public byte[] toBytes() {
        return EnvelopeBytes.SHAPE.encode(new EnvelopeBytes(
                body.toBytes(), envelopeSchemaVersion, generatedAtMillis, diagnosticNote, signatures, attestations));
    }

    /// BLAKE3 of the bytes of the body.
    public Hash bodyHash() {
        return body.bodyHash();
    }

    /// A hash of the body's hash and of everything that is said about it. It is no hash of [#toBytes].
    public Hash envelopeHash() {
        return Hash.blake3(EnvelopeIdentity.SHAPE.encode(new EnvelopeIdentity(
                EnvelopeIdentity.FRAMING_VERSION,
                bodyHash(),
                envelopeSchemaVersion,
                generatedAtMillis,
                diagnosticNote,
                signatures,
                attestations)));
    }

    /// Checks every signature, ascending.
    public ArtifactVerification verify(SignatureCheck check) {
        byte[] bytes = body.toBytes();
        List<ArtifactFinding> findings = new ArrayList<>();
        for (ArtifactSignature signature : signatures) {
            check.refusal(signature, bytes.clone())
                    .ifPresent(reason -> findings.add(new ArtifactFinding.InvalidSignature(signature.keyId(), reason)));
        }
        return new ArtifactVerification(bodyHash(), envelopeHash(), findings);
    }
}
