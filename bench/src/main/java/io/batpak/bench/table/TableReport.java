package io.batpak.bench.table;

import io.batpak.bench.MachineFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The results as Markdown for people and as JSON with every round.
///
/// @param at when the run began
/// @param machine where it ran
/// @param options what was asked for
/// @param results what came of it
record TableReport(Instant at, MachineFacts machine, TableOptions options, Results results) {
    private static final List<List<Figure>> CALIBRATIONS = List.of(
            List.of(Figure.SYNCS_BEFORE, Figure.SYNCS_AFTER),
            List.of(Figure.WRITES_BEFORE, Figure.WRITES_AFTER),
            List.of(Figure.SEQUENTIAL_BEFORE, Figure.SEQUENTIAL_AFTER),
            List.of(Figure.CHECKSUM_BEFORE, Figure.CHECKSUM_AFTER));

    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("# Performance table, " + at);
        lines.add("");
        if (options.quick()) {
            lines.add("**Quick: shows that everything runs. The figures mean nothing.**");
            lines.add("");
        }
        machine.facts().forEach((name, value) -> lines.add("* " + name + ": " + value));
        lines.add("* rounds: " + options.rounds() + "; min / **median** / max; ratios are medians over the rounds");
        lines.add("");
        addCalibrations(lines);
        lines.add("");
        lines.add("| Case | Figure | Ours | Rust 0.9.0 | Ours ÷ Rust | Goal | Value | Met |");
        lines.add("|---|---|---|---|---|---|---|---|");
        for (Case each : options.cases()) {
            for (Row row : each.rows()) {
                lines.add(line(each, row));
            }
        }
        for (String failure : results.failures()) {
            lines.add("");
            lines.add("**Not measured:** " + failure.replace("\n", "\n    "));
        }
        return String.join("\n", lines) + "\n";
    }

    private void addCalibrations(List<String> lines) {
        lines.add("| Calibration, before and after each case | min / **median** / max |");
        lines.add("|---|---|");
        for (List<Figure> figures : CALIBRATIONS) {
            List<Double> values = new ArrayList<>();
            for (String id : results.rounds().keySet()) {
                figures.forEach(figure -> values.addAll(results.ours(id, figure)));
            }
            String label = figures.getFirst().label().replace(", before", "");
            lines.add("| " + label + " | " + text(values) + " |");
        }
    }

    private String line(Case each, Row row) {
        List<Double> ours = results.ours(each.id(), row.figure());
        List<Double> rust = results.rust(each.id(), row.figure());
        String ratio = Spread.of(Spread.ratios(ours, rust))
                .map(spread -> Spread.number(spread.median()))
                .orElse("–");
        List<String> goals = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Goal goal : row.goals()) {
            goals.add(goal.text());
            values.add(goal.value(results, each.id(), row.figure())
                    .map(Spread::number)
                    .orElse("–"));
        }
        return "| "
                + String.join(
                        " | ",
                        each.title(),
                        row.figure().label(),
                        text(ours),
                        text(rust),
                        ratio,
                        goals.isEmpty() ? "–" : String.join(" or ", goals),
                        values.isEmpty() ? "–" : String.join(" or ", values),
                        verdict(each, row))
                + " |";
    }

    private String verdict(Case each, Row row) {
        if (row.goals().isEmpty()) {
            return "–";
        }
        List<Optional<Boolean>> verdicts = row.goals().stream()
                .map(goal -> goal.value(results, each.id(), row.figure()).map(goal::met))
                .toList();
        if (verdicts.contains(Optional.of(true))) {
            return "yes";
        }
        return verdicts.contains(Optional.<Boolean>empty()) ? "not judged" : "**no**";
    }

    private static String text(List<Double> values) {
        return Spread.of(values).map(Spread::text).orElse("–");
    }

    String json() {
        ObjectNode report = FigureJson.mapper().createObjectNode();
        report.put("at", at.toString());
        report.put("quick", options.quick());
        report.put("rounds", options.rounds());
        report.set("machine", FigureJson.mapper().valueToTree(machine.facts()));
        ArrayNode cases = report.putArray("cases");
        for (Case each : options.cases()) {
            ObjectNode node = cases.addObject();
            node.put("case", each.id());
            node.put("title", each.title());
            node.put("rust", each.rust().text());
            ArrayNode rounds = node.putArray("rounds");
            for (Results.Round round : results.rounds().getOrDefault(each.id(), List.of())) {
                ObjectNode figures = rounds.addObject();
                figures.set("ours", FigureJson.node(round.ours()));
                figures.set("rust", FigureJson.node(round.rust()));
            }
            ArrayNode rows = node.putArray("rows");
            each.rows().forEach(row -> addJudgement(rows, each, row));
        }
        ArrayNode failures = report.putArray("failures");
        results.failures().forEach(failures::add);
        return FigureJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
    }

    private void addJudgement(ArrayNode rows, Case each, Row row) {
        for (Goal goal : row.goals()) {
            ObjectNode node = rows.addObject();
            node.put("figure", row.figure().key());
            node.put("goal", goal.text());
            goal.value(results, each.id(), row.figure())
                    .ifPresent(value -> node.put("value", value).put("met", goal.met(value)));
        }
    }
}
