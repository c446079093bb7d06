package io.batpak;

import io.batpak.error.ClearanceUsedException;
import io.batpak.guard.BypassAudit;
import io.batpak.guard.BypassClearance;
import io.batpak.guard.BypassReason;
import io.batpak.guard.Clearance;
import io.batpak.guard.CommitMetadata;
import io.batpak.guard.Committed;
import io.batpak.guard.Decision;
import io.batpak.guard.Denial;
import io.batpak.guard.DenialRequest;
import io.batpak.guard.GateSet;
import io.batpak.guard.Pipeline;
import io.batpak.guard.Proposal;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.Hash;
import io.batpak.model.Receipt;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Appends that gates are asked about first. As safe for many threads as its gates.
///
/// Gates are asked on the calling thread, before the append and without any lock, so what they look at may have
/// changed when the event is committed; an expected clock in the options of the item closes that gap. A clearance
/// is good for one append, also if that fails.
///
/// @param <C> what the gates look at
public final class GatedWrites<C> {
    private final Store store;
    private final Pipeline<C> pipeline;
    private final String pipelineId;

    /// Appends to this store, which stays the caller's to close.
    ///
    /// @param pipelineId what recorded denials call these gates
    public GatedWrites(Store store, GateSet<C> gates, String pipelineId) {
        this.store = store;
        this.pipeline = new Pipeline<>(gates);
        this.pipelineId = pipelineId;
    }

    /// What a gated append came to.
    public sealed interface Outcome {
        /// Every gate let it pass, and it is committed.
        ///
        /// @param receipt its receipt
        /// @param gatesPassed the gates, in the order in which they were asked
        record Appended(Receipt receipt, List<String> gatesPassed) implements Outcome {}

        /// A gate denied, and that is on record in the stream where the event would have been.
        ///
        /// @param denial why
        /// @param record the receipt of the denial
        record Refused(Denial denial, Receipt record) implements Outcome {}
    }

    /// What a gated batch came to.
    public sealed interface BatchOutcome {
        /// Every gate let it pass, and all of it is committed.
        ///
        /// @param receipts one per item, in order
        /// @param gatesPassed the gates, in the order in which they were asked
        record Appended(List<Receipt> receipts, List<String> gatesPassed) implements BatchOutcome {}

        /// A gate denied, and that is on record for each item where the event would have been.
        ///
        /// @param denial why
        /// @param records the receipts of the denials, one per item, in order
        record Refused(Denial denial, List<Receipt> records) implements BatchOutcome {}
    }

    /// Asks the gates in order until one denies; appends nothing.
    public Decision<BatchItem> evaluate(C context, BatchItem item) {
        return pipeline.evaluate(context, new Proposal<>(item));
    }

    /// Asks the gates; appends the event if all let it pass, else the denial of the first that does not. Errors as
    /// for [Store#append(io.batpak.model.Coordinate, io.batpak.model.EventKind, io.batpak.model.Payload,
    /// AppendOptions)]; what a gate throws goes through, and nothing is stored.
    public Outcome append(C context, BatchItem item) {
        return switch (evaluate(context, item)) {
            case Decision.Cleared<BatchItem>(Clearance<BatchItem> clearance) -> appended(clearance);
            case Decision.Denied<BatchItem>(Denial denial) -> new Outcome.Refused(denial, record(denial, item));
        };
    }

    /// Asks the gates about a payload whose class has a codec; else as [#append(Object, BatchItem)]. Items that
    /// [Store#item] makes can be evaluated, committed and let pass as well.
    ///
    /// @throws io.batpak.payload.UnknownPayloadTypeException if its class has no codec; no gate is asked then
    /// @throws io.batpak.payload.PayloadEncodeException if a part of it has no stored form; no gate is asked then
    public Outcome append(C context, Coordinate at, Object payload) {
        return append(context, store.item(at, payload));
    }

    /// The same with options; the version in them does not count.
    public Outcome append(C context, Coordinate at, Object payload, AppendOptions options) {
        return append(context, store.item(at, payload, options));
    }

    /// Asks the gates once about a whole batch; appends nothing.
    public Decision<List<BatchItem>> evaluateBatch(C context, List<BatchItem> items) {
        return pipeline.evaluate(context, new Proposal<>(List.copyOf(items)));
    }

    /// Asks the gates once; appends all items if all gates let them pass, else a denial for each item. The items
    /// are committed together, the denials are not: a crash may leave the first of them only. Errors as for
    /// [Store#appendBatch(List)]; what a gate throws goes through, and nothing is stored.
    public BatchOutcome appendBatch(C context, List<BatchItem> items) {
        return switch (evaluateBatch(context, items)) {
            case Decision.Cleared<List<BatchItem>>(Clearance<List<BatchItem>> clearance) ->
                new BatchOutcome.Appended(store.appendBatch(clearance.use()), clearance.gatesPassed());
            case Decision.Denied<List<BatchItem>>(Denial denial) ->
                new BatchOutcome.Refused(
                        denial, items.stream().map(item -> record(denial, item)).toList());
        };
    }

    /// Appends what was cleared.
    ///
    /// @throws ClearanceUsedException if the clearance was used before; nothing is stored then
    public Committed<BatchItem> commit(Clearance<BatchItem> clearance) {
        return pipeline.commit(clearance, item -> CommitMetadata.of(append(item, item.options())));
    }

    /// Appends a batch that was cleared, all of it or nothing.
    ///
    /// @return one commit per item, in order
    /// @throws ClearanceUsedException if the clearance was used before; nothing is stored then
    public List<Committed<BatchItem>> commitBatch(Clearance<List<BatchItem>> clearance) {
        List<BatchItem> items = clearance.use();
        return committed(items, store.appendBatch(items), Optional.empty());
    }

    /// Lets an event pass without asking a gate.
    public BypassClearance<BatchItem> bypass(BatchItem item, BypassReason reason) {
        return Pipeline.bypass(new Proposal<>(item), reason);
    }

    /// Lets a batch pass without asking a gate.
    public BypassClearance<List<BatchItem>> bypassBatch(List<BatchItem> items, BypassReason reason) {
        return Pipeline.bypass(new Proposal<>(List.copyOf(items)), reason);
    }

    /// Appends what no gate has seen. The event carries the reason as the extension [BypassAudit#EXTENSION_KEY].
    ///
    /// @throws ClearanceUsedException if the clearance was used before; nothing is stored then
    public Committed<BatchItem> commit(BypassClearance<BatchItem> clearance) {
        BypassAudit audit = clearance.audit();
        return Pipeline.commitBypass(
                clearance, item -> CommitMetadata.of(append(item, carrying(audit, item.options()))));
    }

    /// Appends a batch that no gate has seen, all of it or nothing. Each event carries the reason.
    ///
    /// @return one commit per item, in order
    /// @throws ClearanceUsedException if the clearance was used before; nothing is stored then
    public List<Committed<BatchItem>> commitBatch(BypassClearance<List<BatchItem>> clearance) {
        BypassAudit audit = clearance.audit();
        List<BatchItem> items = clearance.use();
        List<BatchItem> carrying = items.stream()
                .map(item -> new BatchItem(
                        item.at(), item.kind(), item.payload(), carrying(audit, item.options()), item.causation()))
                .toList();
        return committed(items, store.appendBatch(carrying), Optional.of(audit));
    }

    private static List<Committed<BatchItem>> committed(
            List<BatchItem> items, List<Receipt> receipts, Optional<BypassAudit> audit) {
        return IntStream.range(0, items.size())
                .mapToObj(index -> new Committed<>(items.get(index), CommitMetadata.of(receipts.get(index)), audit))
                .toList();
    }

    private static AppendOptions carrying(BypassAudit audit, AppendOptions options) {
        return options.extension(BypassAudit.EXTENSION_KEY, audit.toBytes());
    }

    /// Records a denial of these gates in the stream where the event would have been: on its lane, with its
    /// conversation and cause, but without its key, its expectation and its extensions.
    public Receipt record(Denial denial, BatchItem item) {
        AppendOptions asked = item.options();
        AppendOptions options = AppendOptions.none().lane(asked.lane());
        options = asked.correlationId().map(options::correlationId).orElse(options);
        options = asked.causationId().map(options::causationId).orElse(options);
        return store.appendDenial(DenialRequest.of(item.at(), pipeline.gates(), denial, item.kind())
                .pipelineId(pipelineId)
                .proposedContentHash(Hash.blake3(item.payload().bytes()))
                .options(options)
                .build());
    }

    private Outcome appended(Clearance<BatchItem> clearance) {
        BatchItem item = clearance.use();
        return new Outcome.Appended(append(item, item.options()), clearance.gatesPassed());
    }

    private Receipt append(BatchItem item, AppendOptions options) {
        return store.append(item.at(), item.kind(), item.payload(), options);
    }
}
