package io.batpak.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.ClearanceUsedException;
import io.batpak.error.InvalidCommitMetadataException;
import io.batpak.guard.DenialTrace.Evaluation;
import io.batpak.guard.DenialTrace.Verdict;
import io.batpak.hash.Hash256;
import io.batpak.model.Coordinate;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Gates are asked in order, what passed them is committed once, and what passed them over says so.
///
/// Covers: A14.
/// Tier: unit.
class PipelineTest {
    private static final EventId ID = new EventId(1, 2);
    private static final EventKind KIND = EventKind.ofRaw(0xF001);
    private static final Denial STOCK = Denial.of("stock", "none left");

    private final List<String> asked = new ArrayList<>();
    private final GateSet<Integer> gates = GateSet.of(List.of(
            Gate.require("positive", (Integer amount) -> ask("positive", amount > 0), "must be positive"),
            Gate.named("stock", (Integer amount) -> ask("stock", amount <= 5) ? Optional.empty() : Optional.of(STOCK)),
            Gate.require("even", (Integer amount) -> ask("even", amount % 2 == 0), "must be even")));
    private final Pipeline<Integer> pipeline = new Pipeline<>(gates);

    private boolean ask(String gate, boolean answer) {
        asked.add(gate);
        return answer;
    }

    private Clearance<String> cleared() {
        return clearance(pipeline.evaluate(4, new Proposal<>("order")));
    }

    private static Clearance<String> clearance(Decision<String> decision) {
        return switch (decision) {
            case Decision.Cleared<String>(Clearance<String> clearance) -> clearance;
            case Decision.Denied<String>(Denial denial) -> throw new AssertionError(denial.toString());
        };
    }

    private static CommitMetadata stored(String payload) {
        return CommitMetadata.of(ID, payload.length(), Hash.of(1, 2, 3, 4));
    }

    @Test
    void gatesAreAskedInOrderUntilOneDenies() {
        assertThat(pipeline.evaluate(7, new Proposal<>("order"))).isEqualTo(new Decision.Denied<>(STOCK));
        assertThat(asked).containsExactly("positive", "stock");
    }

    @Test
    void whatEveryGateLetPassIsCleared() {
        Clearance<String> clearance = cleared();
        assertThat(asked).containsExactly("positive", "stock", "even");
        assertThat(clearance.gatesPassed()).isEqualTo(gates.names()).containsExactly("positive", "stock", "even");
        assertThat(clearance.payload()).isEqualTo("order");
        assertThat(clearance).hasToString("Clearance[gatesPassed=[positive, stock, even], used=false]");
    }

    @Test
    void withoutGatesEverythingPasses() {
        GateSet<Integer> none = GateSet.empty();
        assertThat(none.isEmpty()).isTrue();
        Clearance<String> clearance = clearance(none.evaluate(-1, new Proposal<>(1).map(value -> "p" + value)));
        assertThat(clearance.payload()).isEqualTo("p1");
        assertThat(clearance.gatesPassed()).isEmpty();
        assertThat(none.with(Gate.require("one", amount -> false, "never")).size())
                .isEqualTo(1);
        assertThat(none.size()).isZero();
    }

    @Test
    void askingAllShowsEveryDenial() {
        assertThat(gates.evaluateAll(-7))
                .containsExactly(Denial.of("positive", "must be positive"), Denial.of("even", "must be even"));
        assertThat(gates.evaluateAll(4)).isEmpty();
    }

    @Test
    void aGateThatThrowsIsADenialOnlyWhenAllAreAsked() {
        GateSet<Integer> broken = gates.with(Gate.described("broken", "always", amount -> {
                    throw new IllegalStateException("no database");
                }))
                .with(Gate.named("silent", amount -> {
                    throw new ArrayIndexOutOfBoundsException(null);
                }));
        assertThat(broken.evaluateAll(4))
                .containsExactly(
                        Denial.of("broken", "no database").withCode(GateSet.DEFECT),
                        Denial.of("silent", "java.lang.ArrayIndexOutOfBoundsException")
                                .withCode("GATE_DEFECT"));
        assertThatThrownBy(() -> broken.evaluate(4, new Proposal<>("order")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no database");
    }

    @Test
    void aClearanceIsGoodForOneCommit() {
        Clearance<String> clearance = cleared();
        Committed<String> committed = pipeline.commit(clearance, PipelineTest::stored);
        assertThat(committed.payload()).isEqualTo("order");
        assertThat(committed.eventId()).isEqualTo(ID);
        assertThat(committed.sequence()).isEqualTo(5);
        assertThat(committed.hash()).isEqualTo(Hash.of(1, 2, 3, 4));
        assertThat(committed.bypass()).isEmpty();
        assertThat(clearance.isUsed()).isTrue();
        List<String> calls = new ArrayList<>();
        assertThatThrownBy(() -> pipeline.commit(clearance, payload -> {
                    calls.add(payload);
                    return stored(payload);
                }))
                .isInstanceOf(ClearanceUsedException.class)
                .hasMessageContaining("one commit");
        assertThat(calls).isEmpty();
    }

    @Test
    void aCommitThatFailsUsesItsClearanceUp() {
        Clearance<String> clearance = cleared();
        assertThatThrownBy(() -> pipeline.commit(clearance, payload -> {
                    throw new IllegalStateException("disk");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(clearance::use).isInstanceOf(ClearanceUsedException.class);
    }

    @Test
    void whatPassedGatesOverSaysWhy() {
        BypassReason reason = BypassReason.of("repair", "the gate is wrong");
        BypassClearance<String> first = Pipeline.bypass(new Proposal<>("order"), reason);
        BypassClearance<String> approved = first.approvedBy("ann");
        assertThat(first.isUsed()).isTrue();
        assertThatThrownBy(first::use).isInstanceOf(ClearanceUsedException.class);
        assertThat(approved.payload()).isEqualTo("order");
        Committed<String> committed = Pipeline.commitBypass(approved, PipelineTest::stored);
        assertThat(committed.bypass()).contains(new BypassAudit("repair", "the gate is wrong", Optional.of("ann")));
        assertThatThrownBy(() -> Pipeline.commitBypass(approved, PipelineTest::stored))
                .isInstanceOf(ClearanceUsedException.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void onlyTheFirstEventOfAJournalIsItsFirst() {
        assertThat(CommitMetadata.genesis(ID, Hash.ZERO).genesis()).isTrue();
        assertThat(CommitMetadata.of(ID, 0, Hash.ZERO).genesis()).isFalse();
        assertThatThrownBy(() -> new CommitMetadata(ID, 1, Hash.ZERO, true))
                .isInstanceOf(InvalidCommitMetadataException.class)
                .hasMessageContaining("not 1");
    }

    @Test
    void aTraceTellsWhatEachGateSaid() {
        Denial denial = STOCK.withCode("E1").withContext("left", "0").withContext("left", "-1");
        Hash hash = Hash.of(5, 6, 7, 8);
        DenialTrace trace = gates.traceDenial(denial, KIND, Optional.of(hash), Optional.of("shop"));
        Verdict deny = new Verdict.Deny("E1", "none left", denial.context());
        assertThat(trace.evaluations())
                .containsExactly(
                        new Evaluation("positive", new Verdict.Permit(), Optional.empty()),
                        new Evaluation("stock", deny, Optional.empty()),
                        new Evaluation("even", new Verdict.Skipped(), Optional.empty()));
        assertThat(trace.proposedContentHash()).contains(hash);
        assertThat(DenialRequest.of(Coordinate.of("order:1", "shop"), gates, denial, KIND)
                        .proposedContentHash(hash)
                        .pipelineId("shop")
                        .build()
                        .trace())
                .isEqualTo(trace);
        assertThat(gates.traceDenial(Denial.of("else", "no"), KIND, Optional.empty(), Optional.empty())
                        .evaluations())
                .hasSize(4)
                .endsWith(new Evaluation("else", new Verdict.Deny("", "no", List.of()), Optional.empty()));
    }

    /// The vector of a denial among three gates that was computed from the rules of the format.
    @Test
    void aTraceHasTheBytesOfTheFormat() {
        GateSet<Integer> three = GateSet.of(List.of(
                Gate.<Integer>require("g.first", amount -> true, ""),
                Gate.<Integer>require("g.second", amount -> false, "no"),
                Gate.<Integer>require("g.third", amount -> true, "")));
        Denial denial = Denial.of("g.second", "no").withCode("E1").withContext("k", "v");
        byte[] bytes = DenialCodec.encode(three.traceDenial(denial, KIND, Optional.empty(), Optional.empty()));
        byte[] digest = new byte[Hash.BYTES];
        Hash256.blake3().digest(bytes, 0, bytes.length, digest, 0);
        assertThat(bytes).hasSize(243);
        assertThat(HexFormat.of().formatHex(digest))
                .isEqualTo("7efc83e0100d7c5b0b8be35d38dccda92aae7960a05d9d5b32170d7de66a48fb");
    }

    @Test
    void aDenialHasBytesAndText() {
        Denial denial = Denial.of("g", "no").withCode("E").withContext("k", "v");
        assertThat(denial).hasToString("[g] no");
        assertThat(HexFormat.of().formatHex(denial.toBytes()))
                .isEqualTo("84a467617465a167a4636f6465a145a76d657373616765a26e6fa7636f6e746578749192a16ba176");
        assertThatThrownBy(() -> Denial.of("\ud800", "no")).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> Gate.named("\udc00", amount -> Optional.empty()))
                .isInstanceOf(InvalidArgumentException.class);
    }
}
