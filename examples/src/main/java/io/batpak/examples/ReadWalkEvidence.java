package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.evidence.EvidenceVerdict;
import io.batpak.evidence.ReadWalk;
import io.batpak.evidence.ReadWalkReport;
import io.batpak.evidence.ReadWalkRequest;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Keep a statement of what a read was asked, what it saw and what it left out, which others can check.
public final class ReadWalkEvidence {
    private static final EventKind BOOKED = EventKind.of(0xF, 0x43);

    private ReadWalkEvidence() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            for (int cents = 100; cents < 103; cents++) {
                store.append(Coordinate.of("account:1", "bank"), BOOKED, Payload.of(Value.map("cents", cents)));
            }

            ReadWalk walk = store.readWalk(
                    ReadWalkRequest.of(Region.entity("account:1")).atMost(2).withProofs());
            byte[] statement = walk.report().toBytes();
            Hash name = walk.report().bodyHash();

            out.println("returned " + walk.report().returnedCount() + " of "
                    + walk.report().matchedCount());
            out.println("findings " + walk.report().findings());
            out.println("adds up: " + ReadWalkReport.fromBytes(statement).addsUp());
            out.println(EvidenceVerdict.of(statement, name, ReadWalkReport::fromBytes));
            statement[statement.length - 1] ^= 1;
            out.println("changed: "
                    + EvidenceVerdict.of(statement, name, ReadWalkReport::fromBytes)
                            .getClass()
                            .getSimpleName());
        }
    }
}
