package io.batpak.bench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.batpak.bench.MachineFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How rounds become rows and verdicts. What is measured is not judged here.
///
/// Tier: unit.
class TableReportTest {
    private static final String ID = AppendCases.PLAIN;

    private final Results results = new Results();

    private void round(double ours, double rust) {
        results.add(ID, new Results.Round(Map.of(Figure.RATE, ours), Map.of(Figure.RATE, rust)));
    }

    private String markdown() {
        TableOptions options = TableOptions.of("--only", ID, "--rounds", "3");
        return new TableReport(Instant.EPOCH, new MachineFacts(Map.of("cpus", "2")), options, results).markdown();
    }

    @Test
    void theMedianOfTheRatiosOfTheRoundsDecides() {
        round(100, 100);
        round(500, 100);
        round(220, 100);

        Goal goal = Goal.atLeastTimesRust(2.2);

        assertThat(goal.value(results, ID, Figure.RATE)).hasValue(2.2);
        assertThat(goal.met(2.2)).isTrue();
        assertThat(goal.met(2.19)).isFalse();
        assertThat(markdown()).contains("| 100 / **220** / 500 | **100** | 2.20 | ≥ 2.20 × Rust | 2.20 | yes |");
    }

    @Test
    void aRoundThatFailedIsLeftOutOnBothSides() {
        results.add(ID, new Results.Round(Map.of(), Map.of(Figure.RATE, 1.0)));
        round(300, 100);
        results.addFailure("append-200 ended with 1:\nno room");

        assertThat(Goal.atLeastTimesRust(1).value(results, ID, Figure.RATE)).hasValue(3.0);
        assertThat(markdown())
                .contains("| **300** | 1 / **50.5** / 100 | 3 |")
                .contains("**Not measured:** append-200");
    }

    @Test
    void whatWasNotMeasuredIsNotJudged() {
        results.add(ID, new Results.Round(Map.of(Figure.RATE, 5.0), Map.of()));

        assertThat(Goal.atLeastTimesRust(1).value(results, ID, Figure.RATE)).isEmpty();
        assertThat(Goal.atLeastTimesCase(1, "keyed").value(results, ID, Figure.RATE))
                .isEmpty();
        assertThat(markdown()).contains("| **5** | – | – | ≥ 2.20 × Rust | – | not judged |");
    }

    @Test
    void anotherFigureOfTheCaseCanBeTheBaseOrBeJudgedInstead() {
        results.add(
                ID,
                new Results.Round(
                        Map.of(Figure.COST, 11.0, Figure.COST_ALONE, 10.0, Figure.RATE, 400_000.0), Map.of()));

        assertThat(Goal.atMostTimesOwn(1.1, Figure.COST_ALONE).value(results, ID, Figure.COST))
                .hasValue(1.1);
        assertThat(Goal.atLeastInstead(300_000, Figure.RATE).value(results, ID, Figure.SYNC_MULTIPLE))
                .hasValue(400_000.0);
    }

    @Test
    void figuresSurviveTheWayFromTheChild() {
        Map<Figure, Double> figures = Map.of(Figure.RATE, 12.5, Figure.P999, 7.0);

        assertThat(FigureJson.parse(FigureJson.line(figures))).isEqualTo(figures);
    }

    @Test
    void linesOfTheRustProgramAreUnderstood() {
        Map<Figure, Double> figures = FigureJson.ofRust(
                "{\"ops\":38400,\"ops_per_s\":19175.5,\"p50_us\":51.71,\"thread_ops_max\":60,\"thread_ops_min\":40}");

        assertThat(figures).isEqualTo(Map.of(Figure.RATE, 19175.5, Figure.P50, 51.71, Figure.SHARE, 1.5));
    }

    @Test
    void everyCaseHasANameOfItsOwnAndRowsAndItsGoalsReferToOthers() {
        List<String> ids = Catalogue.cases().stream().map(Case::id).toList();

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(Catalogue.cases()).allSatisfy(each -> {
            assertThat(each.rows()).isNotEmpty();
            for (Row row : each.rows()) {
                for (Goal goal : row.goals()) {
                    if (goal.base() instanceof Goal.Base.OtherCase(String other)) {
                        assertThat(ids).contains(other);
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"--frob", "--only", "--only nothing", "--rounds 0", "--rounds x"})
    void misuseIsRefused(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> TableOptions.of(line.split(" ")));
    }

    @ParameterizedTest
    @EnumSource(Callers.Kind.class)
    void everyCallerCallsUntilTheTimeIsOver(Callers.Kind kind) throws InterruptedException {
        Callers.Result result = Callers.run(3, kind, Duration.ofMillis(20), _ -> _ -> {});

        assertThat(result.fewest()).isPositive().isLessThanOrEqualTo(result.most());
        assertThat(result.latency().getTotalCount()).isEqualTo(result.calls());
        assertThat(result.seconds()).isGreaterThanOrEqualTo(0.02);
    }

    @Test
    void aCallerThatFailsFailsTheRun() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Callers.run(
                        2, Callers.Kind.VIRTUAL, Duration.ofMillis(5), caller -> caller == 1 ? failing() : _ -> {}))
                .withMessageContaining("no room");
    }

    private static Callers.Work failing() {
        return _ -> {
            throw new IllegalArgumentException("no room");
        };
    }
}
