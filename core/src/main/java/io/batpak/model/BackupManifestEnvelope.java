package io.batpak.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A backup manifest together with what others say about it. Immutable; every instance can be encoded.
/// Bytes: docs/formats/backup-manifest.md
///
/// The hash of the manifest does not depend on anything else in here.
///
/// @param body the manifest
/// @param envelopeSchemaVersion version of the envelope, 0..4294967295; [#SCHEMA_VERSION] in new ones
/// @param generatedAtMillis when it was made, milliseconds since 1970, unsigned; empty if nobody says
/// @param diagnosticNote a remark for people; lone surrogates become question marks
/// @param signatures signatures over the bytes of the manifest; kept sorted, equal ones stay
/// @param attestations other statements; kept sorted, equal ones stay
public record BackupManifestEnvelope(
        BackupManifest body,
        long envelopeSchemaVersion,
        OptionalLong generatedAtMillis,
        Optional<String> diagnosticNote,
        List<ManifestSignature> signatures,
        List<Attestation> attestations) {
    /// The version of new envelopes.
    public static final long SCHEMA_VERSION = 1;

    /// Keeps its own sorted copies of the lists.
    ///
    /// @throws InvalidArgumentException if the version does not fit 32 bits
    public BackupManifestEnvelope {
        Ranges.u32("envelopeSchemaVersion", envelopeSchemaVersion);
        diagnosticNote = diagnosticNote.map(Utf8::wellFormed);
        signatures = SortKey.sorted(signatures, ManifestSignature::key);
        attestations = SortKey.sorted(attestations, Attestation::key);
    }

    /// The manifest alone, with nothing said about it.
    public static BackupManifestEnvelope of(BackupManifest manifest) {
        return new BackupManifestEnvelope(
                manifest, SCHEMA_VERSION, OptionalLong.empty(), Optional.empty(), List.of(), List.of());
    }

    /// The same with one more signature.
    public BackupManifestEnvelope signedBy(ManifestSignature signature) {
        List<ManifestSignature> more = new ArrayList<>(signatures);
        more.add(signature);
        return new BackupManifestEnvelope(
                body, envelopeSchemaVersion, generatedAtMillis, diagnosticNote, more, attestations);
    }

    /// A signature over the bytes of the manifest.
    ///
    /// @param algorithmId which algorithm, by agreement of signer and verifier, 0..4294967295
    /// @param keyId which key
    /// @param signatureBytes the signature
    public record ManifestSignature(long algorithmId, Hash keyId, Bytes signatureBytes) {
        /// @throws InvalidArgumentException if the number of the algorithm does not fit 32 bits
        public ManifestSignature {
            Ranges.u32("algorithmId", algorithmId);
        }

        private SortKey key() {
            return SortKey.rank(0).and(algorithmId).and(keyId).and(signatureBytes);
        }
    }

    /// A statement of any other kind.
    ///
    /// @param kindId which kind, by agreement, 0..4294967295
    /// @param bytes the statement
    public record Attestation(long kindId, Bytes bytes) {
        /// @throws InvalidArgumentException if the number of the kind does not fit 32 bits
        public Attestation {
            Ranges.u32("kindId", kindId);
        }

        private SortKey key() {
            return SortKey.rank(0).and(kindId).and(bytes);
        }
    }
}
