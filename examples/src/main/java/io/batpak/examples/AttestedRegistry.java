package io.batpak.examples;

import io.batpak.evidence.ArtifactEnvelope;
import io.batpak.evidence.NamedDigest;
import io.batpak.evidence.RegistryDrift;
import io.batpak.evidence.RegistryRow;
import io.batpak.evidence.RegistryVerification;
import io.batpak.evidence.RowHash;
import io.batpak.evidence.Supersession;
import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/// Publish which schemas are in use, signed, and find out where what is deployed differs from that.
public final class AttestedRegistry {
    private AttestedRegistry() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) throws GeneralSecurityException {
        JdkSigner owner = JdkSigner.create();
        RegistryRow first = row("order/1", RegistryRow.DEPRECATED, Optional.empty());
        RegistryRow second = row("order/2", RegistryRow.LIVE, Optional.of(first.rowId()));
        List<RowHash> published = List.of(RowHash.of(first), RowHash.of(second));

        out.println("catalogue: " + Supersession.findings(List.of(first, second)));

        byte[] sent = ArtifactEnvelope.of(second)
                .signedBy(owner.sign(second.toBytes()))
                .toBytes();
        RegistryVerification verification = RegistryVerification.of(
                ArtifactEnvelope.fromBytes(sent, RegistryRow::fromBytes), published.getLast(), owner::refusal);
        out.println("row is what was published: " + verification.isClean());

        RegistryRow deployed = row("order/2", RegistryRow.ANNOUNCED, Optional.of(first.rowId()));
        RegistryDrift drift = RegistryDrift.of(published, List.of(RowHash.of(deployed)));
        drift.findings()
                .forEach(finding -> out.println("drift: " + finding.getClass().getSimpleName()));
    }

    private static RegistryRow row(String name, long lifecycle, Optional<Hash> supersedes) {
        byte[] schema = ("schema of " + name).getBytes(StandardCharsets.UTF_8);
        return new RegistryRow(
                RegistryRow.SCHEMA_VERSION,
                Hash.blake3(name.getBytes(StandardCharsets.UTF_8)),
                1,
                1,
                Bytes.of(schema),
                List.of(new NamedDigest("schema", Hash.blake3(schema))),
                lifecycle,
                supersedes);
    }
}
