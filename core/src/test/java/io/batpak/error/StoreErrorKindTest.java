package io.batpak.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Covers: B20.
/// Tier: unit.
class StoreErrorKindTest {
    private static final String CATALOGUE = """
            Io StoreLocked Coordinate CoordinateNulByte CoordinateControlChar CoordinatePathTraversal
            InvalidCoordinate CheckpointId Serialization CrcMismatch CorruptSegment CorruptFrame SegmentTooManyEntries
            InternerExhausted DataDirMalformed NotFound SequenceMismatch EntityClockOverflow InvalidClock
            WriterCrashed WaitTimeout SequenceGateViolation Configuration ReservedKind InvalidPayloadVersion
            BatchItemTooLarge BatchFailed BatchSyncFailed InvalidCausation IdempotencyRequired IdempotencyPartialBatch
            IdempotencyOverflowFailClosed IdempotencyFutureVersion MmapFutureVersion CheckpointFutureVersion
            HiddenRangesFutureVersion HiddenRangesCorrupt ForkEvidenceFutureVersion ImportProvenanceFutureVersion
            RangeMalformed VisibilityFenceActive VisibilityFenceNotActive VisibilityFenceCancelled
            InvalidCommitMetadata AncestryCorrupt CacheFailed ProjectionStateContractUnspecified
            ProjectionStateExtentUnavailable ProjectionStateBoundExceeded PlatformProfileInvalid
            PlatformProfileMismatch PlatformAdmissionFailed EventPayloadRegistry UpcastChainIncomplete
            CheckpointWriteFailed CursorCheckpointCorrupt CursorCheckpointRegionMismatch InvariantViolation
            ChainVerificationFailed KeysetCorrupt PayloadSealFailed PayloadShredded PayloadDecryptFailed
            ShredSelectorMismatch KeysetNotPortable KeysetMissing FaultInjected
            """;
    private static final String OURS = """
            StoreClosed InvalidEventKind InvalidExtensionKey InvalidRegion InvalidId NativeAccessDenied ImportRefused
            PayloadKindMismatch PayloadFutureVersion PayloadUpcastFailed UnknownPayloadType
            """;

    @Test
    void everyKindOfTheCatalogueIsThereInItsOrderFollowedByOurs() {
        assertThat(StoreErrorKind.values())
                .extracting(StoreErrorKind::wireName)
                .containsExactly((CATALOGUE + OURS).split("\\s+"));
    }

    @ParameterizedTest
    @EnumSource
    void theConstantIsTheWireNameInUpperCase(StoreErrorKind kind) {
        String[] words = kind.wireName().split("(?<!^)(?=[A-Z])");
        assertThat(kind.name()).isEqualTo(String.join("_", words).toUpperCase(Locale.ROOT));
    }

    @Test
    void wireNamesAreUnique() {
        assertThat(Arrays.stream(StoreErrorKind.values()).map(StoreErrorKind::wireName))
                .doesNotHaveDuplicates();
    }
}
