package io.batpak.cli.script;

import io.batpak.Journal;
import io.batpak.model.Bytes;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.Receipt;
import io.batpak.model.Signature;
import io.batpak.model.WireReceipt;
import io.batpak.sign.ReceiptVerdict;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// `verify_receipt`.
final class ReceiptOperations {
    private static final Set<String> ALTERABLE =
            Set.of("event_id", "sequence", "content_hash", "key_id", "signature", "extensions");

    private final Handles handles;
    private final Receipts receipts;

    ReceiptOperations(Handles handles, Receipts receipts) {
        this.handles = handles;
        this.receipts = receipts;
    }

    void register(Map<String, Operation> operations) {
        operations.put("verify_receipt", this::verify);
    }

    private void verify(Operation.Command command, ObjectNode reply) {
        Arguments arguments = command.arguments();
        Journal journal = handles.get(command.store()).journal();
        ObjectNode shown = arguments.objectNode("receipt");
        Arguments altered = altered(shown, arguments);
        WireReceipt receipt = wire(altered);
        ReceiptVerdict verdict;
        if (arguments.flag("wire")) {
            verdict = journal.verifyReceipt(receipt);
        } else {
            Receipt full = placed(receipt, position(altered.object("position")), journal);
            verdict = receipts.isDenial(shown) ? journal.verifyDenialReceipt(full) : journal.verifyReceipt(full);
        }
        reply.put("verdict", verdict.wireName());
    }

    private static Arguments altered(ObjectNode shown, Arguments arguments) {
        Arguments changes = arguments.object("alter").onlyKeys(ALTERABLE);
        AppendReader.extensions(changes);
        ObjectNode altered = shown.deepCopy();
        arguments.optionalObject("alter").ifPresent(given -> altered.setAll(arguments.objectNode("alter")));
        return Arguments.of(altered);
    }

    private static WireReceipt wire(Arguments receipt) {
        return new WireReceipt(
                EventId.fromHex(receipt.id("event_id")),
                receipt.unsigned("sequence"),
                Hash.of(receipt.bytes("content_hash", Hash.BYTES)),
                Hash.of(receipt.bytes("key_id", Hash.BYTES)),
                receipt.optionalBytes("signature", Signature.BYTES).map(Signature::of),
                extensions(receipt.object("extensions")));
    }

    /// Also those that only the store itself may write.
    private static Extensions extensions(Arguments shown) {
        SortedMap<String, Bytes> values = new TreeMap<>();
        shown.names().forEach(key -> values.put(key, Bytes.of(shown.bytes(key))));
        return Extensions.stored(values);
    }

    private static FramePosition position(Arguments shown) {
        return new FramePosition(
                shown.unsigned("segment"), shown.unsigned("offset"), (int) shown.number("length", Integer.MAX_VALUE));
    }

    /// The receipt as the store gave it. Its clock is not shown, so that of the event is taken for it.
    private static Receipt placed(WireReceipt receipt, FramePosition position, Journal journal) {
        Optional<Entry> committed = journal.entry(receipt.eventId());
        return new Receipt(
                receipt.eventId(),
                receipt.sequence(),
                committed.map(Entry::clock).orElse(0L),
                receipt.contentHash(),
                receipt.keyId(),
                receipt.signature(),
                receipt.extensions(),
                position);
    }
}
