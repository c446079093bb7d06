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
import io.batpak.hash.Hash256;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Hash;
import io.batpak.model.Receipt;
import java.util.List;

/// Appends that gates are asked about first. As safe for many threads as its gates.
///
/// Gates are asked on the calling thread, before the append and without any lock, so what they look at may have
/// changed when the event is committed; an expected clock in the options of the item closes that gap. A clearance is
/// good for one append, also if that fails.
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

    /// Asks the gates in order until one denies; appends nothing.
    public Decision<BatchItem> evaluate(C context, BatchItem item) {
        return pipeline.evaluate(context, new Proposal<>(item));
    }

    /// Asks the gates; appends the event if all let it pass, else the denial of the first that does not. Errors as
    /// for [Store#append(io.batpak.model.Coordinate, io.batpak.model.EventKind, io.batpak.model.Payload,
    /// AppendOptions)]; what a gate throws goes through, and nothing is stored.
    public Outcome append(C context, BatchItem item) {
        return switch (evaluate(context, item)) {
            case Decision.Cleared<BatchItem>(Clearance<BatchItem> clearance) ->
                new Outcome.Appended(append(clearance.use()), clearance.gatesPassed());
            case Decision.Denied<BatchItem>(Denial denial) -> new Outcome.Refused(denial, record(denial, item));
        };
    }

    /// Appends what was cleared.
    ///
    /// @throws ClearanceUsedException if the clearance was used before; nothing is stored then
    public Committed<BatchItem> commit(Clearance<BatchItem> clearance) {
        return pipeline.commit(clearance, item -> CommitMetadata.of(append(item)));
    }

    /// Lets an event pass without asking a gate.
    public BypassClearance<BatchItem> bypass(BatchItem item, BypassReason reason) {
        return Pipeline.bypass(new Proposal<>(item), reason);
    }

    /// Appends what no gate has seen. The event carries the reason as the extension [BypassAudit#EXTENSION_KEY].
    ///
    /// @throws ClearanceUsedException if the clearance was used before; nothing is stored then
    public Committed<BatchItem> commit(BypassClearance<BatchItem> clearance) {
        byte[] audit = clearance.audit().toBytes();
        return Pipeline.commitBypass(
                clearance,
                item -> CommitMetadata.of(append(item, item.options().extension(BypassAudit.EXTENSION_KEY, audit))));
    }

    /// Records a denial of these gates in the stream where the event would have been: on its lane, with its
    /// conversation and cause, but without its key, its expectation and its extensions.
    public Receipt record(Denial denial, BatchItem item) {
        AppendOptions asked = item.options();
        AppendOptions options = AppendOptions.none().lane(asked.lane());
        options = asked.correlationId().map(options::correlationId).orElse(options);
        options = asked.causationId().map(options::causationId).orElse(options);
        byte[] payload = item.payload().bytes();
        byte[] digest = new byte[Hash.BYTES];
        Hash256.blake3().digest(payload, 0, payload.length, digest, 0);
        return store.appendDenial(DenialRequest.of(item.at(), pipeline.gates(), denial, item.kind())
                .pipelineId(pipelineId)
                .proposedContentHash(Hash.of(digest))
                .options(options)
                .build());
    }

    private Receipt append(BatchItem item) {
        return append(item, item.options());
    }

    private Receipt append(BatchItem item, AppendOptions options) {
        return store.append(item.at(), item.kind(), item.payload(), options);
    }
}
