package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionForecast;
import io.batpak.model.CompactionResult;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.RetentionPolicy;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Let old events go: a policy, a dry run, and then the compaction itself. What stays keeps its sequence and its
/// id.
public final class CompactHistory {
    private static final EventKind MEASURED = EventKind.of(0xF, 1);
    private static final EventKind ALARM = EventKind.of(0xF, 2);
    private static final int EVENTS = 90;

    private CompactHistory() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        StoreConfig config = StoreConfig.in(directory).segmentBytesMax(4096).build();
        try (Store store = Store.open(config)) {
            for (int n = 0; n < EVENTS; n++) {
                EventKind kind = n % 10 == 0 ? ALARM : MEASURED;
                store.append(Coordinate.of("sensor:" + n % 3, "plant"), kind, Payload.of(Value.map("value", n)));
            }
        }
        try (Store store = Store.open(config)) {
            RetentionPolicy policy = RetentionPolicy.kinds(MEASURED).and(RetentionPolicy.keepLast(10));
            Compaction compaction = Compaction.retention(policy);
            out.println("lets go: " + policy);

            CompactionForecast forecast = store.forecast(compaction);
            out.println("would drop: " + forecast.dropped() + ", fewer bytes: "
                    + (forecast.bytesAfter() < forecast.bytesBefore()));

            CompactionResult result = store.compact(compaction);
            out.println("outcome: " + result.outcome());
            out.println("left: " + store.query(Region.entity("sensor")).toList().size());
            out.println("intact: " + store.verifyChain().intact());
        }
    }
}
