package io.batpak.cli;

import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.cli.json.Json;
import io.batpak.model.EventId;
import io.batpak.sign.ReceiptProof;
import io.batpak.sign.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/// `receipt export`: the proof of an event, for those who have only the public key.
@Command(
        name = "export",
        description = {
            "Write the proof of an event to a new file, for batpak receipt verify.",
            "A journal keeps no signatures: the receipt is signed here, as the append signed it with the same key."
        })
final class ReceiptExportCommand extends DirectoryCommand {
    private static final Pattern SEED = Pattern.compile("[0-9a-fA-F]{64}");
    private static final long KEY_FILE_BYTES_MAX = 1024;

    @Parameters(
            index = "1",
            paramLabel = "EVENT_ID",
            converter = Converters.Event.class,
            description = "32 hex digits.")
    private EventId eventId = EventId.fromHex("0".repeat(32));

    @Parameters(index = "2", paramLabel = "FILE", description = "Where the proof goes; must not exist.")
    private Path file = Path.of("");

    @Option(
            names = "--signing-key",
            paramLabel = "KEYFILE",
            description = "A text file with the Ed25519 seed that signs, 64 hexadecimal digits.")
    private @Nullable Path keyFile;

    @Override
    int run(Output output) {
        requireFree();
        SigningKey key = key();
        JournalFiles.requireJournal(directory());
        StoreConfig config =
                StoreConfig.in(directory()).signingKeys(List.of(key)).build();
        ReceiptProof proof;
        try (StoreReader reader = StoreReader.open(config)) {
            proof = reader.proofOf(reader.receiptOf(eventId));
        }
        byte[] bytes = proof.toBytes();
        write(bytes);
        print(output, proof, bytes.length, HexFormat.of().formatHex(key.publicKey()));
        return ExitCodes.OK;
    }

    private void requireFree() {
        Path place = file.toAbsolutePath().normalize();
        if (Files.exists(place)) {
            throw exists();
        }
        if (place.startsWith(directory().toAbsolutePath().normalize())) {
            throw new UsageException(file + " lies in the directory of the journal; give a place outside of it");
        }
    }

    private UsageException exists() {
        return new UsageException(file + " exists; give the name of a new file");
    }

    /// What is in the file is a secret: no message repeats it.
    private SigningKey key() {
        if (keyFile == null) {
            throw new UsageException("without a key the receipt is unsigned and proves nothing;"
                    + " give --signing-key, a file with the key that signs for this journal");
        }
        String digits;
        try {
            digits = Files.size(keyFile) > KEY_FILE_BYTES_MAX
                    ? ""
                    : Files.readString(keyFile, StandardCharsets.ISO_8859_1).strip();
        } catch (IOException e) {
            throw new UsageException("--signing-key " + keyFile + " cannot be read: " + e.getMessage());
        }
        if (!SEED.matcher(digits).matches()) {
            throw new UsageException("--signing-key " + keyFile
                    + " holds no key: 64 hexadecimal digits, the seed of an Ed25519 key, and nothing else");
        }
        return SigningKey.ofSeed(HexFormat.of().parseHex(digits));
    }

    private void write(byte[] proof) {
        try {
            NewFile.write(file, out -> out.write(proof));
        } catch (FileAlreadyExistsException e) {
            throw exists();
        } catch (IOException e) {
            throw new UsageException(file + " cannot be written: " + e.getMessage());
        }
    }

    private void print(Output output, ReceiptProof proof, int bytes, String publicKey) {
        if (output.json()) {
            ObjectNode node = Json.object();
            node.put("file", file.toString());
            node.put("bytes", bytes);
            node.put("event_id", proof.receipt().eventId().hex());
            node.set("sequence", Json.unsigned(proof.receipt().sequence()));
            node.put("content_hash", proof.receipt().contentHash().hex());
            node.put("key_id", proof.receipt().keyId().hex());
            node.put("public_key", publicKey);
            output.document(node);
            return;
        }
        output.line("proof      " + file + ", " + Text.count(bytes, "byte"));
        output.line("event      " + proof.receipt().eventId().hex());
        output.line("sequence   " + Long.toUnsignedString(proof.receipt().sequence()));
        output.line("at         " + proof.at());
        output.line("key        " + proof.receipt().keyId().hex());
        output.line("check it   batpak receipt verify " + file + " --public-key " + publicKey);
    }
}
