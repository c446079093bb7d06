package io.batpak.bench;

import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The JSON report: `{"at": …, "machine": {…}, "results": […]}`, where `results` is what JMH wrote, unchanged.
final class BenchmarkReport {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private BenchmarkReport() {}

    static String of(String jmhResults, MachineFacts machine) {
        JsonNode results = MAPPER.readTree(jmhResults);
        ObjectNode report = MAPPER.createObjectNode();
        report.put("at", Instant.now().toString());
        report.set("machine", MAPPER.valueToTree(machine.facts()));
        report.set("results", results);
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
    }
}
