package io.batpak.bench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.batpak.bench.fixture.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How figures of several sizes become a growth, and what the command line says of the journals.
///
/// Tier: unit.
class SizedTest {
    @TempDir
    private Path work;

    private Journals journals(boolean tenMillion) {
        return new Journals(new Fixtures(work), false, tenMillion);
    }

    @Test
    void aFlatCostHasTheExponentZeroAndALinearOneOne() {
        Growth flat = new Growth();
        Growth linear = new Growth();
        for (int count = 10; count < 100_000; count *= 10) {
            flat.add(count, 7);
            linear.add(count, 3.0 * count);
        }

        assertThat(flat.exponent()).isCloseTo(0, within(1e-9));
        assertThat(linear.exponent()).isCloseTo(1, within(1e-9));
        Growth point = new Growth();
        point.add(1, 1);
        assertThatIllegalStateException().isThrownBy(point::exponent);
    }

    @Test
    void aRateThatFallsIsATimeThatGrows() {
        Sized rates = new Sized(journals(true));
        rates.put(Size.MILLION, 50);
        rates.put(Size.TEN_THOUSAND, 100);

        Map<Figure, Double> figures = rates.rates();

        assertThat(figures).containsEntry(Figure.AT_10K, 100.0).containsEntry(Figure.AT_1M, 50.0);
        assertThat(figures.get(Figure.GROWTH)).isCloseTo(2, within(1e-9));
        assertThat(figures.get(Figure.EXPONENT)).isCloseTo(Math.log(2) / Math.log(100), within(1e-9));
    }

    @Test
    void oneSizeHasNoGrowth() {
        Sized costs = new Sized(journals(true));
        costs.put(Size.MILLION, 50);

        assertThat(costs.costs()).isEqualTo(Map.of(Figure.AT_1M, 50.0));
    }

    @Test
    void theLargestJournalTakesPartOnlyIfAskedFor() {
        assertThat(journals(false).present(Size.MILLION, Size.TEN_MILLION)).containsExactly(Size.MILLION);
        assertThat(journals(true).present(Size.MILLION, Size.TEN_MILLION))
                .containsExactly(Size.MILLION, Size.TEN_MILLION);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> journals(false).of(Size.MILLION))
                .withMessageContaining("journal-1000000");

        assertThat(TableOptions.of("--ten-million", "--events", "10000000").events())
                .hasValue(10_000_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TableOptions.of("--events", "10000000"))
                .withMessageContaining("--ten-million");
    }

    @Test
    void aLineOfTheRustProgramIsFoundByWhatItMeasured() throws IOException {
        List<String> lines =
                List.of("{\"what\":\"by_kind\",\"p50_us\":1.5}", "{\"what\":\"all\",\"p50_us\":2.5,\"ops\":7}");

        assertThat(FigureJson.ofRust(lines, "all", "p50_us")).isEqualTo(2.5);
        assertThat(FigureJson.ofRust(lines, "", "ops")).isEqualTo(7);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> FigureJson.ofRust(lines, "by_kind", "ops"))
                .withMessageContaining("ops");
    }
}
