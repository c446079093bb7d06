package io.batpak.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.error.StoreException.Busy;
import io.batpak.error.StoreException.Fault;
import io.batpak.error.StoreException.Rejected;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every failure of this package tells: its kind, what to do about it, and the facts.
///
/// Covers: A31, A32.
/// Tier: unit.
class ErrorContractTest {
    record Row(StoreException failure, Handling handling, StoreErrorKind kind, String factNames) {
        @Override
        public String toString() {
            return failure.getClass().getSimpleName() + " " + kind;
        }
    }

    private static Row rejected(Rejected failure, StoreErrorKind kind, String facts) {
        return new Row(failure, Handling.REJECTED, kind, facts);
    }

    private static Row busy(Busy failure, StoreErrorKind kind, String facts) {
        return new Row(failure, Handling.BUSY, kind, facts);
    }

    private static Row fault(Fault failure, StoreErrorKind kind, String facts) {
        return new Row(failure, Handling.FAULT, kind, facts);
    }

    private static StoreException source() {
        return new SequenceMismatchException("order:1", 3, 4);
    }

    static Stream<Row> rows() {
        return Stream.of(refusals(), delays(), faults()).flatMap(List::stream);
    }

    private static List<Row> refusals() {
        return List.of(
                rejected(new BatchFailedException(2, source()), StoreErrorKind.BATCH_FAILED, "item_index source"),
                rejected(
                        new BatchItemTooLargeException(1, 9, 8),
                        StoreErrorKind.BATCH_ITEM_TOO_LARGE,
                        "index size limit"),
                rejected(new ConfigurationException("x", 0, "1 to 2"), StoreErrorKind.CONFIGURATION, ""),
                rejected(new EntityClockOverflowException("e"), StoreErrorKind.ENTITY_CLOCK_OVERFLOW, "entity"),
                rejected(new IdempotencyPartialBatchException("mixed"), StoreErrorKind.IDEMPOTENCY_PARTIAL_BATCH, ""),
                rejected(new IdempotencyRequiredException(), StoreErrorKind.IDEMPOTENCY_REQUIRED, ""),
                rejected(new InvalidCausationException(3, 2), StoreErrorKind.INVALID_CAUSATION, "prior_idx item_index"),
                rejected(new InvalidClockException(-1), StoreErrorKind.INVALID_CLOCK, "timestamp_us"),
                rejected(new NotFoundException("00"), StoreErrorKind.NOT_FOUND, "event_id"),
                rejected(
                        new ReservedKindException(OptionalInt.of(1), 0xD001),
                        StoreErrorKind.RESERVED_KIND,
                        "index kind"),
                rejected(new ReservedKindException(OptionalInt.empty(), 1), StoreErrorKind.RESERVED_KIND, "kind"),
                rejected(
                        new SequenceMismatchException("e", 3, 4),
                        StoreErrorKind.SEQUENCE_MISMATCH,
                        "entity expected actual"),
                rejected(new StoreClosedException("d"), StoreErrorKind.STORE_CLOSED, ""),
                rejected(new StreamExistsException("e", 4), StoreErrorKind.SEQUENCE_MISMATCH, "entity actual"),
                rejected(new VisibilityFenceActiveException(), StoreErrorKind.VISIBILITY_FENCE_ACTIVE, ""),
                rejected(new VisibilityFenceCancelledException(), StoreErrorKind.VISIBILITY_FENCE_CANCELLED, ""),
                rejected(new VisibilityFenceNotActiveException(), StoreErrorKind.VISIBILITY_FENCE_NOT_ACTIVE, ""));
    }

    private static List<Row> delays() {
        return List.of(
                busy(
                        new IdempotencyOverflowException(3, 2),
                        StoreErrorKind.IDEMPOTENCY_OVERFLOW_FAIL_CLOSED,
                        "len max_keys"),
                busy(
                        new WaitInterruptedException("durable", 4, new InterruptedException("test")),
                        StoreErrorKind.WAIT_TIMEOUT,
                        "mark"),
                busy(
                        new WaitTimeoutException("durable", 0, 4, Duration.ofMillis(5)),
                        StoreErrorKind.WAIT_TIMEOUT,
                        "mark target waited_ms"));
    }

    private static List<Row> faults() {
        return List.of(
                fault(new BatchSyncFailedException(2, source()), StoreErrorKind.BATCH_SYNC_FAILED, "item_count source"),
                fault(
                        new ChainVerificationException(1, 2),
                        StoreErrorKind.CHAIN_VERIFICATION_FAILED,
                        "content_hash_mismatches dangling_links"),
                fault(new DirectoryMalformedException("f", "d"), StoreErrorKind.DATA_DIR_MALFORMED, ""),
                fault(new EvidenceFormatException("v", "d"), StoreErrorKind.SERIALIZATION, ""),
                fault(
                        new ForkEvidenceFutureVersionException(2, 1),
                        StoreErrorKind.FORK_EVIDENCE_FUTURE_VERSION,
                        "found supported"),
                fault(
                        HiddenRangesException.corrupt("f", "BadMagic", "d"),
                        StoreErrorKind.HIDDEN_RANGES_CORRUPT,
                        "kind"),
                fault(
                        new IdempotencyFutureVersionException(2, 1),
                        StoreErrorKind.IDEMPOTENCY_FUTURE_VERSION,
                        "stored current"),
                fault(
                        new ImportProvenanceFutureVersionException(2, 1),
                        StoreErrorKind.IMPORT_PROVENANCE_FUTURE_VERSION,
                        "found supported"),
                fault(
                        new InvariantViolationException("CloseHlcRegression", "m"),
                        StoreErrorKind.INVARIANT_VIOLATION,
                        "invariant"),
                fault(new WriterCrashedException("why", null), StoreErrorKind.WRITER_CRASHED, ""));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyFailureTellsItsKindItsHandlingAndItsFacts(Row row) {
        StoreException failure = row.failure();
        assertThat(failure.kind()).isEqualTo(row.kind());
        assertThat(failure.handling()).isEqualTo(row.handling());
        assertThat(failure.getMessage()).isNotBlank().doesNotContain("null");
        assertThat(failure.facts().keySet())
                .containsExactlyInAnyOrder(
                        row.factNames().isEmpty()
                                ? new String[0]
                                : row.factNames().split(" "));
    }

    @Test
    void aBatchTellsTheFailureOfItsItem() {
        Map<String, Object> facts = new BatchFailedException(2, source()).facts();
        assertThat(facts).containsEntry("item_index", 2);
        assertThat(String.valueOf(facts.get("source"))).contains("SequenceMismatch", "order:1", "3", "4");
    }

    @Test
    void expectedRefusalsCarryNoStackTraceUntilTheyAreGivenOne() {
        for (StoreException refusal : List.of(
                new SequenceMismatchException("e", 3, 4),
                new StreamExistsException("e", 4),
                new VisibilityFenceActiveException())) {
            assertThat(refusal.getStackTrace()).isEmpty();
            refusal.setStackTrace(new Throwable().getStackTrace());
            assertThat(refusal.getStackTrace()[0].getClassName())
                    .isEqualTo(getClass().getName());
        }
        assertThat(new VisibilityFenceNotActiveException().getStackTrace()).isNotEmpty();
    }
}
