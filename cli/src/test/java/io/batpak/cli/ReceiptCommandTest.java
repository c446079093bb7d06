package io.batpak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.cli.json.Json;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import io.batpak.sign.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `batpak receipt verify` as a shell sees it: no journal, only a proof and a public key.
///
/// Covers: A15. Tier: unit.
class ReceiptCommandTest {
    private static final SigningKey KEY = key(7);

    @TempDir
    private Path root = Path.of("");

    private Path proof = Path.of("");

    private static SigningKey key(int fill) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) fill);
        return SigningKey.ofSeed(seed);
    }

    private static String hex(SigningKey key) {
        return HexFormat.of().formatHex(key.publicKey());
    }

    @BeforeEach
    void takeAProof() throws IOException {
        proof = root.resolve("order.proof");
        StoreConfig config = StoreConfig.in(root.resolve("journal"))
                .signingKeys(List.of(KEY))
                .build();
        try (Store store = Store.open(config)) {
            byte[] bytes = store.proofOf(store.append(
                            Coordinate.of("order:1", "shop"), EventKind.of(0xF, 1), Payload.of(Value.map("n", 1))))
                    .toBytes();
            Files.write(proof, bytes);
        }
    }

    private String run(int code, String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
        assertThat(BatpakCommand.run(arguments, out, out)).as("%s", output).isEqualTo(code);
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aProofIsVerifiedWithItsPublicKey() {
        assertThat(run(0, "receipt", "verify", proof.toString(), "--public-key", hex(KEY)))
                .contains("verdict    Signed", "at         order:1@shop", "kind       0xF001");
        JsonNode told = Json.parse(run(
                0,
                "receipt",
                "verify",
                "--json",
                proof.toString(),
                "--public-key",
                hex(key(8)),
                "--public-key",
                hex(KEY)));
        assertThat(told.get("signed").asBoolean()).isTrue();
        assertThat(told.get("entity").asString()).isEqualTo("order:1");
    }

    @Test
    void anotherKeyDidNotSignIt() {
        assertThat(run(1, "receipt", "verify", proof.toString(), "--public-key", hex(key(8))))
                .contains("verdict    UnknownSigningKey");
    }

    @Test
    void aChangedProofIsNotSigned() throws IOException {
        byte[] bytes = Files.readAllBytes(proof);
        bytes[bytes.length - 1] ^= 1;
        Files.write(proof, bytes);
        assertThat(run(1, "receipt", "verify", proof.toString(), "--public-key", hex(KEY)))
                .contains("verdict    InvalidSignature");
    }

    @Test
    void whatIsNoProofOrNoKeyIsSaid() throws IOException {
        assertThat(run(2, "receipt", "verify", root.resolve("none").toString(), "--public-key", hex(KEY)))
                .contains("cannot be read");
        assertThat(run(2, "receipt", "verify", proof.toString(), "--public-key", "zz"))
                .contains("64 hexadecimal digits");
        assertThat(run(2, "receipt", "verify", proof.toString(), "--public-key", "00"))
                .contains("public key length");
        assertThat(run(2, "receipt", "verify", proof.toString())).contains("--public-key");
        Files.write(proof, new byte[] {1, 2, 3});
        assertThat(run(2, "receipt", "verify", proof.toString(), "--public-key", hex(KEY)))
                .contains("is no proof");
        assertThat(run(2, "receipt")).contains("which command");
    }

    @Test
    void itExplainsItself() {
        assertThat(run(0, "receipt", "--help")).contains("Usage: batpak receipt", "verify");
        assertThat(run(0, "receipt", "verify", "--help"))
                .contains("Usage: batpak receipt verify", "--public-key", "--json");
    }
}
