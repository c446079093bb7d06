package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.bench.Scratch;
import io.batpak.bench.fixture.Prepared;
import io.batpak.model.BackupOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Copies of a journal of 0.6 GB of segments: snapshot, fork, backup. What they return is durable; the Rust program
/// leaves that to the system. The code is warm, and so is the page cache.
final class CopyCases {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MEGABYTE = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final double TIMES_RUST = 1.2;
    private static final double STALL_MICROS_MAX = 10_000;
    private static final int TURNS = 5;
    private static final int MORE_EVENTS = 10_000;

    private CopyCases() {}

    /// Makes a copy.
    @FunctionalInterface
    private interface Copying {
        void of(Store store, Path destination);
    }

    static List<Case> all() {
        return List.of(
                copy("snapshot", "snapshot of 0.6 GB of segments", Store::snapshot),
                copy("fork", "fork of 0.6 GB of segments", Store::fork),
                backup());
    }

    private static Case copy(String what, String title, Copying copying) {
        return Case.of(
                        what,
                        title,
                        RustScenario.reading(
                                rust(Figure.MILLIS, "seconds", what, "live=0").times(MILLIS_PER_SECOND),
                                rust(Figure.MILLIS_LIVE, "seconds", what, "live=1")
                                        .times(MILLIS_PER_SECOND),
                                rust(Figure.LONGEST, "max_us", what, "live=1"),
                                rust(Figure.P999, "p999_us", what, "live=1")),
                        stage -> copy(stage, copying),
                        Row.of(Figure.MILLIS, Goal.atMostTimesRust(TIMES_RUST)),
                        Row.of(Figure.MILLIS_LIVE),
                        Row.of(Figure.LONGEST, Goal.atMost(STALL_MICROS_MAX)),
                        Row.of(Figure.LONGEST_IDLE),
                        Row.of(Figure.P999),
                        Row.of(Figure.P999_IDLE),
                        Row.of(Figure.COPY_RATE))
                .reading(Size.PARTS);
    }

    private static RustReading rust(Figure figure, String key, String what, String live) {
        return RustReading.of(figure, key, Size.PARTS, "copy", "what=" + what, live);
    }

    private static Map<Figure, Double> copy(Stage stage, Copying copying) throws Exception {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        Prepared journal = stage.journals().of(Size.PARTS);
        Duplicate measured = Duplicate.of(journal);
        measured.close();
        measured.putRate(figures);
        try (Scratch source = journal.copy();
                Store store = Duplicate.open(source, journal)) {
            Path destination = destination(source);
            millis(store, destination, copying); // to warm up
            List<Double> quiet = new ArrayList<>();
            for (int turn = 0; turn < TURNS; turn++) {
                quiet.add(millis(store, destination, copying));
            }
            figures.put(Figure.MILLIS, Spread.of(quiet).orElseThrow().median());
            Beside appender = Beside.appender(store);
            appender.alone(stage.effort().measured()); // to warm up
            Beside.Seen idle = appender.alone(stage.effort().measured());
            Beside.Seen copied = appender.during(() -> copying.of(store, destination));
            delete(destination);
            copied.put(figures, idle);
            figures.put(Figure.MILLIS_LIVE, copied.seconds() * MILLIS_PER_SECOND);
        }
        return figures;
    }

    private static Path destination(Scratch source) {
        return source.path().resolveSibling(source.path().getFileName() + "-to");
    }

    private static double millis(Store store, Path destination, Copying copying) throws Exception {
        double millis = timed(store, destination, copying);
        delete(destination);
        return millis;
    }

    private static double timed(Store store, Path destination, Copying copying) {
        long begun = System.nanoTime();
        copying.of(store, destination);
        return (System.nanoTime() - begun) / NANOS_PER_MILLI;
    }

    private static void delete(Path destination) throws Exception {
        if (Files.isDirectory(destination)) {
            new Scratch(destination).close();
        }
    }

    private static Case backup() {
        return Case.of(
                        "backup",
                        "backup of 0.6 GB of segments; again after 10 000 more events",
                        RustScenario.none(),
                        CopyCases::backup,
                        Row.of(Figure.MILLIS),
                        Row.of(Figure.SOURCE_RATE),
                        Row.of(Figure.COPY_RATE),
                        Row.of(Figure.MILLIS_AGAIN))
                .reading(Size.PARTS);
    }

    private static Map<Figure, Double> backup(Stage stage) throws Exception {
        backupOnce(stage); // to warm up
        return backupOnce(stage);
    }

    private static Map<Figure, Double> backupOnce(Stage stage) throws Exception {
        Copying backup = (store, destination) -> store.backup(destination, BackupOptions.standard());
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        try (Duplicate source = Duplicate.of(stage.journals().of(Size.PARTS));
                Store store = source.open()) {
            Path destination = destination(source.scratch());
            source.putRate(figures);
            double millis = timed(store, destination, backup);
            figures.put(Figure.MILLIS, millis);
            figures.put(Figure.SOURCE_RATE, source.bytes() / MEGABYTE / (millis / MILLIS_PER_SECOND));
            MemoryCases.append(store, 0, MORE_EVENTS);
            figures.put(Figure.MILLIS_AGAIN, timed(store, destination, backup));
            delete(destination);
        }
        return figures;
    }
}
