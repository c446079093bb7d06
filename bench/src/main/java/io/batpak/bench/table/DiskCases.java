package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.bench.Scratch;
import io.batpak.bench.fixture.Prepared;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.IndexArtifacts;
import io.batpak.model.OpenReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What an event of 200 bytes takes on disk, by file, after a clean close and after a kill. A kind of file that
/// is not there has no figure.
final class DiskCases {
    private static final double RUN_BYTES_MAX = 110;

    private static final int MADE = 100_000;
    private static final int MADE_QUICK = 5000;
    private static final Row[] ROWS = {
        Row.of(Figure.BYTES_EACH),
        Row.of(Figure.FRAMES),
        Row.of(Figure.FOOTERS),
        Row.of(Figure.RUNS, Goal.atMost(RUN_BYTES_MAX)),
        Row.of(Figure.MMAP_INDEX),
        Row.of(Figure.CHECKPOINT),
        Row.of(Figure.OTHERS)
    };

    private DiskCases() {}

    static List<Case> all() {
        return List.of(
                disk("disk-closed", "1 M events, closed", Size.MILLION),
                disk("disk-closed-100k", "100 k events, closed", Size.HUNDRED_THOUSAND),
                disk("disk-killed", "1 M events, killed", Size.MILLION_KILLED),
                // Each way of closing that StoreConfig offers has its line here.
                made("disk-artifact", "with index.fbati", each -> each.indexArtifacts(IndexArtifacts.ALWAYS)),
                made("disk-no-artifact", "without index.fbati", each -> each.indexArtifacts(IndexArtifacts.NEVER)),
                made("disk-reference", "as batpak 0.9.0 syncs", each -> each.fsyncSchedule(FsyncSchedule.REFERENCE)));
    }

    /// A journal of 100 000 events, made and closed with a configuration of its own.
    private static Case made(String id, String title, Stage.Setting setting) {
        return Case.of(
                id,
                "disk, 100 k events, closed, " + title,
                RustScenario.none(),
                stage -> {
                    int events = stage.effort().quick() ? MADE_QUICK : MADE;
                    try (Scratch scratch = Scratch.create()) {
                        StoreConfig.Builder builder = StoreConfig.in(scratch.path());
                        try (Store store = Store.open(setting.apply(builder).build())) {
                            MemoryCases.append(store, 0, events);
                        }
                        return bytes(Prepared.filesIn(scratch.path()), StoreReader.open(builder.build()), events);
                    }
                },
                ROWS);
    }

    private static Case disk(String id, String title, Size size) {
        RustScenario rust = size == Size.MILLION_KILLED
                ? RustScenario.none()
                : RustScenario.reading(RustReading.made(
                        Figure.BYTES_EACH,
                        "disk_bytes_per_event",
                        "fixture",
                        "n=" + size.recipe(false).events()));
        return Case.of(
                        id,
                        "disk, " + title,
                        rust,
                        stage -> bytes(
                                stage.journals().of(size).files(),
                                stage.journals().reader(size),
                                stage.journals().events(size)),
                        ROWS)
                .reading(size);
    }

    private static Map<Figure, Double> bytes(List<Path> files, StoreReader opened, long events) throws IOException {
        Map<Figure, Long> bytes = new EnumMap<>(Figure.class);
        for (Path file : files) {
            bytes.merge(figureOf(file.getFileName().toString()), Files.size(file), Long::sum);
        }
        long whole = 0;
        try (opened) {
            for (OpenReport.SegmentFinding segment : opened.openReport().segments()) {
                whole += segment.wholeLength();
            }
        }
        long segments = bytes.getOrDefault(Figure.FRAMES, 0L);
        bytes.put(Figure.FRAMES, whole);
        bytes.put(Figure.FOOTERS, segments - whole);
        bytes.put(
                Figure.BYTES_EACH,
                bytes.values().stream().mapToLong(Long::longValue).sum());
        Map<Figure, Double> each = new EnumMap<>(Figure.class);
        bytes.forEach((figure, total) -> each.put(figure, total / (double) events));
        return each;
    }

    private static Figure figureOf(String file) {
        return switch (file.substring(file.indexOf('.') + 1)) {
            case "fbat" -> Figure.FRAMES;
            case "fbx" -> Figure.RUNS;
            case "fbati" -> Figure.MMAP_INDEX;
            case "ckpt" -> Figure.CHECKPOINT;
            default -> Figure.OTHERS;
        };
    }
}
