package io.batpak.examples;

import io.batpak.GatedWrites;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.guard.Denial;
import io.batpak.guard.DenialTrace;
import io.batpak.guard.Gate;
import io.batpak.guard.GateSet;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Rules of your own in front of appends: what they deny is on record, with the reason.
public final class CallerDefinedGates {
    private static final EventKind UPLOADED = EventKind.of(0xF, 0x20);
    private static final Coordinate FILES = Coordinate.of("folder:1", "archive");
    private static final int BYTES_MAX = 4096;

    private CallerDefinedGates() {}

    /// What the gates look at.
    ///
    /// @param tag what the upload is called
    /// @param bytes how long it is
    private record Upload(String tag, int bytes) {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        GateSet<Upload> gates = GateSet.of(List.of(
                Gate.<Upload>require("tag", upload -> !upload.tag().isBlank(), "an upload needs a tag"),
                Gate.<Upload>named("size", CallerDefinedGates::size)));
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            GatedWrites<Upload> uploads = new GatedWrites<>(store, gates, "uploads");
            for (Upload upload : List.of(new Upload("invoice", 100), new Upload("film", 5000), new Upload("", 1))) {
                BatchItem item = BatchItem.of(FILES, UPLOADED, Payload.of(Value.map("tag", upload.tag())));
                switch (uploads.append(upload, item)) {
                    case GatedWrites.Outcome.Appended appended ->
                        out.println("stored, passed " + appended.gatesPassed());
                    case GatedWrites.Outcome.Refused refused -> out.println("denied " + refused.denial());
                }
            }
            store.stream(FILES.entity()).forEach(entry -> {
                if (entry.kind().equals(EventKind.SYSTEM_DENIAL)) {
                    DenialTrace.of(store.read(entry).payload())
                            .denied()
                            .ifPresent(gate -> out.println("on record: " + gate.gateId() + " " + reason(gate)));
                }
            });
        }
    }

    private static Optional<Denial> size(Upload upload) {
        if (upload.bytes() <= BYTES_MAX) {
            return Optional.empty();
        }
        return Optional.of(Denial.of("size", "too large")
                .withCode("TOO_LARGE")
                .withContext("bytes", Integer.toString(upload.bytes()))
                .withContext("max", Integer.toString(BYTES_MAX)));
    }

    private static String reason(DenialTrace.Evaluation gate) {
        return gate.verdict() instanceof DenialTrace.Verdict.Deny deny
                ? deny.code()
                        + deny.context().stream()
                                .map(fact -> " " + fact.key() + "=" + fact.value())
                                .toList()
                : "";
    }
}
