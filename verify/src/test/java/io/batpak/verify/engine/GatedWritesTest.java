package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.ELSEWHERE;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.key;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.batpak.GatedWrites;
import io.batpak.GatedWrites.BatchOutcome;
import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.error.BatchFailedException;
import io.batpak.error.ClearanceUsedException;
import io.batpak.error.EvidenceFormatException;
import io.batpak.error.SequenceMismatchException;
import io.batpak.guard.BypassAudit;
import io.batpak.guard.BypassClearance;
import io.batpak.guard.BypassReason;
import io.batpak.guard.Clearance;
import io.batpak.guard.Committed;
import io.batpak.guard.Decision;
import io.batpak.guard.Denial;
import io.batpak.guard.DenialTrace;
import io.batpak.guard.Gate;
import io.batpak.guard.GateSet;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.CausationRef;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.KindFilter;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.sign.ReceiptVerdict;
import io.batpak.testkit.MemFs;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Gates in front of the appends of a store: what passes is stored once, what is denied leaves a trace, what passed
/// gates over says why.
///
/// Covers: A14.
/// Tier: unit.
class GatedWritesTest {
    private final MemFs fs = new MemFs();
    private final Store store = Store.open(quiet(fs).build());
    private final GateSet<Integer> gates = GateSet.of(List.of(
            Gate.<Integer>require("positive", amount -> amount > 0, "must be positive"),
            Gate.<Integer>named(
                    "stock",
                    amount -> amount <= 5
                            ? Optional.empty()
                            : Optional.of(Denial.of("stock", "none left")
                                    .withCode("E1")
                                    .withContext("left", "5"))),
            Gate.<Integer>require("even", amount -> amount % 2 == 0, "must be even")));
    private final GatedWrites<Integer> writes = new GatedWrites<>(store, gates, "orders");

    @AfterEach
    void close() {
        store.close();
    }

    private static BatchItem item(AppendOptions options) {
        return BatchItem.of(AT, KIND, payload(1), options);
    }

    private int stored() {
        return store.stream(AT.entity()).toList().size();
    }

    @Test
    void whatEveryGateLetsPassIsStored() {
        GatedWrites.Outcome outcome = writes.append(4, item(key(7)));
        assertThat(outcome).isInstanceOfSatisfying(GatedWrites.Outcome.Appended.class, appended -> {
            assertThat(appended.gatesPassed()).containsExactly("positive", "stock", "even");
            assertThat(store.get(appended.receipt().eventId()).kind()).isEqualTo(KIND);
            assertThat(store.verifyReceipt(appended.receipt())).isEqualTo(ReceiptVerdict.UNSIGNED_ACCEPTED);
        });
    }

    @Test
    void whatAGateDeniesLeavesATraceInItsStream() {
        GatedWrites.Outcome outcome = writes.append(7, item(key(7).lane(3)));
        assertThat(outcome).isInstanceOfSatisfying(GatedWrites.Outcome.Refused.class, refused -> {
            assertThat(refused.denial().gate()).isEqualTo("stock");
            StoredEvent event = store.get(refused.record().eventId());
            assertThat(event.kind()).isEqualTo(EventKind.SYSTEM_DENIAL);
            assertThat(event.coordinate()).isEqualTo(AT);
            assertThat(event.header().position().lane()).isEqualTo(3);
            DenialTrace trace = DenialTrace.of(event.payload());
            assertThat(trace.evaluations())
                    .extracting(
                            DenialTrace.Evaluation::gateId,
                            each -> each.verdict().getClass().getSimpleName())
                    .containsExactly(tuple("positive", "Permit"), tuple("stock", "Deny"), tuple("even", "Skipped"));
            assertThat(trace.pipelineId()).contains("orders");
            assertThat(trace.proposedKind()).isEqualTo(KIND);
            assertThat(store.verifyDenialReceipt(refused.record())).isEqualTo(ReceiptVerdict.UNSIGNED_ACCEPTED);
        });
        assertThat(writes.append(4, item(key(7)))).isInstanceOf(GatedWrites.Outcome.Appended.class);
        StoredEvent event = store.get(store.latest(AT.entity(), 0).orElseThrow().eventId());
        assertThat(store.stream(AT.entity(), 3).toList())
                .singleElement()
                .satisfies(entry -> assertThat(
                                DenialTrace.of(store.read(entry).payload()).proposedContentHash())
                        .contains(event.header().contentHash()));
    }

    @Test
    void aClearanceIsGoodForOneAppend() {
        Clearance<BatchItem> clearance = cleared(item(AppendOptions.none()));
        Committed<BatchItem> committed = writes.commit(clearance);
        assertThat(committed.bypass()).isEmpty();
        assertThat(store.get(committed.eventId()).sequence()).isEqualTo(committed.sequence());
        assertThatThrownBy(() -> writes.commit(clearance)).isInstanceOf(ClearanceUsedException.class);
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void aClearanceOfAnAppendThatFailsIsUsedUp() {
        Clearance<BatchItem> clearance = cleared(item(AppendOptions.expecting(9)));
        assertThatThrownBy(() -> writes.commit(clearance)).isInstanceOf(SequenceMismatchException.class);
        assertThatThrownBy(() -> writes.commit(clearance)).isInstanceOf(ClearanceUsedException.class);
        assertThat(stored()).isZero();
    }

    @Test
    void whatAGateThrowsGoesThroughAndStoresNothing() {
        GatedWrites<Integer> broken = new GatedWrites<>(
                store,
                gates.with(Gate.named("broken", amount -> {
                    throw new IllegalStateException("no database");
                })),
                "broken");
        assertThatThrownBy(() -> broken.append(4, item(AppendOptions.none())))
                .isInstanceOf(IllegalStateException.class);
        assertThat(stored()).isZero();
    }

    @Test
    void whatNoGateHasSeenSaysSoInTheJournal() {
        BypassAudit audit = new BypassAudit("repair", "the gate is wrong", Optional.of("ann"));
        BypassClearance<BatchItem> clearance = writes.bypass(
                        item(AppendOptions.none().extension("app.note", new byte[] {1})),
                        BypassReason.of("repair", "the gate is wrong"))
                .approvedBy("ann");
        Committed<BatchItem> committed = writes.commit(clearance);
        assertThat(committed.bypass()).contains(audit);
        assertThatThrownBy(() -> writes.commit(clearance)).isInstanceOf(ClearanceUsedException.class);
        store.close();
        try (StoreReader reader = StoreReader.open(quiet(fs).build())) {
            StoredEvent event = reader.get(committed.eventId());
            assertThat(BypassAudit.of(event.extensions())).contains(audit);
            assertThat(event.extensions().get("app.note")).isPresent();
        }
    }

    @Test
    void anAuditIsReadBackOrRefused() {
        BypassAudit audit = new BypassAudit("r", "j", Optional.empty());
        assertThat(BypassAudit.fromBytes(audit.toBytes())).isEqualTo(audit);
        assertThatThrownBy(() -> BypassAudit.fromBytes(new byte[] {1})).isInstanceOf(EvidenceFormatException.class);
        Receipt plain = store.append(AT, KIND, payload(2));
        assertThat(BypassAudit.of(plain.extensions())).isEmpty();
    }

    @Test
    void aBatchThatPassesIsStoredAsOne() {
        BatchItem second = item(AppendOptions.none()).causedBy(CausationRef.priorItem(0));
        List<BatchItem> items = List.of(item(AppendOptions.none().lane(2)), second);
        assertThat(writes.appendBatch(4, items)).isInstanceOfSatisfying(BatchOutcome.Appended.class, appended -> {
            assertThat(appended.gatesPassed()).containsExactly("positive", "stock", "even");
            EventId first = appended.receipts().getFirst().eventId();
            assertThat(store.get(first).header().position().lane()).isEqualTo(2);
            assertThat(store.get(appended.receipts().getLast().eventId())
                            .header()
                            .causationId())
                    .contains(CausationId.of(first));
        });
        assertThat(writes.appendBatch(4, List.of()))
                .isEqualTo(new BatchOutcome.Appended(List.of(), List.of("positive", "stock", "even")));
        assertThat(stored()).isEqualTo(2);
    }

    @Test
    void aBatchThatIsDeniedLeavesATraceForEachItem() {
        BatchItem elsewhere = BatchItem.of(ELSEWHERE, EventKind.of(0xF, 2), payload(9), key(7).lane(3));
        List<BatchItem> items = List.of(item(AppendOptions.none()), elsewhere);
        assertThat(writes.appendBatch(7, items)).isInstanceOfSatisfying(BatchOutcome.Refused.class, refused -> {
            assertThat(refused.denial().gate()).isEqualTo("stock");
            assertThat(refused.records())
                    .hasSize(2)
                    .allSatisfy(record ->
                            assertThat(store.verifyDenialReceipt(record)).isEqualTo(ReceiptVerdict.UNSIGNED_ACCEPTED));
            StoredEvent last = store.get(refused.records().getLast().eventId());
            assertThat(last.coordinate()).isEqualTo(ELSEWHERE);
            assertThat(last.header().position().lane()).isEqualTo(3);
            assertThat(DenialTrace.of(last.payload()).proposedKind()).isEqualTo(EventKind.of(0xF, 2));
        });
        assertThat(store.query(Region.all().withKind(new KindFilter.Exact(KIND)))
                        .toList())
                .isEmpty();
    }

    @Test
    void aBatchThatFailsStoresNothingAndUsesItsClearanceUp() {
        List<BatchItem> items = List.of(item(AppendOptions.none()), item(AppendOptions.expecting(9)));
        Clearance<List<BatchItem>> clearance = switch (writes.evaluateBatch(4, items)) {
            case Decision.Cleared<List<BatchItem>>(Clearance<List<BatchItem>> found) -> found;
            case Decision.Denied<List<BatchItem>>(Denial denial) -> throw new AssertionError(denial.toString());
        };
        assertThat(stored()).isZero();
        assertThatThrownBy(() -> writes.commitBatch(clearance)).isInstanceOf(BatchFailedException.class);
        assertThatThrownBy(() -> writes.commitBatch(clearance)).isInstanceOf(ClearanceUsedException.class);
        assertThat(stored()).isZero();
    }

    @Test
    void eachEventOfABatchThatNoGateHasSeenSaysWhy() {
        List<BatchItem> items = List.of(item(key(1)), item(key(2).extension("app.note", new byte[] {1})));
        BypassClearance<List<BatchItem>> clearance = writes.bypassBatch(items, BypassReason.of("repair", "why"));
        List<Committed<BatchItem>> committed = writes.commitBatch(clearance);
        BypassAudit audit = new BypassAudit("repair", "why", Optional.empty());
        assertThat(committed).extracting(Committed::payload).isEqualTo(items);
        assertThat(committed).allSatisfy(each -> {
            assertThat(each.bypass()).contains(audit);
            StoredEvent event = store.get(each.eventId());
            assertThat(event.sequence()).isEqualTo(each.sequence());
            assertThat(BypassAudit.of(event.extensions())).contains(audit);
        });
        assertThat(store.get(committed.getLast().eventId()).extensions().get("app.note"))
                .isPresent();
        assertThatThrownBy(() -> writes.commitBatch(clearance)).isInstanceOf(ClearanceUsedException.class);
    }

    private Clearance<BatchItem> cleared(BatchItem item) {
        return switch (writes.evaluate(4, item)) {
            case Decision.Cleared<BatchItem>(Clearance<BatchItem> clearance) -> clearance;
            case Decision.Denied<BatchItem>(Denial denial) -> throw new AssertionError(denial.toString());
        };
    }
}
