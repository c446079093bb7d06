package io.batpak.bench;

import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON report: `{"at": …, "machine": {…}, "results": […]}`. `results` is what JMH wrote without what only says
/// where things lie on this machine: the path of the JVM, which `machine` names, and arguments `-Dbatpak.…`.
final class BenchmarkReport {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final String OWN_PROPERTY = "-Dbatpak.";

    private BenchmarkReport() {}

    static String of(String jmhResults, MachineFacts machine) {
        JsonNode results = MAPPER.readTree(jmhResults);
        results.forEach(BenchmarkReport::removePlaces);
        ObjectNode report = MAPPER.createObjectNode();
        report.put("at", Instant.now().toString());
        report.set("machine", MAPPER.valueToTree(machine.facts()));
        report.set("results", results);
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
    }

    private static void removePlaces(JsonNode result) {
        ((ObjectNode) result).remove("jvm");
        if (result.get("jvmArgs") instanceof ArrayNode arguments) {
            arguments.removeIf(argument -> argument.asString().startsWith(OWN_PROPERTY));
        }
    }
}
