package io.batpak.format;

import io.batpak.model.BackupManifestEnvelope;
import io.batpak.model.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// `manifest-NNNNNN.fbbm`: one backup manifest in its envelope, with the hashes of both in front.
///
/// ```
/// 0            6               8                   40                    72
/// | "FBATBM"   | version u16LE | manifest hash [32] | envelope hash [32] | envelope     |
/// ```
///
/// The manifest hash is a claim that an audit compares; the envelope hash covers the claim and everything in
/// the envelope but the manifest. Version: 1. Bytes: docs/formats/backup.md
///
/// @param claimed the hash of the manifest, as the file says
/// @param envelope the manifest and what is said about it
public record ManifestFile(Hash claimed, BackupManifestEnvelope envelope) {
    static final int MAGIC_AT = 0;
    static final int MAGIC_BYTES = 6;
    static final int VERSION_AT = MAGIC_AT + MAGIC_BYTES;
    static final int CLAIM_AT = VERSION_AT + Short.BYTES;
    static final int ENVELOPE_HASH_AT = CLAIM_AT + Hash.BYTES;
    static final int ENVELOPE_AT = ENVELOPE_HASH_AT + Hash.BYTES;

    /// The only version there is.
    public static final int VERSION = 1;

    private static final byte[] MAGIC = "FBATBM".getBytes(StandardCharsets.US_ASCII);

    /// The file of an envelope.
    public static byte[] encode(BackupManifestEnvelope envelope) {
        byte[] body = BackupManifests.encode(envelope);
        byte[] file = Arrays.copyOf(MAGIC, ENVELOPE_AT + body.length);
        SidxLayout.putU16(file, VERSION_AT, VERSION);
        BackupManifests.bodyHash(envelope.body()).write(file, CLAIM_AT);
        BackupManifests.envelopeHash(envelope).write(file, ENVELOPE_HASH_AT);
        System.arraycopy(body, 0, file, ENVELOPE_AT, body.length);
        return file;
    }

    /// Reads a file. Whether the manifest hashes to what is claimed is left to an audit.
    ///
    /// Checks, in order: length, magic, version, envelope decodes, its version, its hash, its form is the one
    /// that would be written.
    public static Decoded<ManifestFile> decode(byte[] file) {
        if (file.length < ENVELOPE_AT) {
            return damaged(Damage.Reason.BACKUP_SHORT, file.length + " bytes, " + ENVELOPE_AT + " required", 0);
        }
        if (!Arrays.equals(file, MAGIC_AT, MAGIC_AT + MAGIC_BYTES, MAGIC, 0, MAGIC_BYTES)) {
            return damaged(Damage.Reason.BACKUP_MAGIC, "it does not begin with FBATBM", MAGIC_AT);
        }
        int version = SidxLayout.u16(file, VERSION_AT);
        if (version != VERSION) {
            return version(version, VERSION_AT);
        }
        byte[] body = Arrays.copyOfRange(file, ENVELOPE_AT, file.length);
        return switch (BackupManifests.decodeEnvelope(body)) {
            case Decoded.Damaged<BackupManifestEnvelope>(Damage damage) -> new Decoded.Damaged<>(damage);
            case Decoded.Ok<BackupManifestEnvelope>(BackupManifestEnvelope envelope) -> checked(file, body, envelope);
        };
    }

    private static Decoded<ManifestFile> checked(byte[] file, byte[] body, BackupManifestEnvelope envelope) {
        if (envelope.envelopeSchemaVersion() != BackupManifestEnvelope.SCHEMA_VERSION) {
            return version(envelope.envelopeSchemaVersion(), ENVELOPE_AT);
        }
        Hash claimed = Hash.of(file, CLAIM_AT);
        if (!BackupManifests.envelopeHash(claimed, envelope).equals(Hash.of(file, ENVELOPE_HASH_AT))) {
            return damaged(Damage.Reason.BACKUP_HASH, "the envelope does not hash to what is said", ENVELOPE_HASH_AT);
        }
        if (!Arrays.equals(BackupManifests.encode(envelope), body)) {
            return damaged(Damage.Reason.BACKUP_UNDECODABLE, "the envelope is not in its canonical form", ENVELOPE_AT);
        }
        return new Decoded.Ok<>(new ManifestFile(claimed, envelope));
    }

    private static Decoded<ManifestFile> version(long found, long at) {
        return damaged(Damage.Reason.BACKUP_VERSION, "version " + found + ", this release knows 1", at);
    }

    private static Decoded<ManifestFile> damaged(Damage.Reason reason, String detail, long at) {
        return new Decoded.Damaged<>(new Damage(reason, detail, at));
    }
}
