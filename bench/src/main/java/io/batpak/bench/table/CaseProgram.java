package io.batpak.bench.table;

import java.util.EnumMap;
import java.util.Map;

/// The child: measures one case once, between two calibrations, and prints its figures as one line of JSON.
///
/// Arguments: the case, and `quick` or `full`. Threads: those of the case.
public final class CaseProgram {
    /// What the line with the figures begins with; other lines are chatter.
    static final String MARKER = "figures ";

    private CaseProgram() {}

    /// Ends with 1 and a stack trace when the case fails.
    public static void main(String[] arguments) throws Exception {
        Effort effort = Effort.of(arguments[1].equals("quick"));
        Case measured = Catalogue.cases().stream()
                .filter(each -> each.id().equals(arguments[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no case " + arguments[0]));
        Calibration before = Calibration.measure(effort.calibration());
        Map<Figure, Double> figures =
                new EnumMap<>(measured.body().measure(new Stage(effort, Journals.ofProperties(effort.quick()))));
        Calibration after = Calibration.measure(effort.calibration());
        figures.put(Figure.SYNCS_BEFORE, before.syncsPerSecond());
        figures.put(Figure.SYNCS_AFTER, after.syncsPerSecond());
        figures.put(Figure.WRITES_BEFORE, before.writesPerSecond());
        figures.put(Figure.WRITES_AFTER, after.writesPerSecond());
        figures.put(Figure.SEQUENTIAL_BEFORE, before.sequentialMegabytesPerSecond());
        figures.put(Figure.SEQUENTIAL_AFTER, after.sequentialMegabytesPerSecond());
        figures.put(Figure.CHECKSUM_BEFORE, before.checksumGigabytesPerSecond());
        figures.put(Figure.CHECKSUM_AFTER, after.checksumGigabytesPerSecond());
        if (figures.containsKey(Figure.RATE)) {
            figures.put(Figure.SYNC_MULTIPLE, Figure.RATE.in(figures) / syncsPerSecond(figures));
        }
        System.out.println(MARKER + FigureJson.line(figures));
    }

    /// The mean of both calibrations.
    static double syncsPerSecond(Map<Figure, Double> figures) {
        return (Figure.SYNCS_BEFORE.in(figures) + Figure.SYNCS_AFTER.in(figures)) / 2;
    }
}
