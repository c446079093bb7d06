package io.batpak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.cli.bench.BenchCase;
import io.batpak.cli.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `bench` as a shell sees it. Its figures are not judged here.
///
/// Tier: unit.
class BenchCommandTest {
    @TempDir
    private Path disk = Path.of("");

    private String output(String... options) {
        List<String> arguments = new ArrayList<>(List.of("bench", "--quick", "--dir", disk.toString()));
        arguments.addAll(List.of(options));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int code = BatpakCommand.run(
                arguments.toArray(String[]::new),
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));
        assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyCaseIsMeasuredBesideTheDiskAndNothingIsLeftBehind() {
        JsonNode document = Json.parse(output("--json"));

        List<String> labels =
                Arrays.stream(BenchCase.values()).map(BenchCase::label).toList();
        assertThat(document.get("cases"))
                .extracting(node -> node.get("case").asString())
                .isEqualTo(labels);
        for (JsonNode figure : document.get("cases")) {
            assertThat(figure.get("per_second").doubleValue()).isPositive();
            assertThat(figure.get("ratio").doubleValue()).isPositive();
            assertThat(figure.get("p99_us").doubleValue())
                    .isGreaterThanOrEqualTo(figure.get("p50_us").doubleValue());
            assertThat(figure.get("meaning").asString()).isNotBlank();
        }
        assertThat(document.get("calibration")).hasSize(4).allMatch(value -> value.doubleValue() > 0);
        assertThat(document.get("quick").booleanValue()).isTrue();
        assertThat(disk).isEmptyDirectory();
    }

    @Test
    void onlyTheCasesAskedForAreMeasured() {
        String output = output("--only", "get", "--only", "open");

        assertThat(output).contains("get: ", "open: ").doesNotContain("append: ", "scan: ");
        assertThat(output).contains("fdatasync").contains("x raw read").contains("QUICK");
        assertThat(disk).isEmptyDirectory();
    }
}
