package io.batpak.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a report of JMH keeps, and that no path of the machine gets into it.
///
/// Tier: unit.
class BenchmarkReportTest {
    private static final String JMH = """
            [ {
              "benchmark" : "io.batpak.bench.PayloadBenchmark.decode",
              "jvm" : "/usr/lib/jvm/jdk-25/bin/java",
              "jvmArgs" : [ "-Xmx1g", "-Dbatpak.bench.scratch=/mnt/scratch", "--enable-native-access=ALL-UNNAMED" ],
              "primaryMetric" : { "score" : 153.47851732427907, "rawData" : [ [ 1.5, 2.5 ] ] }
            }, {
              "benchmark" : "io.batpak.bench.PayloadBenchmark.encode"
            } ]
            """;

    private static JsonNode report() {
        return JsonMapper.shared().readTree(BenchmarkReport.of(JMH, new MachineFacts(Map.of("cpus", "2"))));
    }

    @Test
    void theResultsAreThoseOfJmh() {
        JsonNode report = report();

        assertThat(report.at("/machine/cpus").asString()).isEqualTo("2");
        assertThat(report.get("results")).hasSize(2);
        assertThat(report.at("/results/0/primaryMetric").toString())
                .isEqualTo("{\"score\":153.47851732427907,\"rawData\":[[1.5,2.5]]}");
        assertThat(report.at("/results/1").toString())
                .isEqualTo("{\"benchmark\":\"io.batpak.bench.PayloadBenchmark.encode\"}");
    }

    @Test
    void noPathOfTheMachineIsInThem() {
        assertThat(report().at("/results/0").has("jvm")).isFalse();
        assertThat(report().at("/results/0/jvmArgs").toString())
                .isEqualTo("[\"-Xmx1g\",\"--enable-native-access=ALL-UNNAMED\"]");
    }
}
