package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.delivery.BatchHandler.Verdict;
import io.batpak.delivery.CheckpointId;
import io.batpak.delivery.CursorWorker;
import io.batpak.delivery.WorkerOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// A worker that keeps its place: the second one goes on where the first one ended.
public final class CursorWorkerLoop {
    private static final EventKind TICK = EventKind.of(0xF, 7);
    private static final CheckpointId PLACE = CheckpointId.of("printer");

    private CursorWorkerLoop() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            Coordinate clock = Coordinate.of("clock:1", "hall");
            for (int n = 1; n <= 5; n++) {
                store.append(clock, TICK, Payload.of(Value.map("n", n)));
            }
            print(store, 3, out);
            print(store, 2, out);
        }
    }

    private static void print(Store store, int ticks, PrintStream out) {
        AtomicInteger left = new AtomicInteger(ticks);
        WorkerOptions options = WorkerOptions.standard().batchOf(1).keeping(PLACE);
        try (CursorWorker worker = store.delivery().worker(Region.kind(TICK), options, (events, proof) -> {
            out.println("tick at clock " + events.getFirst().clock());
            return left.decrementAndGet() == 0 ? Verdict.STOP : Verdict.CONTINUE;
        })) {
            out.println("ended: " + worker.join(Duration.ofMinutes(1)).orElseThrow());
        }
    }
}
