package io.batpak.cli;

import io.batpak.cli.bench.BenchCase;
import io.batpak.cli.bench.BenchFigure;
import io.batpak.cli.bench.Calibration;
import io.batpak.cli.bench.DiskBench;
import io.batpak.cli.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `bench`: how fast a journal is on the user's own disk.
@Command(
        name = "bench",
        description = {
            "Measure append, strict append, get, scan and open on your disk, beside what the disk itself gives.",
            "Takes about half a minute and up to 1 GB, in a new directory that is removed afterwards."
        })
final class BenchCommand implements Callable<Integer>, JsonSwitch {
    private static final int WHOLE_FROM = 10;
    private static final int MICROS_PER_MILLISECOND = 1000;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "An existing directory on the disk to measure; without it the current one.")
    private Path parent = Path.of("");

    @Option(names = "--quick", description = "Take a second or two; shows that it works, the figures mean little.")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "CASE",
            converter = Converters.Bench.class,
            description = "Only this case: append, strict, strict-64, get, scan or open. May be repeated.")
    private List<BenchCase> only = List.of();

    @Option(names = "--json", description = "Print the figures as one JSON document.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public boolean json() {
        return json;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.isDirectory(parent.toAbsolutePath())) {
            throw new UsageException(parent + " is not a directory; give one on the disk to measure");
        }
        Set<BenchCase> cases = only.isEmpty() ? EnumSet.allOf(BenchCase.class) : EnumSet.copyOf(only);
        Path place = parent.toAbsolutePath().normalize();
        DiskBench.Outcome outcome = DiskBench.run(place, cases, quick);
        Output output = new Output(spec.commandLine().getOut(), json);
        if (json) {
            output.document(document(place, outcome));
        } else {
            print(output, place, outcome);
        }
        return ExitCodes.OK;
    }

    private void print(Output output, Path place, DiskBench.Outcome outcome) throws IOException {
        output.line("The disk of " + place + " (" + Files.getFileStore(place).type() + "), without a journal:");
        output.line("");
        printCalibration(output, outcome.calibration());
        output.line("");
        output.line("A journal on it, events with a payload of 200 bytes:");
        output.line("");
        Table table = new Table(output, "CASE", ">PER SECOND", ">P50", ">P99", "BESIDE THE DISK");
        for (BenchFigure figure : outcome.figures()) {
            table.row(
                    figure.measured().label(),
                    number(figure.perSecond()) + " " + figure.measured().unit(),
                    micros(figure.p50Micros()),
                    micros(figure.p99Micros()),
                    number(figure.ratio()) + " x " + figure.ratioTo());
        }
        table.flush();
        output.line("");
        for (BenchFigure figure : outcome.figures()) {
            output.line(figure.measured().label() + ": " + figure.measured().meaning());
        }
        output.line("");
        output.line("Compare the ratios, not the rates: they move less from machine to machine and day to day.");
        if (!outcome.steady()) {
            output.line("NOT STEADY: the disk gave something else before and after. Measure again when it is idle.");
        }
        if (quick) {
            output.line("QUICK: too short to mean much, and the program was not warm.");
        }
    }

    private static void printCalibration(Output output, Calibration disk) {
        Table table = new Table(output, "CALIBRATION", ">PER SECOND", "WHAT");
        table.row("fdatasync", number(disk.syncsPerSecond()), "600 B appended and forced to the disk");
        table.row("raw write", number(disk.writesPerSecond()), "700 B written into the system's cache");
        table.row("raw read", number(disk.readsPerSecond()), "700 B read from the cache, at random");
        table.row("sequential read", number(disk.sequentialMegabytesPerSecond()) + " MB", "1 MiB at a time, cached");
        table.flush();
    }

    private ObjectNode document(Path place, DiskBench.Outcome outcome) throws IOException {
        ObjectNode node = Json.object();
        node.put("directory", place.toString());
        node.put("file_system", Files.getFileStore(place).type());
        node.put("processors", Runtime.getRuntime().availableProcessors());
        node.put("java", System.getProperty("java.vm.version"));
        node.put("quick", quick);
        node.put("steady", outcome.steady());
        Calibration disk = outcome.calibration();
        ObjectNode calibration = node.putObject("calibration");
        calibration.put("fdatasync_per_second", disk.syncsPerSecond());
        calibration.put("raw_writes_per_second", disk.writesPerSecond());
        calibration.put("raw_reads_per_second", disk.readsPerSecond());
        calibration.put("sequential_read_mb_per_second", disk.sequentialMegabytesPerSecond());
        ArrayNode cases = node.putArray("cases");
        for (BenchFigure figure : outcome.figures()) {
            ObjectNode shown = cases.addObject();
            shown.put("case", figure.measured().label());
            shown.put("per_second", figure.perSecond());
            shown.put("unit", figure.measured().unit());
            shown.put("p50_us", figure.p50Micros());
            shown.put("p99_us", figure.p99Micros());
            shown.put("ratio", figure.ratio());
            shown.put("ratio_to", figure.ratioTo());
            shown.put("meaning", figure.measured().meaning());
        }
        return node;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= WHOLE_FROM ? "%,.0f" : value >= 1 ? "%.1f" : "%.3f", value);
    }

    private static String micros(double value) {
        return value >= MICROS_PER_MILLISECOND
                ? String.format(Locale.ROOT, "%.1f ms", value / MICROS_PER_MILLISECOND)
                : String.format(Locale.ROOT, "%.1f us", value);
    }
}
