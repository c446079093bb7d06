package io.batpak.bench.table;

import io.batpak.StoreReader;
import io.batpak.bench.fixture.Prepared;
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

    private DiskCases() {}

    static List<Case> all() {
        return List.of(
                disk("disk-closed", "1 M events, closed", Size.MILLION),
                disk("disk-closed-100k", "100 k events, closed", Size.HUNDRED_THOUSAND),
                disk("disk-killed", "1 M events, killed", Size.MILLION_KILLED));
    }

    private static Case disk(String id, String title, Size size) {
        RustScenario rust = size == Size.MILLION_KILLED
                ? RustScenario.none()
                : RustScenario.reading(RustReading.made(
                        Figure.BYTES_EACH, "disk_bytes_per_event", "fixture", "n=" + size.recipe(false).events()));
        return Case.of(
                        id,
                        "disk, " + title,
                        rust,
                        stage -> bytes(stage.journals(), size),
                        Row.of(Figure.BYTES_EACH),
                        Row.of(Figure.FRAMES),
                        Row.of(Figure.FOOTERS),
                        Row.of(Figure.RUNS, Goal.atMost(RUN_BYTES_MAX)),
                        Row.of(Figure.MMAP_INDEX),
                        Row.of(Figure.CHECKPOINT),
                        Row.of(Figure.OTHERS))
                .reading(size);
    }

    private static Map<Figure, Double> bytes(Journals journals, Size size) throws IOException {
        Prepared journal = journals.of(size);
        Map<Figure, Long> bytes = new EnumMap<>(Figure.class);
        for (Path file : journal.files()) {
            bytes.merge(figureOf(file.getFileName().toString()), Files.size(file), Long::sum);
        }
        long whole = 0;
        try (StoreReader reader = journals.reader(size)) {
            for (OpenReport.SegmentFinding segment : reader.openReport().segments()) {
                whole += segment.wholeLength();
            }
        }
        long segments = bytes.getOrDefault(Figure.FRAMES, 0L);
        bytes.put(Figure.FRAMES, whole);
        bytes.put(Figure.FOOTERS, segments - whole);
        bytes.put(Figure.BYTES_EACH, bytes.values().stream().mapToLong(Long::longValue).sum());
        Map<Figure, Double> each = new EnumMap<>(Figure.class);
        bytes.forEach((figure, total) -> each.put(figure, total / (double) journals.events(size)));
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
