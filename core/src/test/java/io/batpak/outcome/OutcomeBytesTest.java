package io.batpak.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.ConfigurationException;
import io.batpak.error.EvidenceFormatException;
import io.batpak.testing.GoldenFiles;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The bytes of outcomes and their parts, against the reference's.
///
/// Covers: A1.
/// Tier: golden.
class OutcomeBytesTest {
    private static final OutcomeCodec<Integer> CODEC =
            OutcomeCodec.of(value -> new byte[] {value.byteValue()}, bytes -> (int) bytes[0]);

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static byte[] golden(String name) {
        return hex(new String(GoldenFiles.bytes("canonical/" + name), StandardCharsets.US_ASCII).strip());
    }

    @Test
    void aConditionHasTheBytesOfTheReference() {
        byte[] golden = golden("wait_condition_v1.hex");
        WaitCondition condition = new WaitCondition.Event(new TargetId(0xdeadbeefcafebabeL, 0x1234567890abcdefL));
        assertThat(condition.toBytes()).isEqualTo(golden);
        assertThat(WaitCondition.fromBytes(golden)).isEqualTo(condition);
    }

    @Test
    void anActionHasTheBytesOfTheReference() {
        byte[] golden = golden("compensation_action_v1.hex");
        CompensationAction action = new CompensationAction.Rollback(List.of(
                new TargetId(0x1111111111111111L, 0x2222222222222222L),
                new TargetId(0x3333333333333333L, 0x4444444444444444L)));
        assertThat(action.toBytes()).isEqualTo(golden);
        assertThat(CompensationAction.fromBytes(golden)).isEqualTo(action);
    }

    @Test
    void outcomesHaveTheBytesOfTheReference() {
        assertThat(CODEC.encode(Outcome.ok(7))).isEqualTo(hex("82a474797065a24f6ba46461746107"));
        assertThat(CODEC.encode(Outcome.retry(1, 2, 3, "r")))
                .isEqualTo(hex("82a474797065a55265747279a464617461 84a861667465725f6d7301a7617474656d707402"
                        + "ac6d61785f617474656d70747303a6726561736f6ea172"));
        assertThat(CODEC.encode(Outcome.pending(new WaitCondition.Timeout(1), new ResumeToken(0, 9))))
                .isEqualTo(
                        hex(
                                "82a474797065a750656e64696e67a464617461 82a9636f6e646974696f6e 81a754696d656f7574"
                                        + "81ac726573756d655f61745f6d7301 ac726573756d655f746f6b656e c41000000000000000000000000000000009"));
    }

    @Test
    void theDataOfAnOutcomeMayComeBeforeItsType() {
        assertThat(CODEC.decode(hex("82a46461746107a474797065a24f6b"))).isEqualTo(Outcome.ok(7));
    }

    @Test
    void anErrorComesBackFromItsBytes() {
        OutcomeError error =
                new OutcomeError(new ErrorKind.Custom(7), "no", Optional.of(new CompensationAction.Release(List.of())));
        assertThat(error.toBytes())
                .isEqualTo(hex("83a46b696e6481a6437573746f6d07a76d657373616765a26e6fac636f6d70656e736174696f6e"
                        + "81a752656c6561736581ac7265736f757263655f69647390"));
        assertThat(OutcomeError.fromBytes(error.toBytes())).isEqualTo(error);
        OutcomeError known = OutcomeError.of(ErrorKind.Standard.BATCH_COLLAPSE, "");
        assertThat(OutcomeError.fromBytes(known.toBytes())).isEqualTo(known);
    }

    @Test
    void aFlippedByteGivesAnotherOutcomeOrNone() {
        Outcome<Integer> outcome = Outcome.batch(List.of(
                Outcome.ok(7),
                Outcome.retry(1, 2, 3, "later"),
                Outcome.pending(new WaitCondition.Any(List.of(new WaitCondition.Timeout(5))), new ResumeToken(1, 2))));
        byte[] bytes = CODEC.encode(outcome);
        int refused = 0;
        for (int at = 0; at < bytes.length; at++) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 0x21;
            try {
                assertThat(CODEC.decode(flipped)).as("byte %d", at).isNotEqualTo(outcome);
            } catch (EvidenceFormatException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(bytes.length / 2);
    }

    @Test
    void whatIsNoOutcomeIsRefused() {
        for (String other : List.of(
                "",
                "c0",
                "82a474797065a24f6ba4646174610700",
                "81a474797065a24f6b",
                "82a474797065a24f6ca46461746107",
                "83a474797065a24f6ba474797065a24f6ba46461746107")) {
            assertThatThrownBy(() -> CODEC.decode(hex(other)))
                    .as(other)
                    .isInstanceOf(EvidenceFormatException.class)
                    .hasMessageContaining("outcome");
        }
    }

    @Test
    void conditionsNestToALimit() {
        WaitCondition condition = new WaitCondition.Timeout(1);
        for (int level = 0; level < 256; level++) {
            condition = new WaitCondition.All(List.of(condition));
        }
        WaitCondition deepest = condition;
        assertThat(WaitCondition.fromBytes(deepest.toBytes())).isEqualTo(deepest);
        WaitCondition deeper = new WaitCondition.Any(List.of(deepest));
        assertThatThrownBy(deeper::toBytes).isInstanceOf(ConfigurationException.class);
        byte[] wrapped =
                hex("81a3416c6c91".repeat(257) + HexFormat.of().formatHex(new WaitCondition.Timeout(1).toBytes()));
        assertThatThrownBy(() -> WaitCondition.fromBytes(wrapped)).isInstanceOf(EvidenceFormatException.class);
    }
}
