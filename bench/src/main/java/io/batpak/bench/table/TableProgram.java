package io.batpak.bench.table;

import io.batpak.bench.MachineFacts;
import io.batpak.bench.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Fills the performance table in one run: every case in a JVM of its own, the Rust program beside it, rounds
/// outermost so that the noise of the machine spreads over all cases.
///
/// Prints Markdown and writes it with the raw JSON to the folder in the system property
/// `batpak.bench.results`. Sources of the Rust program: `--reference`, or else the system property
/// `batpak.bench.reference`. Threads: one; the children have theirs.
public final class TableProgram {
    private final TableOptions options;
    private final Path folder;
    private final Results results = new Results();
    private final Optional<RustProgram> rust;

    private TableProgram(TableOptions options, Path folder) throws IOException, InterruptedException {
        this.options = options;
        this.folder = folder;
        this.rust = buildRust();
    }

    /// Ends with 1 when a case could not be measured and with 2 when the arguments are not understood. A
    /// missed goal is no failure.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        TableOptions options;
        try {
            options = TableOptions.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("benchtable: " + e.getMessage());
            System.err.println(TableOptions.USAGE);
            System.exit(2);
            return;
        }
        if (options.events().isPresent()) {
            System.exit(Preparation.of(options).build(options.events().getAsLong()) ? 0 : 1);
        }
        if (options.list()) {
            options.cases().forEach(each -> System.out.printf("%-22s %s%n", each.id(), each.title()));
            return;
        }
        Path folder = Path.of(System.getProperty("batpak.bench.results", "target/results"));
        Files.createDirectories(folder);
        boolean complete = new TableProgram(options, folder).run();
        System.exit(complete ? 0 : 1);
    }

    private Optional<RustProgram> buildRust() throws IOException, InterruptedException {
        Path sources = options.reference()
                .orElseGet(() -> Path.of(System.getProperty("batpak.bench.reference", "../shared/reference-bench")));
        try {
            progress("building the Rust program (the first time takes minutes)");
            return Optional.of(
                    RustProgram.build(sources, folder.resolveSibling("refbench"), fixtures(), options.quick()));
        } catch (RustProgram.MissingException e) {
            progress("==================== NO RUST FIGURES: " + e.getMessage() + " ====================");
            return Optional.empty();
        }
    }

    private Path fixtures() {
        return Preparation.of(options).fixtures().folder();
    }

    /// Measures and reports; false if something could not be measured.
    private boolean run() throws IOException, InterruptedException {
        Instant begun = Instant.now();
        Preparation.of(options).prepare(options.cases()).forEach(this::failed);
        for (int round = 1; round <= options.rounds(); round++) {
            rust.ifPresent(RustProgram::beginRound);
            for (Case each : options.cases()) {
                progress("round " + round + " of " + options.rounds() + ": " + each.id());
                Map<Figure, Double> ours = measure(each);
                results.add(each.id(), new Results.Round(ours, measureRust(each, ours)));
            }
        }
        TableReport report = new TableReport(begun, MachineFacts.read(), options, results);
        String name = "table-" + begun.toString().replace(':', '-');
        Path markdown = folder.resolve(name + ".md");
        Files.writeString(markdown, report.markdown());
        Files.writeString(folder.resolve(name + ".json"), report.json());
        if (options.json().isPresent()) {
            Files.writeString(options.json().get(), report.json());
        }
        System.out.print(report.markdown());
        progress("results: " + markdown + " and the same with .json");
        return results.failures().isEmpty();
    }

    private Map<Figure, Double> measure(Case each) throws InterruptedException {
        List<String> command = new ArrayList<>();
        if (each.setup().oneCore()) {
            command.addAll(List.of("taskset", "-c", "0"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dbatpak.bench.scratch=" + Scratch.parent());
        command.add("-D" + Journals.FOLDER + "=" + fixtures());
        command.add("-D" + Journals.TEN_MILLION + "=" + options.tenMillion());
        command.addAll(each.setup().jvmOptions());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), CaseProgram.class.getName()));
        command.addAll(List.of(each.id(), options.quick() ? "quick" : "full"));
        Ran ran;
        try {
            ran = Ran.of(command);
        } catch (IOException e) {
            failed(each.id() + ": " + e.getMessage());
            return Map.of();
        }
        Optional<String> line = ran.output()
                .lines()
                .filter(text -> text.startsWith(CaseProgram.MARKER))
                .findFirst();
        if (ran.code() != 0 || line.isEmpty()) {
            failed(each.id() + " ended with " + ran.code() + ":\n" + ran.errors());
            return Map.of();
        }
        return FigureJson.parse(line.get().substring(CaseProgram.MARKER.length()));
    }

    private Map<Figure, Double> measureRust(Case each, Map<Figure, Double> ours) throws InterruptedException {
        if (rust.isEmpty() || each.rust().isEmpty()) {
            return Map.of();
        }
        try {
            Map<Figure, Double> figures = new EnumMap<>(rust.get().run(each.rust()));
            if (ours.containsKey(Figure.SYNCS_BEFORE) && figures.containsKey(Figure.RATE)) {
                figures.put(Figure.SYNC_MULTIPLE, Figure.RATE.in(figures) / CaseProgram.syncsPerSecond(ours));
            }
            return figures;
        } catch (IOException e) {
            failed(each.id() + ", Rust: " + e.getMessage());
            return Map.of();
        }
    }

    private void failed(String what) {
        progress("FAILED: " + what);
        results.addFailure(what);
    }

    private static void progress(String text) {
        System.err.println("benchtable: " + text);
    }
}
