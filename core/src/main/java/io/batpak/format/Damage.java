package io.batpak.format;

import io.batpak.error.StoreErrorKind;

/// What is wrong with some bytes. A value: codecs return it, recovery decides what it means.
///
/// @param reason which check failed
/// @param detail the finding in words, with the values that were read
/// @param at offset of the finding in the bytes handed to the codec, 0 where the finding is about the whole
public record Damage(Reason reason, String detail, long at) {

    /// The check that failed, and the wire error a caller sees if nothing else explains the damage.
    public enum Reason {
        /// A file ends inside its preamble.
        PREAMBLE_SHORT(StoreErrorKind.IO),
        /// A segment does not begin with `FBAT`.
        PREAMBLE_MAGIC(StoreErrorKind.CORRUPT_SEGMENT),
        /// The preamble claims a header above the limit.
        PREAMBLE_TOO_LONG(StoreErrorKind.CORRUPT_SEGMENT),
        /// The preamble's header is not the MessagePack map it should be.
        PREAMBLE_UNDECODABLE(StoreErrorKind.SERIALIZATION),
        /// The segment's version is below the oldest one that can be read.
        SEGMENT_TOO_OLD(StoreErrorKind.CORRUPT_SEGMENT),
        /// The segment was written by a later release.
        SEGMENT_TOO_NEW(StoreErrorKind.CORRUPT_SEGMENT),
        /// Fewer bytes than a frame head.
        FRAME_HEAD_SHORT(StoreErrorKind.CORRUPT_FRAME),
        /// A frame claims more than the limit.
        FRAME_ABOVE_LIMIT(StoreErrorKind.CORRUPT_FRAME),
        /// A frame without a body.
        FRAME_EMPTY(StoreErrorKind.CORRUPT_SEGMENT),
        /// A frame reaches past the bytes at hand.
        FRAME_SHORT(StoreErrorKind.CORRUPT_FRAME),
        /// The checksum of a frame does not match its body.
        FRAME_CRC(StoreErrorKind.CRC_MISMATCH),
        /// The body of a frame is not the MessagePack value it should be.
        FRAME_UNDECODABLE(StoreErrorKind.SERIALIZATION),
        /// The payload inside a frame is no byte string.
        PAYLOAD_UNDECODABLE(StoreErrorKind.SERIALIZATION),
        /// A stored value (header, coordinate, lifecycle payload) is not what it should be.
        VALUE_UNDECODABLE(StoreErrorKind.SERIALIZATION),
        /// A stored coordinate breaks the naming rules.
        COORDINATE_INVALID(StoreErrorKind.COORDINATE),
        /// The lengths in a footer contradict each other or the file.
        FOOTER_GEOMETRY(StoreErrorKind.CORRUPT_SEGMENT),
        /// The checksum of a footer does not match.
        FOOTER_CRC(StoreErrorKind.CRC_MISMATCH),
        /// The string table of a footer cannot be read.
        FOOTER_STRINGS(StoreErrorKind.SERIALIZATION),
        /// A row of a footer names a string that its table does not have.
        FOOTER_STRING_INDEX(StoreErrorKind.CORRUPT_SEGMENT),
        /// The hidden ranges file is shorter than its envelope (wire name `TooShort`).
        RANGES_SHORT(StoreErrorKind.HIDDEN_RANGES_CORRUPT),
        /// The hidden ranges file has another magic (`BadMagic`).
        RANGES_MAGIC(StoreErrorKind.HIDDEN_RANGES_CORRUPT),
        /// The hidden ranges file was written by a later release.
        RANGES_TOO_NEW(StoreErrorKind.HIDDEN_RANGES_FUTURE_VERSION),
        /// The hidden ranges file has a version that never existed (`UnsupportedVersion`).
        RANGES_VERSION(StoreErrorKind.HIDDEN_RANGES_CORRUPT),
        /// The checksum of the hidden ranges file does not match (`CrcMismatch`).
        RANGES_CRC(StoreErrorKind.HIDDEN_RANGES_CORRUPT),
        /// The body of the hidden ranges file cannot be read (`DecodeFailed`).
        RANGES_UNDECODABLE(StoreErrorKind.HIDDEN_RANGES_CORRUPT),
        /// A hidden range ends before it starts, or is empty (`MalformedEntries`).
        RANGES_MALFORMED(StoreErrorKind.HIDDEN_RANGES_CORRUPT),
        /// The file of idempotency keys is shorter than its envelope.
        IDEMPOTENCY_SHORT(StoreErrorKind.SERIALIZATION),
        /// The file of idempotency keys has another magic.
        IDEMPOTENCY_MAGIC(StoreErrorKind.SERIALIZATION),
        /// The file of idempotency keys was written by a later release.
        IDEMPOTENCY_TOO_NEW(StoreErrorKind.IDEMPOTENCY_FUTURE_VERSION),
        /// The file of idempotency keys has a version below the oldest one that can be read.
        IDEMPOTENCY_TOO_OLD(StoreErrorKind.SERIALIZATION),
        /// The checksum of the file of idempotency keys does not match.
        IDEMPOTENCY_CRC(StoreErrorKind.CRC_MISMATCH),
        /// A row of the file of idempotency keys cannot be read.
        IDEMPOTENCY_UNDECODABLE(StoreErrorKind.SERIALIZATION),
        /// An index artifact is shorter than its fixed part.
        ARTIFACT_SHORT(StoreErrorKind.SERIALIZATION),
        /// An index artifact has another magic.
        ARTIFACT_MAGIC(StoreErrorKind.SERIALIZATION),
        /// `index.ckpt` was written by a later release.
        CHECKPOINT_TOO_NEW(StoreErrorKind.CHECKPOINT_FUTURE_VERSION),
        /// `index.fbati` was written by a later release.
        MMAP_INDEX_TOO_NEW(StoreErrorKind.MMAP_FUTURE_VERSION),
        /// An index artifact has a version below the oldest one that can be read.
        ARTIFACT_TOO_OLD(StoreErrorKind.SERIALIZATION),
        /// An index artifact is longer or shorter than its header says.
        ARTIFACT_SIZE(StoreErrorKind.SERIALIZATION),
        /// The checksum of an index artifact does not match.
        ARTIFACT_CRC(StoreErrorKind.CRC_MISMATCH),
        /// The names, the summary or a row of an index artifact cannot be read.
        ARTIFACT_UNDECODABLE(StoreErrorKind.SERIALIZATION),
        /// A framed value is shorter than its envelope.
        EVIDENCE_SHORT(StoreErrorKind.CONFIGURATION),
        /// A framed value has another magic.
        EVIDENCE_MAGIC(StoreErrorKind.CONFIGURATION),
        /// Fork evidence was written by a later release.
        FORK_EVIDENCE_TOO_NEW(StoreErrorKind.FORK_EVIDENCE_FUTURE_VERSION),
        /// An import provenance was written by a later release.
        IMPORT_PROVENANCE_TOO_NEW(StoreErrorKind.IMPORT_PROVENANCE_FUTURE_VERSION),
        /// The envelope of a framed value names another version than its body.
        EVIDENCE_VERSION(StoreErrorKind.CONFIGURATION),
        /// The checksum of a framed value does not match.
        EVIDENCE_CRC(StoreErrorKind.CONFIGURATION),
        /// A manifest file or a digest cache of a backup is shorter than its head.
        BACKUP_SHORT(StoreErrorKind.DATA_DIR_MALFORMED),
        /// A manifest file or a digest cache of a backup has another magic.
        BACKUP_MAGIC(StoreErrorKind.DATA_DIR_MALFORMED),
        /// A manifest file or a digest cache of a backup has a version that this release does not know.
        BACKUP_VERSION(StoreErrorKind.DATA_DIR_MALFORMED),
        /// A manifest file or a digest cache of a backup does not hash to what it says.
        BACKUP_HASH(StoreErrorKind.DATA_DIR_MALFORMED),
        /// The envelope in a manifest file is not in its canonical form.
        BACKUP_UNDECODABLE(StoreErrorKind.DATA_DIR_MALFORMED),
        /// An index run is shorter than its head and its directory.
        RUN_SHORT(StoreErrorKind.CORRUPT_SEGMENT),
        /// An index run has another magic.
        RUN_MAGIC(StoreErrorKind.CORRUPT_SEGMENT),
        /// An index run has a version that this release does not know.
        RUN_VERSION(StoreErrorKind.CORRUPT_SEGMENT),
        /// The lengths in the directory of an index run contradict each other or the file.
        RUN_GEOMETRY(StoreErrorKind.CORRUPT_SEGMENT),
        /// The checksum of the directory of an index run does not match.
        RUN_DIRECTORY_CRC(StoreErrorKind.CRC_MISMATCH),
        /// The checksum of a block of an index run does not match.
        RUN_BLOCK_CRC(StoreErrorKind.CRC_MISMATCH),
        /// The compaction marker is not the JSON it should be, or its checksum does not match.
        MARKER_MALFORMED(StoreErrorKind.DATA_DIR_MALFORMED),
        /// The file of retention cuts is shorter than its envelope.
        CUTS_SHORT(StoreErrorKind.SERIALIZATION),
        /// The file of retention cuts has another magic.
        CUTS_MAGIC(StoreErrorKind.SERIALIZATION),
        /// The file of retention cuts has a version that this release does not know.
        CUTS_VERSION(StoreErrorKind.SERIALIZATION),
        /// The checksum of the file of retention cuts does not match.
        CUTS_CRC(StoreErrorKind.CRC_MISMATCH),
        /// The body of the file of retention cuts cannot be read.
        CUTS_UNDECODABLE(StoreErrorKind.SERIALIZATION),
        /// A cursor checkpoint is not the MessagePack value it should be.
        CURSOR_UNDECODABLE(StoreErrorKind.CURSOR_CHECKPOINT_CORRUPT),
        /// A file of states is not what was sealed, or ends too early or too late.
        STATES_UNDECODABLE(StoreErrorKind.CURSOR_CHECKPOINT_CORRUPT);

        private final StoreErrorKind kind;

        Reason(StoreErrorKind kind) {
            this.kind = kind;
        }

        /// The error of the wire catalogue this finding maps to.
        public StoreErrorKind kind() {
            return kind;
        }
    }

    /// A finding about the whole.
    public static Damage of(Reason reason, String detail) {
        return new Damage(reason, detail, 0);
    }

    /// The error of the wire catalogue this finding maps to.
    public StoreErrorKind kind() {
        return reason.kind();
    }

    @Override
    public String toString() {
        return reason + " at " + at + ": " + detail;
    }
}
