package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import io.batpak.projection.FusedStates;
import io.batpak.projection.Projection;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The same for events without a type of their own: as values, and as the bytes that are stored; both in one pass.
public final class RawProjectionCounter {
    private static final EventKind CHANGED = EventKind.of(0xE, 0x2B2);
    private static final Projection<Long> SUM = Projection.named("sum")
            .startingWith(() -> 0L)
            .onValue(CHANGED, (sum, by) -> sum + ((Value.Int) by).value())
            .build();
    private static final Projection<Long> BYTES = Projection.named("bytes")
            .startingWith(() -> 0L)
            .onRaw(CHANGED, (bytes, event) -> bytes + event.payloadLength())
            .build();

    private RawProjectionCounter() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            Coordinate counter = Coordinate.of("counter:raw", "site");
            for (long by : List.of(3L, -1L, 2L)) {
                store.append(counter, CHANGED, Payload.of(new Value.Int(by)));
            }
            FusedStates states = store.projections().fused("counter:raw", List.of(SUM, BYTES));
            out.println("sum " + states.state(SUM).orElseThrow());
            out.println("bytes " + states.state(BYTES).orElseThrow());
        }
    }
}
