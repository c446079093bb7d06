package io.batpak.bench.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Our Rust benchmark of the crate batpak 0.9.0, built from a copy of its sources.
///
/// @param binary the program
/// @param scratch a directory that it may create and delete
/// @param quick whether it only shows that it runs
record RustProgram(Path binary, Path scratch, boolean quick) {
    private static final String QUICK_EVENTS = "n=3000";
    private static final List<String> NOT_COPIED = List.of("target", "results");

    /// Copies the sources to `folder` and builds them there.
    ///
    /// @throws MissingException when the sources, cargo or taskset are not there, or the build fails
    static RustProgram build(Path sources, Path folder, Path scratch, boolean quick)
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
        return new RustProgram(folder.resolve("target/release/refbench"), scratch.resolve("batpak-refbench"), quick);
    }

    /// The figures of one scenario; of two places the faster.
    Map<Figure, Double> run(RustScenario scenario) throws IOException, InterruptedException {
        Map<Figure, Double> best = new EnumMap<>(Figure.class);
        for (RustScenario.Place place : scenario.places()) {
            Map<Figure, Double> figures = run(scenario.arguments(), place);
            if (figures.getOrDefault(Figure.RATE, 0.0) > best.getOrDefault(Figure.RATE, 0.0)) {
                best = figures;
            }
        }
        return best;
    }

    private Map<Figure, Double> run(List<String> arguments, RustScenario.Place place)
            throws IOException, InterruptedException {
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
        Ran ran = Ran.of(command);
        if (ran.code() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + ran.code() + ":\n" + ran.errors());
        }
        return FigureJson.ofRust(ran.output().strip());
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
