package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.evidence.ReservationLedger;
import io.batpak.evidence.ReservationReconciliation;
import io.batpak.evidence.ReservationTransition;
import io.batpak.evidence.ReservationTransition.Subject;
import io.batpak.model.AppendOptions;
import io.batpak.model.Bytes;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.Payload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reserve, use and give back, each as an event; what is open follows from the log.
public final class SeatReservations {
    private static final EventKind STEP = EventKind.of(0xF, 0x48);
    private static final Coordinate HALL = Coordinate.of("hall:1", "theatre");
    private static final Subject ROW_A = new Subject(1, Bytes.of("row A".getBytes(StandardCharsets.UTF_8)));

    private SeatReservations() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            step(store, 1, "ada", ReservationTransition.RESERVE);
            step(store, 2, "ben", ReservationTransition.RESERVE);
            step(store, 3, "ada", ReservationTransition.COMMIT);
            step(store, 4, "ada", ReservationTransition.REFUND);

            List<ReservationTransition> log = store.readStream(HALL.entity()).stream()
                    .map(event -> ReservationTransition.fromBytes(event.payload()))
                    .toList();
            ReservationLedger ledger = ReservationLedger.of(log);
            ReservationReconciliation seats = ReservationReconciliation.of(ledger);

            out.println("open " + seats.open().size() + ", committed "
                    + seats.committed().size());
            ledger.findings()
                    .forEach(finding ->
                            out.println("not followed: " + finding.getClass().getSimpleName()));
            out.println("as bytes the same: "
                    + ReservationLedger.fromBytes(ledger.toBytes()).equals(ledger));
        }
    }

    private static void step(Store store, long sequence, String who, long op) {
        ReservationTransition step = new ReservationTransition(
                ReservationTransition.SCHEMA_VERSION,
                sequence,
                Hash.blake3(who.getBytes(StandardCharsets.UTF_8)),
                op,
                2,
                Optional.of(ROW_A),
                List.of());
        AppendOptions inOrder = sequence == 1 ? AppendOptions.expectNoStream() : AppendOptions.expecting(sequence - 2);
        store.append(HALL, STEP, Payload.messagePack(step.toBytes()), inOrder);
    }
}
