package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.error.WaitTimeoutException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.DurabilityGate;
import io.batpak.model.EventKind;
import io.batpak.model.Mark;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Wait until an event is as safe as it has to be, and hide events until all of them are there.
public final class AppendWithGate {
    private static final EventKind STEP = EventKind.of(0xF, 8);
    private static final Coordinate JOB = Coordinate.of("job:1", "night");
    private static final Duration SHORT = Duration.ofMillis(50);

    private AppendWithGate() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) throws InterruptedException {
        StoreConfig config = StoreConfig.in(directory)
                .syncEveryEvents(1000)
                .syncWithin(Duration.ZERO)
                .build();
        try (Store store = Store.open(config)) {
            AppendOptions durable = AppendOptions.none().gate(new DurabilityGate(Mark.DURABLE, SHORT));
            try {
                store.append(JOB, STEP, step("alone"), durable);
            } catch (WaitTimeoutException e) {
                out.println("not proven durable in time, but committed: " + seen(store));
            }

            DurabilityGate visible = new DurabilityGate(Mark.VISIBLE, SHORT);
            List<Receipt> batch = store.appendBatch(List.of(item("first"), item("second")), visible);
            store.waitFor(Mark.DURABLE, batch.getLast().sequence(), SHORT);
            out.println("a batch is durable when it is visible: " + seen(store));

            try (VisibilityFence fence = store.beginFence()) {
                fence.submit(JOB, STEP, step("hidden"));
                out.println("behind the fence: " + seen(store));
                fence.commit();
            }
            out.println("after its commit: " + seen(store));
        }
    }

    private static int seen(Store store) {
        return store.query(Region.entity("job:1")).toList().size();
    }

    private static BatchItem item(String name) {
        return BatchItem.of(JOB, STEP, step(name));
    }

    private static Payload step(String name) {
        return Payload.of(Value.map("step", name));
    }
}
