package io.batpak.bench.table;

import io.batpak.StoreReader;
import io.batpak.bench.fixture.Prepared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Recomputing every hash of a journal of a million events that is in the page cache.
final class VerifyCases {
    private static final String ON_ONE_CORE = "verify-one-core";
    private static final double GIGABYTE = 1e9;

    private VerifyCases() {}

    static List<Case> all() {
        RustScenario rust =
                RustScenario.reading(RustReading.of(Figure.GIGABYTES_RATE, "gb_per_s", Size.MILLION, "verify"));
        return List.of(
                Case.of(
                                ON_ONE_CORE,
                                "verify the chain, 1 M events, one core",
                                rust,
                                VerifyCases::verify,
                                Row.of(Figure.GIGABYTES_RATE, Goal.atLeast(0.6)))
                        .reading(Size.MILLION)
                        .onOneCore(),
                Case.of(
                                "verify",
                                "verify the chain, 1 M events, two cores",
                                rust,
                                VerifyCases::verify,
                                Row.of(Figure.GIGABYTES_RATE, Goal.atLeastTimesCase(1.9, ON_ONE_CORE)))
                        .reading(Size.MILLION));
    }

    private static Map<Figure, Double> verify(Stage stage) throws Exception {
        Prepared journal = stage.journals().of(Size.MILLION);
        long bytes = 0;
        for (Path file : journal.files()) {
            bytes += file.toString().endsWith(".fbat") ? Files.size(file) : 0;
        }
        try (StoreReader reader = stage.journals().reader(Size.MILLION)) {
            Callers.Result result = stage.repeat(1, _ -> {
                if (!reader.verifyChain().intact()) {
                    throw new IllegalStateException("the chain is broken");
                }
            });
            return Map.of(Figure.GIGABYTES_RATE, result.calls() * bytes / GIGABYTE / result.seconds());
        }
    }
}
