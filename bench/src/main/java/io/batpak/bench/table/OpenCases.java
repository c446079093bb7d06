package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.bench.Scratch;
import io.batpak.bench.fixture.Prepared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Opening for writing, each time a fresh copy of a prepared journal. Copying and closing are not timed.
final class OpenCases {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int WARM_UPS = 5;
    private static final int OPENS = 20;
    private static final int OPENS_MIN = 3;
    private static final int FRESH_OPENS = 5;
    /// Where an open is slow, fewer of them have to do.
    private static final double BUDGET_MILLIS = 60_000;
    private static final Size[] SIZES = {Size.TEN_THOUSAND, Size.HUNDRED_THOUSAND, Size.MILLION, Size.TEN_MILLION};

    private OpenCases() {}

    /// What is taken out of a copy before it is opened.
    private enum Sidecars {
        KEPT,
        DELETED
    }

    static List<Case> all() {
        return List.of(afterClose(), inFreshJvm(), afterKill(), withoutSidecars());
    }

    private static Case afterClose() {
        return Case.of(
                        "open-closed",
                        "open for writing after a clean close, warm JVM, ms",
                        rust("mode=rw", Size.TEN_THOUSAND, Size.HUNDRED_THOUSAND, Size.MILLION),
                        stage -> sized(stage, OpenCases::warm),
                        Row.of(Figure.AT_10K, Goal.atMost(40)),
                        Row.of(Figure.AT_100K),
                        Row.of(Figure.AT_1M, Goal.atMost(50)),
                        Row.of(Figure.AT_10M, Goal.atMost(80)),
                        Row.of(Figure.GROWTH, Goal.atMost(2)),
                        Row.of(Figure.EXPONENT, Goal.atMost(0.15)))
                .reading(SIZES);
    }

    private static Case inFreshJvm() {
        return Case.of(
                        "open-fresh-jvm",
                        "the same as the first thing that a JVM does, ms",
                        rust("mode=rw", Size.TEN_THOUSAND, Size.HUNDRED_THOUSAND, Size.MILLION),
                        stage -> sized(stage, OpenCases::fresh),
                        Row.of(Figure.AT_10K),
                        Row.of(Figure.AT_1M),
                        Row.of(Figure.AT_10M),
                        Row.of(Figure.GROWTH))
                .reading(SIZES);
    }

    private static Case afterKill() {
        return Case.of(
                        "open-killed",
                        "open after a kill, 1 M events in 16 segments, ms",
                        rust("mode=ro", Size.MILLION_KILLED),
                        stage -> one(stage, Size.MILLION_KILLED, Sidecars.KEPT),
                        Row.of(Figure.AT_1M, Goal.atMost(400)),
                        Row.of(Figure.GIGABYTES_RATE))
                .reading(Size.MILLION_KILLED);
    }

    private static Case withoutSidecars() {
        return Case.of(
                        "open-bare",
                        "open with every index file deleted, 1 M events, ms",
                        RustScenario.reading(RustReading.of(
                                Figure.AT_1M, "open_ms", Size.MILLION, "open", "mode=rw", "artifacts=drop")),
                        stage -> one(stage, Size.MILLION, Sidecars.DELETED),
                        Row.of(Figure.AT_1M, Goal.atMostTimesRust(1 / 6.0)),
                        Row.of(Figure.GIGABYTES_RATE, Goal.atLeast(1)))
                .reading(Size.MILLION);
    }

    private static RustScenario rust(String mode, Size... sizes) {
        return RustScenario.reading(RustReading.forSizes("open_ms", List.of(sizes), "open", mode));
    }

    @FunctionalInterface
    private interface Opening {
        double millis(Prepared journal) throws Exception;
    }

    private static Map<Figure, Double> sized(Stage stage, Opening opening) throws Exception {
        Sized millis = new Sized(stage.journals());
        for (Size size : stage.journals().present(SIZES)) {
            millis.put(size, opening.millis(stage.journals().of(size)));
        }
        return millis.costs();
    }

    private static Map<Figure, Double> one(Stage stage, Size size, Sidecars sidecars) throws Exception {
        Prepared journal = stage.journals().of(size);
        double millis = warm(journal, sidecars);
        long bytes = 0;
        for (Path file : journal.files()) {
            bytes += file.toString().endsWith(".fbat") ? Files.size(file) : 0;
        }
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(size.figure(), millis);
        figures.put(Figure.GIGABYTES_RATE, bytes / (millis * NANOS_PER_MILLI));
        return figures;
    }

    private static double warm(Prepared journal) throws IOException {
        return warm(journal, Sidecars.KEPT);
    }

    private static double warm(Prepared journal, Sidecars sidecars) throws IOException {
        double spent = 0;
        for (int turn = 0; turn < WARM_UPS && spent < BUDGET_MILLIS / 2; turn++) {
            spent += open(journal, sidecars);
        }
        List<Double> millis = new ArrayList<>();
        spent = 0;
        while (millis.size() < OPENS_MIN || (millis.size() < OPENS && spent < BUDGET_MILLIS)) {
            double took = open(journal, sidecars);
            millis.add(took);
            spent += took;
        }
        return median(millis);
    }

    private static double open(Prepared journal, Sidecars sidecars) throws IOException {
        try (Scratch copy = journal.copy()) {
            if (sidecars == Sidecars.DELETED) {
                deleteIndexFiles(copy);
            }
            StoreConfig config = StoreConfig.in(copy.path()).build();
            long begun = System.nanoTime();
            Store store = Store.open(config);
            double millis = (System.nanoTime() - begun) / NANOS_PER_MILLI;
            store.close();
            return millis;
        }
    }

    private static void deleteIndexFiles(Scratch copy) throws IOException {
        try (var found = Files.newDirectoryStream(copy.path(), "{index.*,*.fbx}")) {
            for (Path file : found) {
                Files.delete(file);
            }
        }
    }

    private static double fresh(Prepared journal) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int turn = 0; turn < FRESH_OPENS; turn++) {
            try (Scratch copy = journal.copy()) {
                Ran ran = Ran.of(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpenProgram.class.getName(),
                        copy.path().toString()));
                if (ran.code() != 0) {
                    throw new IOException("the fresh JVM ended with " + ran.code() + ": " + ran.errors());
                }
                millis.add(Double.parseDouble(ran.output().strip()));
            }
        }
        return median(millis);
    }

    private static double median(List<Double> values) {
        return Spread.of(values).orElseThrow().median();
    }
}
