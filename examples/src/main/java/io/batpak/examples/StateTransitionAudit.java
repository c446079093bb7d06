package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.evidence.CauseRef;
import io.batpak.evidence.StateTransition;
import io.batpak.evidence.StateTransitionReport;
import io.batpak.evidence.StateTransitionReport.Edge;
import io.batpak.model.Bytes;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.Payload;
import io.batpak.model.StoredEvent;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Keep each step of a state machine as evidence, and check afterwards whether the machine allows it.
public final class StateTransitionAudit {
    private static final EventKind STEP = EventKind.of(0xF, 0x47);
    private static final long DRAFT = 0;
    private static final long OPEN = 1;
    private static final long PAID = 2;
    private static final List<Edge> ALLOWED = List.of(new Edge(DRAFT, OPEN), new Edge(OPEN, PAID));

    private StateTransitionAudit() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        Coordinate invoice = Coordinate.of("invoice:5", "shop");
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            store.append(
                    invoice,
                    STEP,
                    Payload.messagePack(step(invoice, DRAFT, OPEN).toBytes()));
            store.append(
                    invoice,
                    STEP,
                    Payload.messagePack(step(invoice, DRAFT, PAID).toBytes()));

            for (StoredEvent event : store.readStream("invoice:5")) {
                StateTransition step = StateTransition.fromBytes(event.payload());
                StateTransitionReport report = StateTransitionReport.of(step, ALLOWED);
                out.println(step.previousState() + " to " + step.nextState() + " allowed: " + report.isClean());
            }
        }
    }

    private static StateTransition step(Coordinate at, long from, long to) {
        return new StateTransition(
                StateTransition.SCHEMA_VERSION,
                id("machine:invoice"),
                id(at.entity()),
                from,
                to,
                id(at.entity() + " " + from + " " + to),
                List.of(new CauseRef(0, Bytes.of("order:42".getBytes(StandardCharsets.UTF_8)))),
                OptionalLong.empty(),
                Optional.empty());
    }

    private static Hash id(String name) {
        return Hash.blake3(name.getBytes(StandardCharsets.UTF_8));
    }
}
