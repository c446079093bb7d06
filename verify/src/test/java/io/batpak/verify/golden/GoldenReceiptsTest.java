package io.batpak.verify.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.guard.DenialRequest;
import io.batpak.guard.DenialTrace;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Signature;
import io.batpak.model.StoredEvent;
import io.batpak.sign.KeyRing;
import io.batpak.sign.ReceiptVerdict;
import io.batpak.sign.ReceiptVerifier;
import io.batpak.sign.SigningKey;
import io.batpak.verify.script.Json;
import io.batpak.verify.script.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Receipts and denials that batpak 0.9.0 gave out: signed again byte for byte, and verified with its verdicts.
///
/// Tier: golden. Covers: A14, A15, B17.
class GoldenReceiptsTest {
    private static final String SIGNED_STORE = "extensions-signed";
    private static final String STORES_OF_MOVED_FRAMES = "compacted-";

    /// The sequences of this store are nowhere but in its artifact.
    private static final String SEQUENCES_LOST = "compacted-retention";

    @TempDir
    private Path work;

    static List<GoldenTree> trees() {
        return GoldenTree.all().stream()
                .filter(tree -> !tree.objects("receipts").isEmpty())
                .toList();
    }

    private static GoldenTree signedTree() {
        return trees().stream()
                .filter(tree -> tree.name().equals(SIGNED_STORE))
                .findFirst()
                .orElseThrow();
    }

    private StoreReader open(GoldenTree tree) {
        return StoreReader.open(
                StoreConfig.in(tree.copyOfSegments(work.resolve("a"))).build());
    }

    /// The reference loses the extensions of rows behind a footer; ours has them, so its one complaint about
    /// them is not ours.
    @ParameterizedTest
    @MethodSource("trees")
    void everyReceiptHasTheVerdictOfTheReference(GoldenTree tree) {
        KeyRing keys = ring(tree);
        Map<String, ObjectNode> receipts = new HashMap<>();
        tree.objects("receipts").forEach(node -> receipts.put(text(node, "event_id"), node));
        try (StoreReader reader = open(tree)) {
            for (JsonNode check : tree.expected().path("receipt_checks")) {
                String id = check.path(0).asString();
                String expected = check.path(1).asString();
                if (tree.name().equals(SEQUENCES_LOST) && !expected.contains("Missing")) {
                    continue;
                }
                Optional<Entry> committed = reader.entry(EventId.fromHex(id));
                Receipt receipt = receipt(Objects.requireNonNull(receipts.get(id)), committed);
                assertThat(ReceiptVerifier.verifyWire(receipt.wire(), committed, keys)
                                .wireName())
                        .as(id)
                        .isEqualTo(ours(expected));
            }
        }
    }

    private static String ours(String recorded) {
        String verdict = recorded.replaceFirst("^Invalid\\((.*)\\)$", "$1");
        return verdict.equals("ExtensionsMismatch") ? "UnsignedAccepted" : verdict;
    }

    /// Frames of these journals lie where their writers left them, so that positions are compared as well.
    @ParameterizedTest
    @MethodSource("trees")
    void nativeReceiptsTellTheTruePlaceUnlessFramesWereMoved(GoldenTree tree) {
        KeyRing keys = ring(tree);
        boolean moved = tree.name().startsWith(STORES_OF_MOVED_FRAMES);
        int misplaced = 0;
        try (StoreReader reader = open(tree)) {
            for (ObjectNode node : tree.objects("receipts")) {
                Optional<Entry> committed = reader.entry(EventId.fromHex(text(node, "event_id")));
                Receipt receipt = receipt(node, committed);
                ReceiptVerdict wire = ReceiptVerifier.verifyWire(receipt.wire(), committed, keys);
                ReceiptVerdict whole = ReceiptVerifier.verify(receipt, committed, keys);
                if (whole == ReceiptVerdict.DISK_POSITION_MISMATCH) {
                    misplaced++;
                    assertThat(ReceiptVerifier.verify(receipt, committed, keys, segment -> false))
                            .isEqualTo(wire);
                } else {
                    assertThat(whole).as(tree.name()).isEqualTo(wire);
                }
            }
        }
        assertThat(misplaced > 0)
                .as(misplaced + " receipts misplaced")
                .isEqualTo(moved && !tree.name().equals(SEQUENCES_LOST));
    }

    @Test
    void everySignatureIsMadeAgainByteForByte() {
        GoldenTree tree = signedTree();
        Map<String, KeyRing> rings = new HashMap<>();
        tree.objects("signing_keys").forEach(node -> {
            SigningKey key = SigningKey.ofSeed(HexFormat.of().parseHex(text(node, "seed")));
            assertThat(HexFormat.of().formatHex(key.publicKey())).isEqualTo(text(node, "public_key"));
            assertThat(key.keyId().hex()).isEqualTo(text(node, "blake3_of_public_key"));
            rings.put(key.keyId().hex(), KeyRing.of(List.of(key)));
        });
        assertThat(rings).hasSize(2);
        try (StoreReader reader = open(tree)) {
            List<ObjectNode> receipts = tree.objects("receipts");
            assertThat(receipts).hasSize(12);
            for (ObjectNode node : receipts) {
                Entry entry =
                        reader.entry(EventId.fromHex(text(node, "event_id"))).orElseThrow();
                KeyRing signer = Objects.requireNonNull(rings.get(text(node, "key_id")));
                Receipt made =
                        signer.sign(Receipt.unsigned(entry), entry.coordinate(), entry.kind(), entry.previousHash());
                assertThat(made).isEqualTo(receipt(node, Optional.of(entry)));
            }
        }
    }

    @Test
    void thePublicKeysAreEnoughToVerify() {
        GoldenTree tree = signedTree();
        KeyRing keys = KeyRing.ofPublicKeys(tree.objects("signing_keys").stream()
                .map(node -> HexFormat.of().parseHex(text(node, "public_key")))
                .toList());
        try (StoreReader reader = open(tree)) {
            for (ObjectNode node : tree.objects("receipts")) {
                Entry entry =
                        reader.entry(EventId.fromHex(text(node, "event_id"))).orElseThrow();
                Receipt receipt = receipt(node, Optional.of(entry));
                assertThat(ReceiptVerifier.verifyAlone(
                                receipt.wire(), entry.coordinate(), entry.kind(), entry.previousHash(), keys))
                        .isEqualTo(ReceiptVerdict.SIGNED);
                assertThat(ReceiptVerifier.verifyDenial(receipt, Optional.of(entry), keys))
                        .isEqualTo(
                                text(node, "tag").equals("denial")
                                        ? ReceiptVerdict.SIGNED
                                        : ReceiptVerdict.DENIAL_KIND_MISMATCH);
            }
        }
    }

    @Test
    void theStoredDenialIsReadAndWrittenAgain() {
        try (StoreReader reader = open(signedTree())) {
            List<Entry> denials = new ArrayList<>();
            reader.query(Region.all()).forEach(denials::add);
            denials.removeIf(entry -> !entry.kind().equals(EventKind.SYSTEM_DENIAL));
            assertThat(denials).hasSize(1);
            StoredEvent event = reader.get(denials.getFirst().eventId());
            DenialTrace trace = DenialTrace.of(event.payload());
            assertThat(trace.payload().bytes()).isEqualTo(event.payload());
            assertThat(event.header().payloadVersion()).isZero();
            assertThat(trace.denied().orElseThrow().gateId()).isEqualTo("runner_closed");
        }
    }

    /// The signing script: what it appends, made with our types, has the hashes and signatures of its recorded
    /// replies.
    @Test
    void theSigningScriptIsSignedAsRecorded() throws IOException {
        Path scripts = GoldenTree.golden("scripts");
        Script script = Script.read(scripts.resolve("signing.script.jsonl"));
        List<String> replies = Files.readAllLines(scripts.resolve("signing.expected.jsonl"));
        List<SigningKey> keys = new ArrayList<>();
        Hash previous = Hash.ZERO;
        int signed = 0;
        for (int index = 0; index < script.commands().size(); index++) {
            ObjectNode command = script.commands().get(index);
            String operation = text(command, "op");
            if (operation.equals("open")) {
                keys.clear();
                command.path("config")
                        .path("signing_seeds")
                        .forEach(seed ->
                                keys.add(SigningKey.ofSeed(HexFormat.of().parseHex(seed.asString()))));
            }
            if (!operation.equals("append") && !operation.equals("denial")) {
                continue;
            }
            ObjectNode recorded = (ObjectNode) Json.parse(replies.get(index)).path("receipt");
            boolean denial = operation.equals("denial");
            Hash content = denial ? hashOf(denialOf(command)) : Hash.fromHex(text(recorded, "content_hash"));
            assertThat(content.hex()).isEqualTo(text(recorded, "content_hash"));
            Receipt plain = new Receipt(
                    EventId.fromHex(text(recorded, "event_id")),
                    recorded.path("sequence").asLong(),
                    0,
                    content,
                    Hash.ZERO,
                    Optional.empty(),
                    extensions(recorded),
                    new FramePosition(1, 57, 1));
            EventKind kind = denial ? EventKind.SYSTEM_DENIAL : EventKind.fromHex(text(command, "kind"));
            Receipt receipt = KeyRing.of(keys).sign(plain, coordinate(command), kind, previous);
            assertThat(receipt.keyId().hex()).isEqualTo(text(recorded, "key_id"));
            assertThat(receipt.signature().orElseThrow().hex()).isEqualTo(text(recorded, "signature"));
            previous = content;
            signed++;
        }
        assertThat(signed).isEqualTo(3);
    }

    private static Payload denialOf(ObjectNode command) {
        List<String> gates = new ArrayList<>();
        command.path("gates").forEach(gate -> gates.add(gate.asString()));
        DenialRequest.Builder builder = DenialRequest.of(
                        coordinate(command),
                        text(command, "failing"),
                        EventKind.fromHex(text(command, "proposed_kind")))
                .gates(gates)
                .code(text(command, "code"))
                .message(text(command, "message"));
        command.path("context")
                .forEach(pair ->
                        builder.context(pair.path(0).asString(), pair.path(1).asString()));
        return builder.build().payload();
    }

    private static Hash hashOf(Payload payload) {
        return Hash.blake3(payload.bytes());
    }

    private static Coordinate coordinate(ObjectNode command) {
        return Coordinate.of(text(command, "entity"), text(command, "scope"));
    }

    private static KeyRing ring(GoldenTree tree) {
        List<SigningKey> keys = new ArrayList<>();
        tree.expected()
                .path("config")
                .path("signing_seeds")
                .forEach(seed -> keys.add(SigningKey.ofSeed(HexFormat.of().parseHex(seed.asString()))));
        return KeyRing.of(keys);
    }

    /// The receipt as described; its clock, which the reference's receipts lack, is the committed one.
    private static Receipt receipt(ObjectNode node, Optional<Entry> committed) {
        JsonNode signature = node.path("signature");
        return new Receipt(
                EventId.fromHex(text(node, "event_id")),
                node.path("seq").asLong(),
                committed.map(Entry::clock).orElse(0L),
                Hash.fromHex(text(node, "content_hash")),
                Hash.fromHex(text(node, "key_id")),
                signature.isString() ? Optional.of(Signature.fromHex(signature.asString())) : Optional.empty(),
                extensions(node),
                new FramePosition(
                        node.path("segment").asLong(),
                        node.path("offset").asLong(),
                        node.path("length").asInt()));
    }

    private static Extensions extensions(ObjectNode node) {
        Extensions extensions = Extensions.none();
        for (Map.Entry<String, JsonNode> field : node.path("extensions").properties()) {
            extensions = extensions.with(
                    field.getKey(), HexFormat.of().parseHex(field.getValue().asString()));
        }
        return extensions;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString();
    }
}
