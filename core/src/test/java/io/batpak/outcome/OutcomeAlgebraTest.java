package io.batpak.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.outcome.ErrorKind.Standard;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What each combinator does with each kind of outcome.
///
/// Covers: A10.
/// Tier: unit.
class OutcomeAlgebraTest {
    private static final OutcomeError ERROR = OutcomeError.of(Standard.CONFLICT, "somebody was first");
    private static final WaitCondition CONDITION = new WaitCondition.Timeout(5);
    private static final Outcome<Integer> OK = Outcome.ok(1);
    private static final Outcome<Integer> ERR = Outcome.err(ERROR);
    private static final Outcome<Integer> RETRY = Outcome.retry(-1, 1, 3, "full");
    private static final Outcome<Integer> PENDING = Outcome.pending(CONDITION, new ResumeToken(0, 0xAB));
    private static final Outcome<Integer> CANCELLED = Outcome.cancelled("no more");
    private static final List<Outcome<Integer>> LEAVES = List.of(OK, ERR, RETRY, PENDING, CANCELLED);
    private static final Outcome<Integer> BATCH = Outcome.batch(LEAVES);

    private static Outcome<Integer> internal(Outcome<Integer> outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Err.class, err -> assertThat(err.error().kind()).isEqualTo(Standard.INTERNAL));
        return outcome;
    }

    @Test
    void mappingChangesValuesAndNothingElse() {
        assertThat(BATCH.map(value -> value + 1))
                .isEqualTo(Outcome.batch(List.of(Outcome.ok(2), ERR, RETRY, PENDING, CANCELLED)));
        assertThat(BATCH.andThen(value -> ERR)).isEqualTo(Outcome.batch(List.of(ERR, ERR, RETRY, PENDING, CANCELLED)));
    }

    @Test
    void aConditionKeepsTheStepFromOtherValues() {
        assertThat(OK.andThenIf(value -> value == 1, value -> CANCELLED)).isEqualTo(CANCELLED);
        assertThat(OK.andThenIf(value -> value == 2, value -> CANCELLED)).isEqualTo(OK);
        assertThat(ERR.andThenIf(value -> true, value -> CANCELLED)).isEqualTo(ERR);
    }

    @Test
    void rescuingChangesErrorsAndNothingElse() {
        OutcomeError other = OutcomeError.of(Standard.NOT_FOUND, "gone");
        assertThat(BATCH.mapErr(error -> other))
                .isEqualTo(Outcome.batch(List.of(OK, Outcome.err(other), RETRY, PENDING, CANCELLED)));
        assertThat(BATCH.orElse(error -> OK)).isEqualTo(Outcome.batch(List.of(OK, OK, RETRY, PENDING, CANCELLED)));
    }

    @Test
    void lookingChangesNothing() {
        List<Object> seen = new ArrayList<>();
        assertThat(BATCH.inspect(seen::add).inspectErr(seen::add)).isSameAs(BATCH);
        assertThat(seen).containsExactly(1, ERROR);
        assertThat(PENDING.inspect(seen::add).inspectErr(seen::add)).isSameAs(PENDING);
        assertThat(seen).hasSize(2);
    }

    @Test
    void outcomesInsideOutcomesFlatten() {
        assertThat(Outcome.flatten(Outcome.ok(RETRY))).isEqualTo(RETRY);
        assertThat(Outcome.flatten(Outcome.batch(List.of(Outcome.ok(OK), Outcome.cancelled("x")))))
                .isEqualTo(Outcome.batch(List.of(OK, Outcome.cancelled("x"))));
    }

    @Test
    void onlyASuccessUnwraps() {
        assertThat(OK.unwrapOr(7)).isEqualTo(1);
        assertThat(OK.unwrapOrElse(() -> 7)).isEqualTo(1);
        for (Outcome<Integer> other : List.of(ERR, RETRY, PENDING, CANCELLED, Outcome.batch(List.of(OK)))) {
            assertThat(other.unwrapOr(7)).isEqualTo(7);
            assertThat(other.unwrapOrElse(() -> 8)).isEqualTo(8);
        }
    }

    @Test
    void everythingCanBeToldAsSuccessOrFailure() {
        assertThat(OK.intoResult()).isSameAs(OK);
        assertThat(ERR.intoResult()).isSameAs(ERR);
        assertThat(CANCELLED.intoResult())
                .isEqualTo(Outcome.err(OutcomeError.of(Standard.CANCELLED, "cancelled: no more")));
        assertThat(RETRY.intoResult())
                .isEqualTo(Outcome.err(
                        OutcomeError.of(Standard.TIMEOUT, "retry after 18446744073709551615ms (attempt 1/3) - full")));
        assertThat(PENDING.intoResult())
                .isInstanceOfSatisfying(
                        Outcome.Err.class,
                        err -> assertThat(err.error())
                                .hasToString(
                                        "[Pending] pending on Timeout[resumeAtMillis=5], resume 000000000000000000000000000000ab"));
        assertThat(BATCH.intoResult())
                .isEqualTo(Outcome.err(OutcomeError.of(Standard.BATCH_COLLAPSE, "a batch of 5 outcomes is not one")));
    }

    @Test
    void theLouderOfTwoWithoutAValueIsTheZip() {
        List<Outcome<Integer>> loudestFirst = List.of(ERR, CANCELLED, RETRY, PENDING);
        for (int first = 0; first < 4; first++) {
            for (int second = 0; second < 4; second++) {
                assertThat(Outcomes.zip(loudestFirst.get(first), loudestFirst.get(second), Integer::sum))
                        .isEqualTo(loudestFirst.get(Math.min(first, second)));
            }
            Outcome<Integer> leaf = loudestFirst.get(first);
            assertThat(Outcomes.zip(leaf, OK, Integer::sum)).isEqualTo(leaf);
            assertThat(Outcomes.zip(OK, leaf, Integer::sum)).isEqualTo(leaf);
            assertThat(Outcomes.zip(BATCH, leaf, Integer::sum)).isEqualTo(leaf);
        }
        assertThat(Outcomes.zip(Outcome.cancelled("a"), CANCELLED, (a, b) -> a)).isEqualTo(Outcome.cancelled("a"));
    }

    @Test
    void valuesAndBatchesZipPairByPair() {
        Outcome<Integer> batch = Outcome.batch(List.of(OK, Outcome.ok(5)));
        Outcome<Integer> ten = Outcome.ok(10);
        assertThat(Outcomes.zip(OK, ten, Integer::sum)).isEqualTo(Outcome.ok(11));
        assertThat(Outcomes.zip(batch, batch, (a, b) -> a - b))
                .isEqualTo(Outcome.batch(List.of(Outcome.ok(0), Outcome.ok(0))));
        assertThat(Outcomes.zip(batch, ten, (a, b) -> a - b))
                .isEqualTo(Outcome.batch(List.of(Outcome.ok(-9), Outcome.ok(-5))));
        assertThat(Outcomes.zip(ten, batch, (a, b) -> a - b))
                .isEqualTo(Outcome.batch(List.of(Outcome.ok(9), Outcome.ok(5))));
        assertThat(internal(Outcomes.zip(batch, BATCH, Integer::sum))
                        .intoResult()
                        .toString())
                .contains("2 and 5");
    }

    @Test
    void joiningAllEndsAtTheFirstThatIsNoSuccess() {
        Outcome<Integer> two = Outcome.ok(2);
        assertThat(Outcomes.joinAll(List.of(OK, Outcome.batch(List.of(two, Outcome.batch(List.of(OK)))), two)))
                .isEqualTo(Outcome.ok(List.of(1, 2, 1, 2)));
        assertThat(Outcomes.joinAll(List.<Outcome<Integer>>of())).isEqualTo(Outcome.ok(List.of()));
        assertThat(Outcomes.joinAll(List.of(OK, Outcome.batch(List.of(OK, RETRY)), ERR)))
                .isEqualTo(Outcome.retry(-1, 1, 3, "full"));
    }

    @Test
    void joiningAnyEndsAtTheFirstThatIsNoFailure() {
        Outcome<Integer> last = Outcome.err(OutcomeError.of(Standard.TIMEOUT, "slow"));
        assertThat(Outcomes.joinAny(List.of(ERR, OK, PENDING))).isEqualTo(OK);
        assertThat(Outcomes.joinAny(List.of(ERR, PENDING, OK))).isEqualTo(PENDING);
        assertThat(Outcomes.joinAny(List.of(ERR, Outcome.batch(List.of(ERR, CANCELLED)), OK)))
                .isEqualTo(CANCELLED);
        assertThat(Outcomes.joinAny(List.of(ERR, last))).isEqualTo(last);
        internal(Outcomes.joinAny(List.of()));
        internal(Outcomes.joinAny(List.of(ERR, Outcome.batch(List.of()))));
    }
}
