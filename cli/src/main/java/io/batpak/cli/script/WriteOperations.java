package io.batpak.cli.script;

import io.batpak.Store;
import io.batpak.cli.json.ModelJson;
import io.batpak.error.WaitTimeoutException;
import io.batpak.model.AppendOptions;
import io.batpak.model.CausationId;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `append`, `reaction`, `batch`, `sync`.
final class WriteOperations {
    private final Handles handles;

    WriteOperations(Handles handles) {
        this.handles = handles;
    }

    void register(Map<String, Operation> operations) {
        operations.put("append", this::append);
        operations.put("reaction", this::reaction);
        operations.put("batch", this::batch);
        operations.put("sync", this::sync);
    }

    private void append(Operation.Command command, ObjectNode reply) throws InterruptedException {
        Arguments arguments = command.arguments();
        Store store = handles.writer(command.store());
        Coordinate at = AppendReader.coordinate(arguments);
        EventKind kind = AppendReader.kind(arguments);
        Payload payload = AppendReader.payload(arguments);
        AppendOptions options = AppendReader.options(arguments);
        Optional<AppendReader.Gate> gate = AppendReader.gate(arguments.object("options"));
        Receipt receipt = store.append(at, kind, payload, options);
        if (gate.isPresent()) {
            pass(store, receipt, gate.get());
        }
        reply.set("receipt", ModelJson.receipt(receipt));
    }

    private void reaction(Operation.Command command, ObjectNode reply) {
        Arguments arguments = command.arguments();
        Store store = handles.writer(command.store());
        AppendOptions options = AppendOptions.none()
                .correlationId(CorrelationId.fromHex(arguments.id("correlation_id")))
                .causationId(CausationId.fromHex(arguments.id("causation_id")));
        Receipt receipt = store.append(
                AppendReader.coordinate(arguments),
                AppendReader.kind(arguments),
                AppendReader.payload(arguments),
                options);
        reply.set("receipt", ModelJson.receipt(receipt));
    }

    private void batch(Operation.Command command, ObjectNode reply) throws InterruptedException {
        Arguments arguments = command.arguments();
        Store store = handles.writer(command.store());
        Optional<AppendReader.Gate> gate = AppendReader.gate(arguments);
        List<Receipt> receipts = store.appendBatch(AppendReader.items(arguments));
        if (gate.isPresent() && !receipts.isEmpty()) {
            pass(store, receipts.getLast(), gate.get());
        }
        reply.set("receipts", ModelJson.receipts(receipts));
    }

    /// Waits at a gate. A timeout means: committed, but the mark is not known to cover it.
    private static void pass(Store store, Receipt receipt, AppendReader.Gate gate) throws InterruptedException {
        Optional<Entry> entry = store.entry(receipt.eventId());
        if (entry.isEmpty()) {
            throw CommandRefusedException.invariant(
                    "GateReceiptNotIndexed", "event " + receipt.eventId() + " is not visible, no mark can be awaited");
        }
        try {
            store.waitFor(gate.mark(), receipt.sequence(), gate.timeout());
        } catch (WaitTimeoutException e) {
            throw CommandRefusedException.gateTimeout(e, entry.get());
        }
    }

    private void sync(Operation.Command command, ObjectNode reply) {
        reply.set("frontier", ModelJson.frontier(handles.writer(command.store()).sync()));
    }
}
