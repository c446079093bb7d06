package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.evidence.ArtifactEnvelope;
import io.batpak.evidence.ArtifactVerification;
import io.batpak.evidence.ChainWalkReport;
import io.batpak.evidence.ChainWalkRequest;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/// Prove the history of one entity, sign the statement about it, and hand both over as one value.
public final class SignedAudit {
    private static final EventKind BOOKED = EventKind.of(0xF, 0x45);

    private SignedAudit() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) throws GeneralSecurityException {
        JdkSigner auditor = JdkSigner.create();
        byte[] sent;
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            book(store, 100);
            Receipt last = book(store, 250);

            ChainWalkReport audit = store.chainWalk(ChainWalkRequest.from(last));
            sent = ArtifactEnvelope.of(audit)
                    .signedBy(auditor.sign(audit.toBytes()))
                    .toBytes();
        }

        ArtifactEnvelope<ChainWalkReport> received = ArtifactEnvelope.fromBytes(sent, ChainWalkReport::fromBytes);
        ArtifactVerification verification = received.verify(auditor::refusal);
        boolean trusted =
                !received.signatures().isEmpty() && verification.findings().isEmpty();

        out.println("trusted: " + trusted);
        out.println("events proven: " + received.body().checkedCount() + ", findings "
                + received.body().findings());
        out.println("by somebody else: "
                + received.verify(JdkSigner.create()::refusal).findings().size() + " finding");
    }

    private static Receipt book(Store store, int cents) {
        return store.append(Coordinate.of("account:1", "bank"), BOOKED, Payload.of(Value.map("cents", cents)));
    }
}
