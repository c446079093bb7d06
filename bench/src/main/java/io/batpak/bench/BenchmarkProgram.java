package io.batpak.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs the benchmarks and writes their results, with the facts of the machine, as one JSON file.
///
/// Arguments are JMH's own (a name pattern, `-f 1`, `-prof gc`, …). `--smoke` instead runs each benchmark
/// once, which proves that it works and measures nothing. The results go to the folder in the system property
/// `batpak.bench.results`, by default `target/results`. Threads: JMH's.
public final class BenchmarkProgram {
    private static final String SMOKE = "--smoke";
    private static final String SMOKE_EVENTS = "2000";

    private BenchmarkProgram() {}

    /// Exits with 1 when a benchmark fails and with 2 when the arguments are not understood.
    public static void main(String[] arguments) throws IOException {
        List<String> remaining = new ArrayList<>(List.of(arguments));
        boolean smoke = remaining.remove(SMOKE);
        Path folder = Path.of(System.getProperty("batpak.bench.results", "target/results"));
        Files.createDirectories(folder);
        Path raw = Files.createTempFile(folder, "jmh-", ".json");
        try {
            CommandLineOptions given = new CommandLineOptions(remaining.toArray(String[]::new));
            if (given.shouldHelp()) {
                given.showHelp();
                return;
            }
            if (given.shouldList()) {
                new Runner(given).list();
                return;
            }
            new Runner(options(given, smoke, raw).build()).run();
            if (!smoke) {
                Path report = folder.resolve("bench-" + Instant.now().toString().replace(':', '-') + ".json");
                Files.writeString(report, BenchmarkReport.of(Files.readString(raw), MachineFacts.read()));
                System.out.println("Results: " + report);
            }
        } catch (CommandLineOptionException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
        } catch (RunnerException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(1);
        } finally {
            Files.deleteIfExists(raw);
        }
    }

    private static ChainedOptionsBuilder options(CommandLineOptions given, boolean smoke, Path raw) {
        ChainedOptionsBuilder builder = new OptionsBuilder()
                .parent(given)
                .shouldFailOnError(true)
                .jvmArgsAppend("--enable-native-access=ALL-UNNAMED")
                .resultFormat(ResultFormatType.JSON)
                .result(raw.toString());
        if (!smoke) {
            return builder;
        }
        return builder.param("events", SMOKE_EVENTS)
                .forks(1)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(10))
                .verbosity(VerboseMode.NORMAL);
    }
}
