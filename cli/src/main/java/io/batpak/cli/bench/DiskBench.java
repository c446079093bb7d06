package io.batpak.cli.bench;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.ChainReport;
import io.batpak.model.Durability;
import io.batpak.model.EventId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Measures the chosen cases on the disk of a directory. Everything happens in a new directory below it,
/// which is gone afterwards.
public final class DiskBench {
    private static final double BYTES_PER_MEGABYTE = 1e6;
    private static final int REMEMBERED_EVERY = 10;
    private static final int STRICT_CALLERS = 64;

    private final Path root;
    private final BenchLength length;

    private DiskBench(Path root, BenchLength length) {
        this.root = root;
        this.length = length;
    }

    /// What came of it.
    ///
    /// @param calibration the mean of what was measured before and after the cases
    /// @param steady whether both measurements agree; if not, somebody else used the machine meanwhile
    /// @param figures one for each case, in the order of the cases
    public record Outcome(Calibration calibration, boolean steady, List<BenchFigure> figures) {}

    /// Runs the cases.
    ///
    /// @param parent an existing directory on the disk in question
    /// @param quick a second instead of half a minute, for figures that mean little
    /// @throws IOException when the disk refuses
    /// @throws InterruptedException when the caller is interrupted
    /// @throws io.batpak.error.StoreException when the journal fails
    public static Outcome run(Path parent, Set<BenchCase> cases, boolean quick)
            throws IOException, InterruptedException {
        try (BenchDirectory directory = BenchDirectory.below(parent)) {
            return new DiskBench(directory.path(), BenchLength.of(quick)).run(cases);
        }
    }

    private Outcome run(Set<BenchCase> cases) throws IOException, InterruptedException {
        Duration part = length.measured().dividedBy(4);
        Calibration before = Calibration.measure(root, part);
        List<Timed> timed = new ArrayList<>();
        if (cases.contains(BenchCase.APPEND)) {
            timed.add(append());
        }
        if (cases.contains(BenchCase.STRICT)) {
            timed.add(strict(BenchCase.STRICT, 1));
        }
        if (cases.contains(BenchCase.STRICT_64)) {
            timed.add(strict(BenchCase.STRICT_64, STRICT_CALLERS));
        }
        if (cases.stream().anyMatch(BenchCase::reads)) {
            read(cases, timed);
        }
        Calibration after = Calibration.measure(root, part);
        Calibration mean = before.mean(after);
        List<BenchFigure> figures =
                timed.stream().map(each -> each.figure(mean)).toList();
        return new Outcome(mean, before.agrees(after), figures);
    }

    /// A case with its calls; each counts for `perCall` of the case's unit.
    private record Timed(BenchCase measured, Samples samples, double perCall) {

        BenchFigure figure(Calibration disk) {
            double perSecond = measured.reads() && measured != BenchCase.GET
                    ? perCall / samples.medianSeconds()
                    : perCall * samples.perSecond();
            double base = switch (measured) {
                case APPEND -> disk.writesPerSecond();
                case STRICT, STRICT_64 -> disk.syncsPerSecond();
                case GET -> disk.readsPerSecond();
                case SCAN, OPEN -> disk.sequentialMegabytesPerSecond();
            };
            String baseName = switch (measured) {
                case APPEND -> "raw write";
                case STRICT, STRICT_64 -> "fdatasync";
                case GET -> "raw read";
                case SCAN, OPEN -> "sequential read";
            };
            return new BenchFigure(
                    measured, perSecond, samples.p50Micros(), samples.p99Micros(), perSecond / base, baseName);
        }
    }

    private Timed append() throws IOException {
        Path directory = root.resolve("append");
        Samples samples;
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            Samples.during(length.warmUp(), number -> BenchEvents.append(store, number));
            samples = Samples.during(length.measured(), number -> BenchEvents.append(store, number));
        }
        BenchDirectory.delete(directory);
        return new Timed(BenchCase.APPEND, samples, 1);
    }

    private Timed strict(BenchCase measured, int callers) throws IOException, InterruptedException {
        Path directory = root.resolve(measured.label());
        StoreConfig config =
                StoreConfig.in(directory).durability(Durability.STRICT).build();
        Samples samples;
        try (Store store = Store.open(config)) {
            ManyCallers.append(store, callers, length.warmUp());
            samples = ManyCallers.append(store, callers, length.measured());
        }
        BenchDirectory.delete(directory);
        return new Timed(measured, samples, 1);
    }

    private void read(Set<BenchCase> cases, List<Timed> timed) throws IOException {
        Path directory = Files.createDirectory(root.resolve("journal"));
        List<EventId> ids = fill(directory);
        StoreConfig config = StoreConfig.in(directory).build();
        double megabytes = BenchDirectory.bytes(directory) / BYTES_PER_MEGABYTE;
        if (cases.contains(BenchCase.GET)) {
            timed.add(get(config, ids));
        }
        if (cases.contains(BenchCase.SCAN)) {
            timed.add(new Timed(BenchCase.SCAN, scan(config), megabytes));
        }
        if (cases.contains(BenchCase.OPEN)) {
            Samples.times(1, _ -> StoreReader.open(config).close());
            Samples samples = Samples.times(
                    length.repeats(), _ -> StoreReader.open(config).close());
            timed.add(new Timed(BenchCase.OPEN, samples, megabytes));
        }
    }

    private List<EventId> fill(Path directory) {
        List<EventId> ids = new ArrayList<>();
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            for (int number = 0; number < length.events(); number++) {
                EventId id = BenchEvents.append(store, number).eventId();
                if (number % REMEMBERED_EVERY == 0) {
                    ids.add(id);
                }
            }
        }
        return ids;
    }

    private Timed get(StoreConfig config, List<EventId> ids) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        try (StoreReader reader = StoreReader.open(config)) {
            Samples.Call call =
                    _ -> reader.get(ids.get(random.nextInt(ids.size()))).value();
            Samples.during(length.warmUp(), call);
            return new Timed(BenchCase.GET, Samples.during(length.measured(), call), 1);
        }
    }

    private Samples scan(StoreConfig config) {
        try (StoreReader reader = StoreReader.open(config)) {
            Samples.Call call = _ -> {
                ChainReport report = reader.verifyChain();
                if (!report.intact()) {
                    throw new IllegalStateException("a new journal is not intact: " + report);
                }
            };
            Samples.times(1, call);
            return Samples.times(length.repeats(), call);
        }
    }
}
