package io.batpak.cli;

import io.batpak.cli.json.Json;
import io.batpak.error.EvidenceFormatException;
import io.batpak.model.InvalidArgumentException;
import io.batpak.sign.KeyRing;
import io.batpak.sign.ReceiptProof;
import io.batpak.sign.ReceiptVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/// `receipt`: what becomes of a receipt far from its journal.
@Command(
        name = "receipt",
        description = "Take receipts along as proofs, and verify them far from their journal.",
        subcommands = {ReceiptExportCommand.class, ReceiptCommand.Verify.class})
final class ReceiptCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// Without a command there is nothing to do.
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /// `receipt verify`: whether one of these keys signed what a proof says.
    @Command(
            name = "verify",
            description = {
                "Verify a proof from public keys alone, without the journal.",
                "Exit code 1 if none of the keys signed what the proof says."
            })
    static final class Verify implements Callable<Integer>, JsonSwitch {
        @Parameters(
                paramLabel = "FILE",
                description = "The proof, as batpak receipt export wrote it, or ReceiptProof.toBytes.")
        private Path file = Path.of("");

        @Option(
                names = "--public-key",
                required = true,
                paramLabel = "HEX",
                description = "An Ed25519 public key, 64 hexadecimal digits. May be repeated.")
        private List<String> publicKeys = new ArrayList<>();

        @Option(names = "--json", description = "Print JSON, one document a line.")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public boolean json() {
            return json;
        }

        @Override
        public Integer call() {
            KeyRing keys = keys();
            Output output = new Output(spec.commandLine().getOut(), json);
            ReceiptProof proof;
            try {
                proof = ReceiptProof.fromBytes(bytes());
            } catch (EvidenceFormatException e) {
                throw new UsageException(file + " is no proof: " + e.getMessage());
            }
            ReceiptVerdict verdict = proof.verify(keys);
            print(output, proof, verdict);
            return verdict.isSigned() ? ExitCodes.OK : ExitCodes.PROBLEM;
        }

        private KeyRing keys() {
            List<byte[]> keys = new ArrayList<>();
            for (String digits : publicKeys) {
                try {
                    keys.add(HexFormat.of().parseHex(digits));
                } catch (IllegalArgumentException e) {
                    throw new UsageException("--public-key " + digits + ": give 64 hexadecimal digits");
                }
            }
            try {
                return KeyRing.ofPublicKeys(keys);
            } catch (InvalidArgumentException e) {
                throw new UsageException("--public-key: " + e.getMessage());
            }
        }

        private byte[] bytes() {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new UsageException(file + " cannot be read: " + e.getMessage());
            }
        }

        private static void print(Output output, ReceiptProof proof, ReceiptVerdict verdict) {
            if (output.json()) {
                ObjectNode node = Json.object();
                node.put("verdict", verdict.wireName());
                node.put("signed", verdict.isSigned());
                node.put("event_id", proof.receipt().eventId().hex());
                node.set("sequence", Json.unsigned(proof.receipt().sequence()));
                node.put("entity", proof.at().entity());
                node.put("scope", proof.at().scope());
                node.put("kind", proof.kind().toString());
                node.put("content_hash", proof.receipt().contentHash().hex());
                node.put("previous_hash", proof.previousHash().hex());
                node.put("key_id", proof.receipt().keyId().hex());
                output.document(node);
                return;
            }
            output.line("verdict    " + verdict.wireName());
            output.line("event      " + proof.receipt().eventId().hex());
            output.line("sequence   " + Long.toUnsignedString(proof.receipt().sequence()));
            output.line("at         " + proof.at());
            output.line("kind       " + proof.kind());
            output.line("hash       " + proof.receipt().contentHash().hex());
            output.line("previous   " + proof.previousHash().hex());
            output.line("key        " + proof.receipt().keyId().hex());
        }
    }
}
