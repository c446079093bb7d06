package io.batpak.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.guard.DenialTrace.ContextPair;
import io.batpak.guard.DenialTrace.Evaluation;
import io.batpak.guard.DenialTrace.Verdict;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.PayloadFormatException;
import io.batpak.msgpack.MessageWriter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Traces of refusals and their bytes, against two events that batpak 0.9.0 wrote.
///
/// Covers: A14.
/// Tier: unit.
class DenialTest {
    private static final Coordinate AT = Coordinate.of("order:1", "shop");
    private static final EventKind KIND = EventKind.ofRaw(0xF001);

    /// The payload of event 3 of the signing script; its hash is the recorded one.
    private static final String OF_THREE_GATES = "84ab6576616c756174696f6e739383a7676174655f6964a56c696d6974a776657264"
            + "696374a65065726d6974ad65766964656e63655f68617368c083a7676174655f6964a56f776e6572a77665726469637481a444656e"
            + "7983a4636f6465a24537a76d657373616765a96e6f7420796f757273a7636f6e746578749192a475736572a27531ad65766964656e"
            + "63655f68617368c083a7676174655f6964a573746f636ba776657264696374a7536b6970706564ad65766964656e63655f68617368"
            + "c0ab706970656c696e655f6964c0ad70726f706f7365645f6b696e64cdf001b570726f706f7365645f636f6e74656e745f68617368"
            + "c0";
    private static final String ITS_HASH = "42eab3f4e1afd4604ccb0c7f4fc6906a0c2f4d44aeefb3d276b1bc2284707ae3";

    /// The denial of the golden store extensions-signed.
    private static final String OF_ONE_GATE = "84ab6576616c756174696f6e739183a7676174655f6964ad72756e6e65725f636c6f7365"
            + "64a77665726469637481a444656e7983a4636f6465a8455f434c4f534544a76d657373616765b4636c6f7365642062792074686520"
            + "72756e6e6572a7636f6e746578749192a377686fa672756e6e6572ad65766964656e63655f68617368c0ab706970656c696e655f69"
            + "64af706970656c696e653a72756e6e6572ad70726f706f7365645f6b696e64cd1005b570726f706f7365645f636f6e74656e745f68"
            + "617368dc00205a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";

    private static DenialRequest.Builder threeGates(String failing) {
        return DenialRequest.of(AT, failing, KIND).gates(List.of("limit", "owner", "stock"));
    }

    private static DenialRequest build(UnaryOperator<DenialRequest.Builder> change) {
        return change.apply(threeGates("owner")).build();
    }

    private static List<String> verdicts(DenialRequest request) {
        return request.trace().evaluations().stream()
                .map(each -> each.gateId() + " " + each.verdict().getClass().getSimpleName())
                .toList();
    }

    @Test
    void aDenialAmongThreeGatesHasTheBytesOfTheReference() {
        DenialRequest request = threeGates("owner")
                .code("E7")
                .message("not yours")
                .context("user", "u1")
                .build();
        byte[] bytes = request.payload().bytes();
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(OF_THREE_GATES);
        assertThat(Hash.blake3(bytes).hex()).isEqualTo(ITS_HASH);
        assertThat(request.kind()).isEqualTo(EventKind.SYSTEM_DENIAL);
        assertThat(request.at()).isEqualTo(AT);
        assertThat(request.options()).isSameAs(AppendOptions.none());
    }

    @Test
    void aDenialWithHashAndPipelineHasTheBytesOfTheReference() {
        DenialRequest request = DenialRequest.of(AT, "runner_closed", EventKind.ofRaw(0x1005))
                .gates(List.of("runner_closed"))
                .code("E_CLOSED")
                .message("closed by the runner")
                .context("who", "runner")
                .pipelineId("pipeline:runner")
                .proposedContentHash(Hash.fromHex("5a".repeat(32)))
                .options(AppendOptions.none().lane(3))
                .build();
        assertThat(HexFormat.of().formatHex(request.payload().bytes())).isEqualTo(OF_ONE_GATE);
        assertThat(request.options().lane()).isEqualTo(3);
    }

    @Test
    void whatIsReadIsWrittenAgainByteForByte() {
        for (String hex : List.of(OF_THREE_GATES, OF_ONE_GATE)) {
            DenialTrace trace = DenialTrace.of(HexFormat.of().parseHex(hex));
            assertThat(HexFormat.of().formatHex(trace.payload().bytes())).isEqualTo(hex);
        }
        DenialTrace trace = DenialTrace.of(HexFormat.of().parseHex(OF_ONE_GATE));
        assertThat(trace)
                .isEqualTo(new DenialTrace(
                        List.of(new Evaluation(
                                "runner_closed",
                                new Verdict.Deny(
                                        "E_CLOSED", "closed by the runner", List.of(new ContextPair("who", "runner"))),
                                Optional.empty())),
                        Optional.of("pipeline:runner"),
                        EventKind.ofRaw(0x1005),
                        Optional.of(Hash.fromHex("5a".repeat(32)))));
        assertThat(trace.denied()).hasValue(trace.evaluations().getFirst());
    }

    @Test
    void evidenceOfOthersIsKept() {
        DenialTrace trace = new DenialTrace(
                List.of(new Evaluation("g", new Verdict.Permit(), Optional.of(Hash.of(-1, 2, 3, 4)))),
                Optional.empty(),
                KIND,
                Optional.empty());
        assertThat(DenialTrace.of(trace.payload().bytes())).isEqualTo(trace);
        assertThat(trace.denied()).isEmpty();
    }

    @Test
    void gatesBeforeTheFailingOnePermittedAndThoseBehindWereSkipped() {
        assertThat(verdicts(threeGates("limit").build()))
                .containsExactly("limit Deny", "owner Skipped", "stock Skipped");
        assertThat(verdicts(threeGates("stock").build())).containsExactly("limit Permit", "owner Permit", "stock Deny");
        assertThat(verdicts(threeGates("x").build()))
                .containsExactly("limit Permit", "owner Permit", "stock Permit", "x Deny");
        assertThat(verdicts(threeGates("owner").gates(List.of("owner")).build()))
                .as("only the first of two of that name")
                .containsExactly("limit Permit", "owner Deny", "stock Skipped", "owner Skipped");
        assertThat(verdicts(DenialRequest.of(AT, "g", KIND).build())).containsExactly("g Deny");
    }

    @Test
    void namesThatAreNoGateIdsAreSpelledOut() {
        DenialRequest request = DenialRequest.of(AT, "größe", KIND)
                .gates(List.of("", "größe", "plain gate"))
                .build();
        assertThat(verdicts(request))
                .containsExactly("invalid: Permit", "invalid:6772c3b6c39f65 Deny", "plain gate Skipped");
    }

    @Test
    void contextKeepsItsOrderAndItsRepetitions() {
        DenialRequest request = build(b -> b.context("b", "1").context("a", "").context("b", "ü"));
        Verdict.Deny deny =
                (Verdict.Deny) request.trace().denied().orElseThrow().verdict();
        assertThat(deny.context())
                .containsExactly(new ContextPair("b", "1"), new ContextPair("a", ""), new ContextPair("b", "ü"));
        assertThat(deny.code()).isEmpty();
        assertThat(DenialTrace.of(request.payload().bytes())).isEqualTo(request.trace());
    }

    @Test
    void textsWithoutUtf8FormAndPayloadVersionsAreRefused() {
        String lone = "\uD800";
        List<UnaryOperator<DenialRequest.Builder>> changes = List.of(
                b -> b.code(lone),
                b -> b.message(lone),
                b -> b.context(lone, ""),
                b -> b.context("", lone),
                b -> b.pipelineId(lone),
                b -> b.gates(List.of(lone)),
                b -> b.options(AppendOptions.none().payloadVersion(1)));
        for (UnaryOperator<DenialRequest.Builder> change : changes) {
            assertThatThrownBy(() -> build(change)).isInstanceOf(InvalidArgumentException.class);
        }
        assertThatThrownBy(() -> new Evaluation(lone, new Verdict.Permit(), Optional.empty()))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void keysMayComeInAnyOrderAndUnknownOnesArePassedOver() {
        MessageWriter out = new MessageWriter(64);
        out.mapHeader(5);
        out.string("proposed_kind");
        out.unsigned(0xF001);
        out.string("later");
        out.arrayHeader(1);
        out.nil();
        out.string("proposed_content_hash");
        out.binary(new byte[32], 0, 32);
        out.string("pipeline_id");
        out.nil();
        out.string("evaluations");
        out.arrayHeader(0);
        assertThat(DenialTrace.of(out.toByteArray()))
                .isEqualTo(new DenialTrace(List.of(), Optional.empty(), KIND, Optional.of(Hash.ZERO)));
    }

    @Test
    void whatIsNoDenialIsNamed() {
        List<String> others = List.of(
                "",
                "c0",
                "80",
                OF_ONE_GATE + "c0",
                OF_ONE_GATE.replace("44656e79", "44656e7a"),
                OF_THREE_GATES.replace("5065726d6974", "5065726d6975"),
                OF_THREE_GATES.replace("9192a475736572a27531", "9191a475736572"),
                OF_ONE_GATE.replace(
                        "84ab6576616c756174696f6e73", "85ab6576616c756174696f6e7390ab6576616c756174696f6e73"),
                OF_ONE_GATE.replace("cd1005", "ce00010000"));
        for (String hex : others) {
            assertThatThrownBy(() -> DenialTrace.of(HexFormat.of().parseHex(hex)))
                    .as(hex)
                    .isInstanceOfSatisfying(
                            PayloadFormatException.class,
                            failure ->
                                    assertThat(failure.reason()).isEqualTo(PayloadFormatException.Reason.OTHER_SHAPE));
        }
    }

    @Test
    void cutsAndChangesEndInATraceOrInTheOneException() {
        byte[] good = HexFormat.of().parseHex(OF_ONE_GATE);
        for (int at = 0; at < good.length; at++) {
            byte[] cut = Arrays.copyOf(good, at);
            assertThatThrownBy(() -> DenialTrace.of(cut)).isInstanceOf(PayloadFormatException.class);
            for (int value = 0; value < 256; value++) {
                byte[] changed = good.clone();
                changed[at] = (byte) value;
                try {
                    DenialTrace trace = DenialTrace.of(changed);
                    assertThat(DenialTrace.of(trace.payload().bytes())).isEqualTo(trace);
                } catch (PayloadFormatException e) {
                    assertThat(e.reason()).isEqualTo(PayloadFormatException.Reason.OTHER_SHAPE);
                }
            }
        }
    }
}
