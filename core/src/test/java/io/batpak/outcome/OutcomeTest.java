package io.batpak.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Outcomes as data: what they hold and what they say of themselves.
///
/// Tier: unit.
class OutcomeTest {
    private static final OutcomeError ERROR = OutcomeError.of(ErrorKind.Standard.CONFLICT, "somebody was first");
    private static final Outcome<String> OK = Outcome.ok("done");
    private static final Outcome<String> ERR = Outcome.err(ERROR);
    private static final Outcome<String> RETRY = Outcome.retry(10, 1, 1, "full");
    private static final Outcome<String> PENDING =
            Outcome.pending(new WaitCondition.Event(new TargetId(1, 2)), new ResumeToken(3, 4));
    private static final Outcome<String> CANCELLED = Outcome.cancelled("a fence is active");
    private static final Outcome<String> BATCH = Outcome.batch(List.of(OK, ERR));
    private static final List<Outcome<String>> ALL = List.of(OK, ERR, RETRY, PENDING, CANCELLED, BATCH);

    @Test
    void everyOutcomeIsExactlyOneKind() {
        assertThat(ALL).filteredOn(Outcome::isOk).containsExactly(OK);
        assertThat(ALL).filteredOn(Outcome::isErr).containsExactly(ERR);
        assertThat(ALL).filteredOn(Outcome::isRetry).containsExactly(RETRY);
        assertThat(ALL).filteredOn(Outcome::isPending).containsExactly(PENDING);
        assertThat(ALL).filteredOn(Outcome::isCancelled).containsExactly(CANCELLED);
        assertThat(ALL).filteredOn(Outcome::isBatch).containsExactly(BATCH);
    }

    @Test
    void successFailureAndGivingUpAreFinal() {
        assertThat(ALL).filteredOn(Outcome::isTerminal).containsExactly(OK, ERR, CANCELLED);
        assertThat(Outcome.batch(List.of(OK)).isTerminal()).isFalse();
    }

    @Test
    void aSwitchOverOutcomesNeedsNoDefault() {
        assertThat(ALL.stream().map(OutcomeTest::show))
                .containsExactly(
                        "done",
                        "[Conflict] somebody was first",
                        "in 10 ms, 1 of 1: full",
                        "00000000000000030000000000000004",
                        "a fence is active",
                        "2");
    }

    private static String show(Outcome<String> outcome) {
        return switch (outcome) {
            case Outcome.Ok<String>(String value) -> value;
            case Outcome.Err<String>(OutcomeError error) -> error.toString();
            case Outcome.Retry<String>(long after, long attempt, long max, String reason) ->
                "in " + after + " ms, " + attempt + " of " + max + ": " + reason;
            case Outcome.Pending<String>(WaitCondition condition, ResumeToken token) -> token.toString();
            case Outcome.Cancelled<String>(String reason) -> reason;
            case Outcome.Batch<String>(List<Outcome<String>> outcomes) -> String.valueOf(outcomes.size());
        };
    }

    @Test
    void listsAndBytesAreCopied() {
        List<Outcome<String>> outcomes = new ArrayList<>(List.of(OK));
        Outcome<String> batch = Outcome.batch(outcomes);
        outcomes.clear();
        assertThat(batch).isEqualTo(Outcome.batch(List.of(OK)));
        List<TargetId> ids = new ArrayList<>(List.of(new TargetId(1, 2)));
        CompensationAction.Rollback rollback = new CompensationAction.Rollback(ids);
        CompensationAction.Release release = new CompensationAction.Release(ids);
        ids.clear();
        assertThat(rollback.eventIds()).hasSize(1);
        assertThat(release.resourceIds()).hasSize(1);
        List<WaitCondition> conditions = new ArrayList<>(List.of(new WaitCondition.Timeout(5)));
        WaitCondition.All all = new WaitCondition.All(conditions);
        WaitCondition.Any any = new WaitCondition.Any(conditions);
        conditions.clear();
        assertThat(all.conditions()).isEqualTo(any.conditions()).hasSize(1);
        byte[] bytes = {1, 2};
        OpaqueData data = OpaqueData.of(bytes);
        bytes[0] = 9;
        data.toByteArray()[1] = 9;
        assertThat(data).isEqualTo(OpaqueData.of(new byte[] {1, 2})).hasToString("0102");
        assertThat(data).hasSameHashCodeAs(OpaqueData.of(new byte[] {1, 2}));
        assertThat(new WaitCondition.Custom(7, data))
                .isEqualTo(new WaitCondition.Custom(7, OpaqueData.of(data.toByteArray())));
    }

    @Test
    void kindsOfErrorsFallIntoTheClassesOfTheReference() {
        assertThat(ErrorKind.Standard.values())
                .extracting(ErrorKind.Standard::wireName)
                .containsExactly(
                        "NotFound",
                        "Conflict",
                        "Validation",
                        "PolicyRejection",
                        "Cancelled",
                        "StorageError",
                        "Timeout",
                        "Pending",
                        "Serialization",
                        "Internal",
                        "BatchCollapse");
        assertThat(names(ErrorKind::isRetryable)).containsExactly("StorageError", "Timeout");
        assertThat(names(ErrorKind::isDomain))
                .containsExactly("NotFound", "Conflict", "Validation", "PolicyRejection", "Cancelled");
        assertThat(names(ErrorKind::isOperational))
                .containsExactly("StorageError", "Timeout", "Pending", "Serialization", "Internal", "BatchCollapse");
    }

    private static List<String> names(java.util.function.Predicate<ErrorKind> condition) {
        return Stream.concat(Stream.of(ErrorKind.Standard.values()), Stream.of(new ErrorKind.Custom(7)))
                .filter(condition)
                .map(ErrorKind::wireName)
                .toList();
    }

    @Test
    void anErrorMayCarryWhatUndoesIt() {
        CompensationAction action = new CompensationAction.Notify(new TargetId(1, -1), "tell them");
        OutcomeError undone = ERROR.withCompensation(action);
        assertThat(ERROR.compensation()).isEmpty();
        assertThat(undone.compensation()).hasValue(action);
        assertThat(undone).hasToString("[Conflict] somebody was first").isNotEqualTo(ERROR);
        assertThat(ERROR.isRetryable()).isFalse();
        assertThat(OutcomeError.of(ErrorKind.Standard.TIMEOUT, "").isRetryable())
                .isTrue();
        assertThat(new TargetId(1, -1)).hasToString("0000000000000001ffffffffffffffff");
    }

    @Test
    void numbersOutOfRangeAreRefusedByName() {
        OpaqueData none = OpaqueData.of(new byte[0]);
        assertThatThrownBy(() -> Outcome.retry(0, -1, 1, ""))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        refusal -> assertThat(refusal.option()).isEqualTo("attempt"));
        assertThatThrownBy(() -> Outcome.retry(0, 1, 1L << 32, "")).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> new ErrorKind.Custom(65_536)).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> new WaitCondition.Custom(-1, none)).isInstanceOf(ConfigurationException.class);
        assertThat(new ErrorKind.Custom(65_535).wireName()).isEqualTo("Custom(65535)");
        assertThat(new WaitCondition.Custom(65_535, none).tag()).isEqualTo(65_535);
    }
}
