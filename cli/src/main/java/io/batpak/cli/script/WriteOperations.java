package io.batpak.cli.script;

import io.batpak.Store;
import io.batpak.cli.json.ModelJson;
import io.batpak.guard.DenialRequest;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.CorrelationId;
import io.batpak.model.DurabilityGate;
import io.batpak.model.Receipt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `append`, `reaction`, `batch`, `denial`, `sync`.
final class WriteOperations {
    private final Handles handles;
    private final Receipts receipts;

    WriteOperations(Handles handles, Receipts receipts) {
        this.handles = handles;
        this.receipts = receipts;
    }

    void register(Map<String, Operation> operations) {
        operations.put("append", this::append);
        operations.put("reaction", this::reaction);
        operations.put("batch", this::batch);
        operations.put("denial", this::denial);
        operations.put("sync", this::sync);
    }

    private void append(Operation.Command command, ObjectNode reply) {
        Store store = handles.writer(command.store());
        AppendReader.Event event = AppendReader.event(command.arguments());
        AppendOptions options = AppendReader.options(command.arguments());
        receipts.putAppended(store.append(event.at(), event.kind(), event.payload(), options), reply);
    }

    private void reaction(Operation.Command command, ObjectNode reply) {
        Arguments arguments = command.arguments();
        Store store = handles.writer(command.store());
        AppendReader.Event event = AppendReader.event(arguments);
        CorrelationId conversation = CorrelationId.fromHex(arguments.id("correlation_id"));
        CausationId cause = CausationId.fromHex(arguments.id("causation_id"));
        Receipt receipt = store.appendReaction(event.at(), event.kind(), event.payload(), conversation, cause);
        receipts.putAppended(receipt, reply);
    }

    private void batch(Operation.Command command, ObjectNode reply) {
        Store store = handles.writer(command.store());
        List<BatchItem> items = AppendReader.items(command.arguments());
        Optional<DurabilityGate> gate = AppendReader.gate(command.arguments());
        List<Receipt> appended = gate.isPresent() ? store.appendBatch(items, gate.get()) : store.appendBatch(items);
        receipts.putAppended(appended, reply);
    }

    private void denial(Operation.Command command, ObjectNode reply) {
        Store store = handles.writer(command.store());
        DenialRequest denial = AppendReader.denial(command.arguments());
        receipts.putDenied(store.appendDenial(denial), reply);
    }

    private void sync(Operation.Command command, ObjectNode reply) {
        reply.set("frontier", ModelJson.frontier(handles.writer(command.store()).sync()));
    }
}
