package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.error.ConfigurationException;
import io.batpak.error.SequenceMismatchException;
import io.batpak.guard.DenialRequest;
import io.batpak.guard.DenialTrace;
import io.batpak.guard.DenialTrace.Verdict;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.testkit.MemFs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Lanes of one entity, each a chain of its own, and denials, which are links of a chain like any other event.
///
/// Tier: unit. Covers: A14, B22.
class LaneAndDenialTest {
    private static final AppendOptions DRAFT = AppendOptions.none().lane(1);

    private final MemFs fs = new MemFs();

    @ParameterizedTest
    @EnumSource
    void everyLaneHasItsOwnHeadAlsoAfterAReopen(FenceReopenTest.End end) {
        Store store = Store.open(quiet(fs).build());
        append(store, 1);
        Receipt root = store.append(AT, KIND, payload(2), AppendOptions.none().branchRoot(1, 4));
        store.append(AT, KIND, payload(3), DRAFT);
        append(store, 4);
        assertThat(root.clock()).isZero();
        Entry branch = store.entry(root.eventId()).orElseThrow();
        assertThat(branch.previousHash()).as("a lane begins anew").isEqualTo(Hash.ZERO);
        assertThat(store.get(root.eventId()).header().position().depth()).isEqualTo(5);
        store.sync();
        MemFs left = end.of(fs, store);
        try (Store again = Store.open(quiet(left).build())) {
            assertThat(again.stream("order:1", 0).stream().map(Entry::sequence)).containsExactly(1L, 4L);
            assertThat(again.stream("order:1", 1).stream().map(Entry::sequence)).containsExactly(2L, 3L);
            assertThat(again.query(Region.entity("order:1").withLane(1)).toList())
                    .hasSize(2);
            assertThat(again.latest("order:1", 1).orElseThrow().clock()).isEqualTo(1);
            assertThat(again.append(AT, KIND, payload(5), DRAFT).clock()).isEqualTo(2);
            assertThat(append(again, 6).clock()).isEqualTo(2);
            assertThat(again.verifyChain().intact()).isTrue();
        }
    }

    @Test
    void anExpectedClockIsThatOfTheLane() {
        try (Store store = Store.open(quiet(fs).build())) {
            append(store, 1);
            append(store, 2);
            AppendOptions expecting = AppendOptions.expecting(1).lane(1);
            assertThatThrownBy(() -> store.append(AT, KIND, payload(3), expecting))
                    .isInstanceOfSatisfying(
                            SequenceMismatchException.class,
                            e -> assertThat(e.actual()).isZero());
            assertThat(store.append(
                                    AT,
                                    KIND,
                                    payload(3),
                                    AppendOptions.expecting(0).lane(1))
                            .clock())
                    .isZero();
            assertThat(store.append(AT, KIND, payload(4), AppendOptions.expecting(1))
                            .clock())
                    .isEqualTo(2);
        }
    }

    @Test
    void aBatchMayRunOverSeveralLanes() {
        try (Store store = Store.open(quiet(fs).build())) {
            List<Receipt> receipts = store.appendBatch(List.of(
                    BatchItem.of(AT, KIND, payload(1), DRAFT),
                    BatchItem.of(AT, KIND, payload(2)),
                    BatchItem.of(AT, KIND, payload(3), DRAFT)));
            assertThat(receipts).extracting(Receipt::clock).containsExactly(0L, 0L, 1L);
            assertThat(store.entry(receipts.get(2).eventId()).orElseThrow().previousHash())
                    .isEqualTo(receipts.get(0).contentHash());
        }
    }

    @Test
    void aDenialIsALinkOfTheChainItConcerns() {
        try (Store store = Store.open(quiet(fs).build())) {
            append(store, 1);
            Receipt denial = store.appendDenial(DenialRequest.of(AT, "size", KIND)
                    .gates(List.of("tag", "size", "owner"))
                    .code("TOO_LARGE")
                    .message("4097 bytes")
                    .context("max", "4096")
                    .pipelineId("orders")
                    .build());
            append(store, 2);
            StoredEvent event = store.get(denial.eventId());
            assertThat(event.kind()).isEqualTo(EventKind.SYSTEM_DENIAL);
            assertThat(denial.clock()).isEqualTo(1);
            DenialTrace trace = DenialTrace.of(event.payload());
            assertThat(trace.evaluations())
                    .extracting(DenialTrace.Evaluation::gateId)
                    .containsExactly("tag", "size", "owner");
            assertThat(trace.evaluations())
                    .extracting(DenialTrace.Evaluation::verdict)
                    .hasExactlyElementsOfTypes(Verdict.Permit.class, Verdict.Deny.class, Verdict.Skipped.class);
            assertThat(trace.proposedKind()).isEqualTo(KIND);
            assertThat(store.verifyChain().intact()).isTrue();
        }
    }

    @Test
    void aDenialObeysSizeExpectationAndKeyLikeAnyEvent() {
        try (Store store = Store.open(quiet(fs).appendBytesMax(400).build())) {
            DenialRequest.Builder large = DenialRequest.of(AT, "size", KIND).message("x".repeat(400));
            assertThatThrownBy(() -> store.appendDenial(large.build())).isInstanceOf(ConfigurationException.class);
            DenialRequest unexpected = DenialRequest.of(AT, "size", KIND)
                    .options(AppendOptions.expecting(5))
                    .build();
            assertThatThrownBy(() -> store.appendDenial(unexpected)).isInstanceOf(SequenceMismatchException.class);
            DenialRequest keyed =
                    DenialRequest.of(AT, "size", KIND).options(Samples.key(3)).build();
            assertThat(store.appendDenial(keyed)).isEqualTo(store.appendDenial(keyed));
            assertThat(Samples.seen(store)).isEqualTo(1);
        }
    }
}
