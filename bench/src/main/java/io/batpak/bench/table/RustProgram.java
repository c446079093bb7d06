package io.batpak.bench.table;

import io.batpak.bench.fixture.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Our Rust benchmark of the crate batpak 0.9.0, built from a copy of its sources.
///
/// @param binary the program
/// @param scratch a directory that it may create and delete; its journals are kept beside it
/// @param quick whether it only shows that it runs
/// @param lines what the runs of readings printed in this round, by their arguments
record RustProgram(Path binary, Path scratch, boolean quick, Map<List<String>, List<String>> lines) {
    private static final String QUICK_EVENTS = "n=3000";
    private static final String ONE_ENTITY_EVENTS = "n=100000";
    private static final int MEBIBYTE = 1 << 20;
    private static final List<String> NOT_COPIED = List.of("target", "results");

    /// Copies the sources to `folder` and builds them there.
    ///
    /// @throws MissingException when the sources, cargo or taskset are not there, or the build fails
    static RustProgram build(Path sources, Path folder, Path fixtures, boolean quick)
            throws IOException, InterruptedException, MissingException {
        if (!Files.isRegularFile(sources.resolve("Cargo.toml"))) {
            throw new MissingException("no sources in " + sources + "; name them with --reference DIR");
        }
        for (String tool : List.of("cargo", "taskset")) {
            if (!isThere(tool)) {
                throw new MissingException(tool + " is not there");
            }
        }
        copy(sources, folder);
        Ran built = Ran.of(List.of(
                "cargo",
                "build",
                "--release",
                "--locked",
                "--manifest-path",
                folder.resolve("Cargo.toml").toString(),
                "--target-dir",
                folder.resolve("target").toString()));
        if (built.code() != 0) {
            throw new MissingException("cargo build failed:\n" + built.errors());
        }
        Path scratch = fixtures.resolve("refbench-scratch");
        return new RustProgram(folder.resolve("target/release/refbench"), scratch, quick, new HashMap<>());
    }

    /// Runs of readings are made again from now on.
    void beginRound() {
        lines.clear();
    }

    /// The figures of one scenario; of two places the faster.
    Map<Figure, Double> run(RustScenario scenario) throws IOException, InterruptedException {
        if (!scenario.readings().isEmpty()) {
            return read(scenario.readings());
        }
        Map<Figure, Double> best = new EnumMap<>(Figure.class);
        for (RustScenario.Place place : scenario.places()) {
            Map<Figure, Double> figures = run(scenario.arguments(), place);
            if (figures.getOrDefault(Figure.RATE, 0.0) > best.getOrDefault(Figure.RATE, 0.0)) {
                best = figures;
            }
        }
        return best;
    }

    private Map<Figure, Double> read(List<RustReading> readings) throws IOException, InterruptedException {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        for (RustReading reading : readings) {
            List<String> arguments = new ArrayList<>(reading.arguments());
            if (reading.isOfProjections()) {
                arguments.add("from=" + oneEntity());
            }
            if (reading.from().isPresent()) {
                arguments.add("from=" + journal(reading.from().get()));
                Recipe recipe = reading.from().get().recipe(quick);
                if (recipe.segmentBytes() > 0) {
                    arguments.add(segments(recipe));
                }
            }
            List<String> printed = lines.get(arguments);
            if (printed == null) {
                printed = print(arguments, RustScenario.Place.ANY_CORE).lines().toList();
                lines.put(arguments, printed);
            }
            figures.put(reading.figure(), FigureJson.ofRust(printed, reading.what(), reading.key()) * reading.times());
        }
        return figures;
    }

    /// Its own journal of a size, with the index that it writes by default; built once and reused.
    private Path journal(Size size) throws IOException, InterruptedException {
        Recipe recipe = size.recipe(quick);
        Path directory = scratch.resolveSibling("refbench-" + recipe.name());
        Path stamp = scratch.resolveSibling("refbench-" + recipe.name() + ".stamp");
        if (!Files.exists(stamp)) {
            List<String> command =
                    new ArrayList<>(List.of(binary.toString(), "fixture", "dir=" + directory, "n=" + recipe.events()));
            if (recipe.killed()) {
                command.add("crash=1");
            }
            if (recipe.segmentBytes() > 0) {
                command.add(segments(recipe));
            }
            Files.writeString(stamp, printed(command));
        }
        return directory;
    }

    /// Its journal of one entity; built once and reused.
    private Path oneEntity() throws IOException, InterruptedException {
        String name = "refbench-one-entity" + (quick ? "-quick" : "");
        Path directory = scratch.resolveSibling(name);
        Path stamp = scratch.resolveSibling(name + ".stamp");
        if (!Files.exists(stamp)) {
            String events = quick ? QUICK_EVENTS : ONE_ENTITY_EVENTS;
            Files.writeString(
                    stamp,
                    printed(List.of(
                            binary.toString(), "fixture", "dir=" + directory, events, "entities=1", "one_kind=1")));
        }
        return directory;
    }

    private static String segments(Recipe recipe) {
        return "segment_mb=" + recipe.segmentBytes() / MEBIBYTE;
    }

    private Map<Figure, Double> run(List<String> arguments, RustScenario.Place place)
            throws IOException, InterruptedException {
        return FigureJson.ofRust(print(arguments, place).strip());
    }

    private String print(List<String> arguments, RustScenario.Place place) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (place == RustScenario.Place.ONE_CORE) {
            command.addAll(List.of("taskset", "-c", "0"));
        }
        command.add(binary.toString());
        command.addAll(arguments);
        if (quick) {
            command.add(QUICK_EVENTS);
        }
        command.add("dir=" + scratch);
        return printed(command);
    }

    private static String printed(List<String> command) throws IOException, InterruptedException {
        Ran ran = Ran.of(command);
        if (ran.code() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + ran.code() + ":\n" + ran.errors());
        }
        return ran.output();
    }

    private static boolean isThere(String tool) throws InterruptedException {
        try {
            return Ran.of(List.of(tool, "--version")).code() == 0;
        } catch (IOException e) {
            return false; // the system found no such program
        }
    }

    /// What has not changed stays as it is, so that cargo does not build again.
    private static void copy(Path from, Path to) throws IOException {
        List<Path> found;
        try (Stream<Path> walked = Files.walk(from)) {
            found = walked.filter(path -> NOT_COPIED.stream().noneMatch(name -> path.startsWith(from.resolve(name))))
                    .toList();
        }
        for (Path path : found) {
            Path target = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else if (!Files.exists(target) || Files.mismatch(path, target) >= 0) {
                Files.write(target, Files.readAllBytes(path));
            }
        }
    }

    /// There is no Rust program to compare with; the message says why.
    static final class MissingException extends Exception {
        private static final long serialVersionUID = 1;

        MissingException(String why) {
            super(why);
        }
    }
}
