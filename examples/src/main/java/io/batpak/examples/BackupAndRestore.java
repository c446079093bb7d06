package io.batpak.examples;

import io.batpak.Backups;
import io.batpak.Evidence;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.evidence.ArtifactSignature;
import io.batpak.model.BackupManifestEnvelope;
import io.batpak.model.BackupManifestEnvelope.ManifestSignature;
import io.batpak.model.BackupOptions;
import io.batpak.model.BackupReport;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.RestoreReport;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/// Back a journal up, keep a signed manifest somewhere else, and restore what is proven to be just that.
public final class BackupAndRestore {
    private static final EventKind BOOKED = EventKind.of(0xF, 0x46);
    private static final Region ACCOUNT = Region.entity("account:1");

    private BackupAndRestore() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) throws GeneralSecurityException {
        JdkSigner operator = JdkSigner.create();
        Path backup = directory.resolve("backup");
        Path restored = directory.resolve("restored");
        byte[] kept;
        try (Store store = Store.open(StoreConfig.in(directory.resolve("live")).build())) {
            store.append(Coordinate.of("account:1", "bank"), BOOKED, Payload.of(Value.map("cents", 100)));
            BackupReport report = store.backup(backup, BackupOptions.standard().keepManifests(7));
            out.println("backup " + report.number() + " is sound: "
                    + Backups.check(backup).isClean());
            kept = Evidence.bytes(signed(report, operator));
        }

        RestoreReport restore = Backups.restore(backup, restored);
        out.println("restored without findings: " + restore.proof().isClean());

        BackupManifestEnvelope envelope = Evidence.manifestEnvelope(kept);
        Hash named = Evidence.hash(envelope.body());
        out.println(
                "it is the signed backup: " + restore.proof().manifestBodyHash().equals(named));
        out.println("signatures " + envelope.signatures().size());
        try (StoreReader reader = StoreReader.open(StoreConfig.in(restored).build())) {
            out.println("events " + reader.query(ACCOUNT).stream().count());
        }
    }

    private static BackupManifestEnvelope signed(BackupReport report, JdkSigner operator)
            throws GeneralSecurityException {
        ArtifactSignature made = operator.sign(Evidence.bytes(report.manifest()));
        return BackupManifestEnvelope.of(report.manifest())
                .signedBy(new ManifestSignature(made.algorithmId(), made.keyId(), made.signatureBytes()));
    }
}
