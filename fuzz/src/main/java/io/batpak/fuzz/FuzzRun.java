package io.batpak.fuzz;

import io.batpak.fuzz.FuzzTarget.Seed;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One target under Jazzer for a while, in a process of its own; then a replay of its corpus in a small heap.
///
/// The folder is the system property `batpak.fuzz.work`: `corpus` of each target goes on growing from run to run,
/// `findings` holds the inputs that a target failed for, `logs` what Jazzer said.
final class FuzzRun {
    private static final int AT_A_TIME = 2;
    private static final int INPUT_SECONDS_MAX = 60;
    private static final Pattern PROGRESS = Pattern.compile("#(\\d+)\\s+\\w+\\s+cov: (\\d+) ft: (\\d+) corp: (\\d+)");
    private static final Pattern EXECUTED = Pattern.compile("stat::number_of_executed_units: (\\d+)");

    private final FuzzTarget target;
    private final Path corpus;
    private final Path findings;
    private final Path log;

    private FuzzRun(FuzzTarget target) {
        Path work = Path.of(System.getProperty("batpak.fuzz.work", "target/fuzz"));
        this.target = target;
        corpus = work.resolve("corpus").resolve(target.name());
        findings = work.resolve("findings").resolve(target.name());
        log = work.resolve("logs").resolve(target.name() + ".log");
    }

    /// What came of a target.
    ///
    /// @param target its name
    /// @param executions how many inputs it was given
    /// @param coverage how many edges of the instrumented code they reached
    /// @param features edges with how often they were passed, and values that were compared
    /// @param corpus how many inputs are kept
    /// @param problem what went wrong, empty if nothing did
    record Result(String target, long executions, long coverage, long features, long corpus, String problem) {
        boolean isClean() {
            return problem.isEmpty();
        }
    }

    /// The results as a table in Markdown.
    static String table(List<Result> results) {
        StringBuilder table = new StringBuilder("| Target | Executions | Coverage | Features | Corpus | Finding |\n");
        table.append("|-|-|-|-|-|-|\n");
        for (Result result : results) {
            table.append("| %s | %d | %d | %d | %d | %s |%n"
                    .formatted(
                            result.target(),
                            result.executions(),
                            result.coverage(),
                            result.features(),
                            result.corpus(),
                            result.isClean() ? "none" : result.problem()));
        }
        return table.toString();
    }

    /// Runs every target, two at a time; the results stand in the order of the names. A target whose run breaks
    /// off, whatever breaks it, has that as its finding, and the others go on.
    static List<Result> all(List<FuzzTarget> targets, int seconds) throws InterruptedException {
        List<FuzzTarget> ordered =
                targets.stream().sorted(Comparator.comparing(FuzzTarget::name)).toList();
        List<Callable<Result>> runs = ordered.stream()
                .<Callable<Result>>map(target -> () -> one(target, seconds))
                .toList();
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<Result>> ended = workers.invokeAll(runs);
            return IntStream.range(0, ordered.size())
                    .mapToObj(index -> result(ordered.get(index), ended.get(index)))
                    .toList();
        }
    }

    private static Result result(FuzzTarget target, Future<Result> ended) {
        return ended.state() == Future.State.FAILED
                ? new Result(target.name(), 0, 0, 0, 0, "broken off: " + ended.exceptionNow())
                : ended.resultNow();
    }

    private static Result one(FuzzTarget target, int seconds) throws IOException, InterruptedException {
        Result result = new FuzzRun(target).fuzz(seconds);
        System.err.println("batpak fuzz: " + result);
        return result;
    }

    private Result fuzz(int seconds) throws IOException, InterruptedException {
        List<Seed> seeds = target.seeds();
        if (seeds.isEmpty()) {
            return new Result(target.name(), 0, 0, 0, 0, "no seeds");
        }
        for (Path folder : List.of(corpus, findings, log.toAbsolutePath().getParent())) {
            Files.createDirectories(folder);
        }
        for (Seed seed : seeds) {
            Files.write(corpus.resolve(seed.name()), seed.bytes());
        }
        String problem = "";
        if (exitCode(jazzer(seconds)) != 0) {
            problem = "see " + findings + " and " + log;
        } else if (exitCode(replay()) != 0) {
            problem = "replay in 64 MiB fails, see " + log;
        }
        return result(problem);
    }

    private static int exitCode(ProcessBuilder program) throws IOException, InterruptedException {
        Process process = program.start();
        try {
            return process.waitFor();
        } finally {
            process.destroy(); // has ended, unless this thread was interrupted
        }
    }

    /// Line by line: what a target logs may be long.
    private Result result(String problem) throws IOException {
        MatchResult last = null;
        long executed = 0;
        try (BufferedReader said = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                Matcher progress = PROGRESS.matcher(line);
                last = progress.find() ? progress.toMatchResult() : last;
                Matcher total = EXECUTED.matcher(line);
                executed = total.find() ? Long.parseLong(total.group(1)) : executed;
            }
        }
        long executions = executed > 0 ? executed : number(last, 1);
        try (Stream<Path> kept = Files.list(corpus)) {
            return new Result(target.name(), executions, number(last, 2), number(last, 3), kept.count(), problem);
        }
    }

    private static long number(@Nullable MatchResult found, int group) {
        return found == null ? 0 : Long.parseLong(found.group(group));
    }

    private ProcessBuilder jazzer(int seconds) {
        return java(
                "512m",
                "com.code_intelligence.jazzer.Jazzer",
                List.of(
                        "--target_class=" + FuzzEntry.class.getName(),
                        "--target_args=" + target.name(),
                        "--instrumentation_includes=io.batpak.**",
                        "--instrumentation_excludes=io.batpak.fuzz.**:io.batpak.testkit.**",
                        "--custom_hook_includes=io.batpak.**",
                        "--reproducer_path=" + findings,
                        "-artifact_prefix=" + findings + File.separator,
                        "-max_total_time=" + seconds,
                        "-max_len=" + target.lengthMax(),
                        "-timeout=" + INPUT_SECONDS_MAX,
                        "-print_final_stats=1",
                        corpus.toString()));
    }

    private ProcessBuilder replay() {
        return java("64m", Replay.class.getName(), List.of(target.name(), corpus.toString()));
    }

    private ProcessBuilder java(String heap, String program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                program));
        command.addAll(arguments);
        ProcessBuilder.Redirect redirect = program.equals(Replay.class.getName())
                ? ProcessBuilder.Redirect.appendTo(log.toFile())
                : ProcessBuilder.Redirect.to(log.toFile());
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(redirect);
    }
}
