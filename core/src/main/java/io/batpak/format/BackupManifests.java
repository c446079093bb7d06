package io.batpak.format;

import io.batpak.model.BackupManifest;
import io.batpak.model.BackupManifest.SegmentRef;
import io.batpak.model.BackupManifestEnvelope;
import io.batpak.model.BackupManifestEnvelope.Attestation;
import io.batpak.model.BackupManifestEnvelope.ManifestSignature;
import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import io.batpak.model.ManifestFinding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Bytes, identity and audit of backup manifests and their envelopes.
///
/// ```
/// manifest   {schema_version u32, backup_id [32], layout_revision u32, tooling_revision u32,
///             segments [{segment_id u64, bytes_digest [32]}]}
/// envelope   {body manifest, envelope_schema_version u32, generated_at_wall_ms nil|u64,
///             diagnostic_note nil|str,
///             signatures [{signature {algorithm_id u32, key_id [32], signature_bytes [n]}}],
///             attestations [{kind_id u32, bytes [n]}]}
/// identity   {framing_schema_version 1, body_hash [32], envelope_schema_version, generated_at_wall_ms,
///             diagnostic_note, signatures_sorted, attestations_sorted}     its BLAKE3 names the envelope
/// ```
///
/// Pure. Bytes: docs/formats/backup-manifest.md
public final class BackupManifests {
    private static final String NAME = "backup manifest";
    private static final String ENVELOPE_NAME = "backup manifest envelope";
    private static final int FRAMING_SCHEMA_VERSION = 1;
    private static final int IDENTITY_FIELDS = 7;
    private static final String[] BODY = {
        "schema_version", "backup_id", "layout_revision", "tooling_revision", "segments"
    };
    private static final String[] ENVELOPE = {
        "body", "envelope_schema_version", "generated_at_wall_ms", "diagnostic_note", "signatures", "attestations"
    };
    private static final int ENVELOPE_REQUIRED = 0b11_0011;
    private static final String[] SIGNED = {"signature"};
    private static final String[] SIGNATURE = {"algorithm_id", "key_id", "signature_bytes"};
    private static final String[] ATTESTATION = {"kind_id", "bytes"};

    private BackupManifests() {}

    /// The manifest's canonical bytes, which signatures cover.
    public static byte[] encode(BackupManifest manifest) {
        BodyWriter out = new BodyWriter();
        put(out, manifest);
        return out.toByteArray();
    }

    /// The hash of the manifest.
    public static Hash bodyHash(BackupManifest manifest) {
        BodyWriter out = new BodyWriter();
        put(out, manifest);
        return out.digest();
    }

    private static void put(BodyWriter out, BackupManifest manifest) {
        out.nested(BODY.length)
                .number(BODY[0], manifest.schemaVersion())
                .hash(BODY[1], manifest.backupId())
                .number(BODY[2], manifest.layoutRevision())
                .number(BODY[3], manifest.toolingRevision())
                .segments(BODY[4], manifest.segments());
    }

    /// Reads a manifest. Of a version that is not known it reads what it can; [#audit] finds the version.
    public static Decoded<BackupManifest> decode(byte[] body) {
        return BodyReader.decode(NAME, body, 0, in -> manifest(in, 1));
    }

    private static BackupManifest manifest(BodyReader in, int depth) {
        long[] numbers = new long[BODY.length];
        Hash[] id = {Hash.ZERO};
        List<SegmentRef> segments = new ArrayList<>();
        in.struct(NAME, depth, BODY, field -> {
            switch (field) {
                case 1 -> id[0] = in.hash();
                case 4 -> segments.addAll(in.segments(depth + 2));
                default -> numbers[field] = in.number(BodyReader.U32_MAX);
            }
        });
        return new BackupManifest(numbers[0], id[0], numbers[2], numbers[3], segments);
    }

    /// The envelope's canonical bytes.
    public static byte[] encode(BackupManifestEnvelope envelope) {
        BodyWriter out = BodyWriter.map(ENVELOPE.length).key(ENVELOPE[0]);
        put(out, envelope.body());
        put(out, envelope);
        return statements(out, envelope, ENVELOPE[4], ENVELOPE[5]).toByteArray();
    }

    /// The hash of the envelope: of everything in it, the manifest by its hash.
    public static Hash envelopeHash(BackupManifestEnvelope envelope) {
        return envelopeHash(bodyHash(envelope.body()), envelope);
    }

    static Hash envelopeHash(Hash bodyHash, BackupManifestEnvelope envelope) {
        BodyWriter out = BodyWriter.map(IDENTITY_FIELDS)
                .number("framing_schema_version", FRAMING_SCHEMA_VERSION)
                .hash("body_hash", bodyHash);
        put(out, envelope);
        return statements(out, envelope, "signatures_sorted", "attestations_sorted")
                .digest();
    }

    private static void put(BodyWriter out, BackupManifestEnvelope envelope) {
        out.number(ENVELOPE[1], envelope.envelopeSchemaVersion())
                .number(ENVELOPE[2], envelope.generatedAtMillis())
                .text(ENVELOPE[3], envelope.diagnosticNote());
    }

    private static BodyWriter statements(
            BodyWriter out, BackupManifestEnvelope envelope, String signatures, String attestations) {
        return out.each(
                        signatures,
                        envelope.signatures(),
                        (body, signature) -> body.nested(1)
                                .key(SIGNED[0])
                                .nested(SIGNATURE.length)
                                .number(SIGNATURE[0], signature.algorithmId())
                                .hash(SIGNATURE[1], signature.keyId())
                                .bytes(SIGNATURE[2], signature.signatureBytes()))
                .each(
                        attestations,
                        envelope.attestations(),
                        (body, attestation) -> body.nested(ATTESTATION.length)
                                .number(ATTESTATION[0], attestation.kindId())
                                .bytes(ATTESTATION[1], attestation.bytes()));
    }

    /// Reads an envelope, of whatever version. Whether its signatures hold is not looked at.
    public static Decoded<BackupManifestEnvelope> decodeEnvelope(byte[] bytes) {
        return BodyReader.decode(ENVELOPE_NAME, bytes, 0, in -> new EnvelopeDraft(in).read());
    }

    /// An envelope that is being read.
    private static final class EnvelopeDraft {
        private final BodyReader in;
        private BackupManifest body = new BackupManifest(0, Hash.ZERO, 0, 0, List.of());
        private long version;
        private OptionalLong millis = OptionalLong.empty();
        private Optional<String> note = Optional.empty();
        private List<ManifestSignature> signatures = List.of();
        private List<Attestation> attestations = List.of();

        EnvelopeDraft(BodyReader in) {
            this.in = in;
        }

        BackupManifestEnvelope read() {
            in.struct(ENVELOPE_NAME, 1, ENVELOPE_REQUIRED, ENVELOPE, this::field);
            return new BackupManifestEnvelope(body, version, millis, note, signatures, attestations);
        }

        private void field(int field) {
            switch (field) {
                case 0 -> body = manifest(in, 2);
                case 1 -> version = in.number(BodyReader.U32_MAX);
                case 2 -> millis = in.optionalNumber();
                case 3 -> note = in.optionalText();
                case 4 -> signatures = in.each(this::signed);
                default -> attestations = in.each(this::attestation);
            }
        }

        private ManifestSignature signed() {
            List<ManifestSignature> signature = new ArrayList<>();
            in.struct("signature envelope", 3, SIGNED, _ -> signature.add(signature()));
            return signature.getFirst();
        }

        private ManifestSignature signature() {
            long[] algorithm = new long[1];
            Hash[] key = {Hash.ZERO};
            Bytes[] bytes = {Bytes.EMPTY};
            in.struct("signature", 4, SIGNATURE, field -> {
                switch (field) {
                    case 0 -> algorithm[0] = in.number(BodyReader.U32_MAX);
                    case 1 -> key[0] = in.hash();
                    default -> bytes[0] = in.bytes();
                }
            });
            return new ManifestSignature(algorithm[0], key[0], bytes[0]);
        }

        private Attestation attestation() {
            long[] kind = new long[1];
            Bytes[] bytes = {Bytes.EMPTY};
            in.struct("attestation", 3, ATTESTATION, field -> {
                if (field == 0) {
                    kind[0] = in.number(BodyReader.U32_MAX);
                } else {
                    bytes[0] = in.bytes();
                }
            });
            return new Attestation(kind[0], bytes[0]);
        }
    }

    /// What is wrong with a manifest by itself, sorted; nothing if all is well.
    ///
    /// @param claimed the hash somebody else has of it; empty if nobody has
    public static List<ManifestFinding> audit(BackupManifest manifest, Optional<Hash> claimed) {
        List<ManifestFinding> findings = new ArrayList<>();
        if (manifest.schemaVersion() != BackupManifest.SCHEMA_VERSION) {
            findings.add(new ManifestFinding.UnsupportedManifestBodySchemaVersion(
                    manifest.schemaVersion(), BackupManifest.SCHEMA_VERSION));
        }
        fold(manifest.segments(), findings);
        Hash computed = bodyHash(manifest);
        claimed.filter(hash -> !hash.equals(computed))
                .ifPresent(hash -> findings.add(new ManifestFinding.ManifestBodyHashMismatch(hash, computed)));
        return ManifestFinding.sorted(findings);
    }

    /// The first digest of every id in a sorted list; the other rows become findings.
    static Map<Long, Hash> fold(List<SegmentRef> sorted, List<ManifestFinding> findings) {
        Map<Long, Hash> digests = new HashMap<>();
        for (SegmentRef segment : sorted) {
            long id = segment.segmentId();
            Hash digest = segment.bytesDigest();
            Hash first = digests.putIfAbsent(id, digest);
            if (first != null) {
                findings.add(
                        first.equals(digest)
                                ? new ManifestFinding.DuplicateSegmentRef(id, digest)
                                : new ManifestFinding.InconsistentSegmentId(id, first, digest));
            }
        }
        return digests;
    }
}
