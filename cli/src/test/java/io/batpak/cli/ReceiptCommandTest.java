package io.batpak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.cli.json.Json;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import io.batpak.sign.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `batpak receipt` as a shell sees it: a proof taken from a journal, and verified with a public key and nothing else.
///
/// Covers: A15. Tier: unit.
class ReceiptCommandTest {
    private static final SigningKey KEY = key(7);
    private static final String SEED = "07".repeat(SigningKey.SEED_BYTES);

    @TempDir
    private Path root = Path.of("");

    private Path proof = Path.of("");
    private byte[] taken = {};
    private String event = "";

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
            Receipt receipt =
                    store.append(Coordinate.of("order:1", "shop"), EventKind.of(0xF, 1), Payload.of(Value.map("n", 1)));
            event = receipt.eventId().hex();
            taken = store.proofOf(receipt).toBytes();
            Files.write(proof, taken);
        }
        Files.writeString(root.resolve("key"), SEED + "\n");
    }

    private String export(int code, String... more) {
        List<String> arguments = new ArrayList<>(List.of("receipt", "export", at("journal")));
        arguments.addAll(List.of(more));
        return run(code, arguments.toArray(String[]::new));
    }

    private String at(String name) {
        return root.resolve(name).toString();
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
    void whatIsExportedIsTheProofOfTheAppend() throws IOException {
        Path exported = root.resolve("exported.proof");
        assertThat(export(0, event, exported.toString(), "--signing-key", at("key")))
                .contains(
                        "event      " + event,
                        "at         order:1@shop",
                        "key        " + KEY.keyId().hex())
                .contains("batpak receipt verify " + exported + " --public-key " + hex(KEY));
        assertThat(exported).hasBinaryContent(taken);
        assertThat(run(0, "receipt", "verify", exported.toString(), "--public-key", hex(KEY)))
                .contains("verdict    Signed");
        JsonNode told = Json.parse(export(0, event, at("again"), "--signing-key", at("key"), "--json"));
        assertThat(told.get("bytes").asInt()).isEqualTo(taken.length);
        assertThat(told.get("public_key").asString()).isEqualTo(hex(KEY));
        assertThat(told.get("event_id").asString()).isEqualTo(event);
    }

    @Test
    void anExportChangesNothingInTheJournal() throws IOException {
        List<String> before = listing();
        export(0, event, at("exported"), "--signing-key", at("key"));
        assertThat(listing()).isEqualTo(before);
    }

    private List<String> listing() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("journal"))) {
            return files.map(file -> file.getFileName() + " " + file.toFile().length() + " "
                            + file.toFile().lastModified())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void anUnknownEventIsNotExported() {
        assertThat(export(1, "f".repeat(32), at("none"), "--signing-key", at("key")))
                .contains("f".repeat(32))
                .contains("batpak query lists the event ids");
        assertThat(export(2, "zz", at("none"), "--signing-key", at("key"))).contains("an id of 32 hex digits");
        assertThat(root.resolve("none")).doesNotExist();
    }

    @Test
    void withoutAKeyThereIsNothingToProve() throws IOException {
        assertThat(export(2, event, at("none"))).contains("proves nothing").contains("--signing-key");
        assertThat(export(2, event, at("none"), "--signing-key", at("nokey"))).contains("cannot be read");
        String secret = "07".repeat(31) + "0";
        Files.writeString(root.resolve("short"), secret);
        assertThat(export(2, event, at("none"), "--signing-key", at("short")))
                .contains("holds no key")
                .doesNotContain(secret);
        Files.write(root.resolve("long"), new byte[100_000]);
        assertThat(export(2, event, at("none"), "--signing-key", at("long"))).contains("holds no key");
        assertThat(root.resolve("none")).doesNotExist();
    }

    @Test
    void noFileIsOverwrittenAndNoneIsPutAmongThoseOfTheJournal() throws IOException {
        Files.writeString(root.resolve("mine"), "keep");
        assertThat(export(2, event, at("mine"), "--signing-key", at("key"))).contains("mine exists");
        assertThat(root.resolve("mine")).hasContent("keep");
        assertThat(export(2, event, at("journal/proof"), "--signing-key", at("key")))
                .contains("lies in the directory of the journal");
        assertThat(root.resolve("journal/proof")).doesNotExist();
        assertThat(export(2, event, at("no/such/place"), "--signing-key", at("key")))
                .contains("cannot be written");
        assertThat(run(2, "receipt", "export", at("nowhere"), event, at("none"), "--signing-key", at("key")))
                .contains("does not exist");
        assertThat(run(2, "receipt", "export", at("journal"), event)).contains("FILE");
    }

    @Test
    void anOpenJournalIsNotExportedFrom() {
        try (Store open = Store.open(StoreConfig.in(root.resolve("journal")).build())) {
            assertThat(open.stats().toString()).isNotEmpty();
            export(3, event, at("none"), "--signing-key", at("key"));
            assertThat(root.resolve("none")).doesNotExist();
        }
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
        assertThat(run(0, "receipt", "--help")).contains("Usage: batpak receipt", "export", "verify");
        assertThat(run(0, "receipt", "export", "--help"))
                .contains("Usage: batpak receipt export", "--signing-key", "EVENT_ID");
        assertThat(run(0, "receipt", "verify", "--help"))
                .contains("Usage: batpak receipt verify", "--public-key", "--json");
    }
}
