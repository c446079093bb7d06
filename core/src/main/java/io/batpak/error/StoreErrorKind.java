package io.batpak.error;

/// The name of a failure: the catalogue of batpak 0.9.0, plus kinds of our own at the end.
///
/// A kind says what happened; what to do about it is the branch of [StoreException] the leaf belongs to,
/// because one kind may be raised by leaves that are handled differently.
public enum StoreErrorKind {
    // Input and output, locks.
    IO("Io"),
    STORE_LOCKED("StoreLocked"),

    // Coordinates and checkpoint names.
    COORDINATE("Coordinate"),
    COORDINATE_NUL_BYTE("CoordinateNulByte"),
    COORDINATE_CONTROL_CHAR("CoordinateControlChar"),
    COORDINATE_PATH_TRAVERSAL("CoordinatePathTraversal"),
    INVALID_COORDINATE("InvalidCoordinate"),
    CHECKPOINT_ID("CheckpointId"),

    // Bytes that do not decode or do not match.
    SERIALIZATION("Serialization"),
    CRC_MISMATCH("CrcMismatch"),
    CORRUPT_SEGMENT("CorruptSegment"),
    CORRUPT_FRAME("CorruptFrame"),
    SEGMENT_TOO_MANY_ENTRIES("SegmentTooManyEntries"),
    INTERNER_EXHAUSTED("InternerExhausted"),
    DATA_DIR_MALFORMED("DataDirMalformed"),

    // Reads and appends.
    NOT_FOUND("NotFound"),
    SEQUENCE_MISMATCH("SequenceMismatch"),
    ENTITY_CLOCK_OVERFLOW("EntityClockOverflow"),
    INVALID_CLOCK("InvalidClock"),
    WRITER_CRASHED("WriterCrashed"),
    WAIT_TIMEOUT("WaitTimeout"),
    SEQUENCE_GATE_VIOLATION("SequenceGateViolation"),
    CONFIGURATION("Configuration"),
    RESERVED_KIND("ReservedKind"),
    INVALID_PAYLOAD_VERSION("InvalidPayloadVersion"),

    // Batches and idempotency.
    BATCH_ITEM_TOO_LARGE("BatchItemTooLarge"),
    BATCH_FAILED("BatchFailed"),
    BATCH_SYNC_FAILED("BatchSyncFailed"),
    INVALID_CAUSATION("InvalidCausation"),
    IDEMPOTENCY_REQUIRED("IdempotencyRequired"),
    IDEMPOTENCY_PARTIAL_BATCH("IdempotencyPartialBatch"),
    IDEMPOTENCY_OVERFLOW_FAIL_CLOSED("IdempotencyOverflowFailClosed"),
    IDEMPOTENCY_FUTURE_VERSION("IdempotencyFutureVersion"),

    // Artifacts of other versions, hidden ranges.
    MMAP_FUTURE_VERSION("MmapFutureVersion"),
    CHECKPOINT_FUTURE_VERSION("CheckpointFutureVersion"),
    HIDDEN_RANGES_FUTURE_VERSION("HiddenRangesFutureVersion"),
    HIDDEN_RANGES_CORRUPT("HiddenRangesCorrupt"),
    FORK_EVIDENCE_FUTURE_VERSION("ForkEvidenceFutureVersion"),
    IMPORT_PROVENANCE_FUTURE_VERSION("ImportProvenanceFutureVersion"),
    RANGE_MALFORMED("RangeMalformed"),

    // Fences, pipeline, ancestry, projections.
    VISIBILITY_FENCE_ACTIVE("VisibilityFenceActive"),
    VISIBILITY_FENCE_NOT_ACTIVE("VisibilityFenceNotActive"),
    VISIBILITY_FENCE_CANCELLED("VisibilityFenceCancelled"),
    INVALID_COMMIT_METADATA("InvalidCommitMetadata"),
    ANCESTRY_CORRUPT("AncestryCorrupt"),
    CACHE_FAILED("CacheFailed"),
    PROJECTION_STATE_CONTRACT_UNSPECIFIED("ProjectionStateContractUnspecified"),
    PROJECTION_STATE_EXTENT_UNAVAILABLE("ProjectionStateExtentUnavailable"),
    PROJECTION_STATE_BOUND_EXCEEDED("ProjectionStateBoundExceeded"),

    // Open-time checks and cursors.
    PLATFORM_PROFILE_INVALID("PlatformProfileInvalid"),
    PLATFORM_PROFILE_MISMATCH("PlatformProfileMismatch"),
    PLATFORM_ADMISSION_FAILED("PlatformAdmissionFailed"),
    EVENT_PAYLOAD_REGISTRY("EventPayloadRegistry"),
    UPCAST_CHAIN_INCOMPLETE("UpcastChainIncomplete"),
    CHECKPOINT_WRITE_FAILED("CheckpointWriteFailed"),
    CURSOR_CHECKPOINT_CORRUPT("CursorCheckpointCorrupt"),
    CURSOR_CHECKPOINT_REGION_MISMATCH("CursorCheckpointRegionMismatch"),
    INVARIANT_VIOLATION("InvariantViolation"),
    CHAIN_VERIFICATION_FAILED("ChainVerificationFailed"),

    // Encrypted payloads, fault injection.
    KEYSET_CORRUPT("KeysetCorrupt"),
    PAYLOAD_SEAL_FAILED("PayloadSealFailed"),
    PAYLOAD_SHREDDED("PayloadShredded"),
    PAYLOAD_DECRYPT_FAILED("PayloadDecryptFailed"),
    SHRED_SELECTOR_MISMATCH("ShredSelectorMismatch"),
    KEYSET_NOT_PORTABLE("KeysetNotPortable"),
    KEYSET_MISSING("KeysetMissing"),
    FAULT_INJECTED("FaultInjected"),

    // Kinds of this implementation only.
    STORE_CLOSED("StoreClosed"),
    INVALID_EVENT_KIND("InvalidEventKind"),
    INVALID_EXTENSION_KEY("InvalidExtensionKey"),
    INVALID_REGION("InvalidRegion"),
    INVALID_ID("InvalidId"),
    NATIVE_ACCESS_DENIED("NativeAccessDenied"),
    IMPORT_REFUSED("ImportRefused"),
    PAYLOAD_KIND_MISMATCH("PayloadKindMismatch"),
    PAYLOAD_FUTURE_VERSION("PayloadFutureVersion"),
    PAYLOAD_UPCAST_FAILED("PayloadUpcastFailed"),
    UNKNOWN_PAYLOAD_TYPE("UnknownPayloadType");

    private final String wireName;

    StoreErrorKind(String wireName) {
        this.wireName = wireName;
    }

    /// The variant name in the reference's catalogue, as journal scripts and the network layer print it.
    public String wireName() {
        return wireName;
    }
}
