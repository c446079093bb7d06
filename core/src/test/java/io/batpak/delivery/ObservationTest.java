package io.batpak.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.batpak.delivery.CheckpointIdException.Reason;
import io.batpak.error.StoreErrorKind;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What proves that something is done once is used once itself, and its parts have rules. That nobody can forge it is
/// asked of the compiler, in `TypestateTest`.
///
/// Covers: A13.
/// Tier: unit.
class ObservationTest {
    private static final AtLeastOnce DELIVERY = new AtLeastOnce(CheckpointId.of("mailer"));
    private static final ConsumerKey KEY = ConsumerKey.forWork(new byte[] {1, 2});

    @Test
    void bothHalvesComeOutOnce() {
        ObservedOnce once = ObservedOnce.of(DELIVERY, KEY);
        assertThat(once.isUsed()).isFalse();
        ObservedOnce.Parts parts = once.intoParts();
        assertThat(parts.delivery().checkpoint()).isEqualTo(CheckpointId.of("mailer"));
        assertThat(parts.key()).isEqualTo(KEY);
        assertThat(once.isUsed()).isTrue();
        assertThatThrownBy(once::intoParts)
                .isInstanceOf(ObservationUsedException.class)
                .hasMessageContaining("one use");
        assertThat(once).hasToString("ObservedOnce[checkpoint=mailer, used=true]");
        assertThat(ObservedOnce.of(parts.delivery(), parts.key()).isUsed()).isFalse();
    }

    @Test
    void ofManyWhoUseItAtOnceOneGetsThrough() {
        for (int round = 0; round < 200; round++) {
            ObservedOnce once = ObservedOnce.of(DELIVERY, KEY);
            assertThat(IntStream.range(0, 16)
                            .parallel()
                            .filter(_ -> isMine(once))
                            .count())
                    .isEqualTo(1);
        }
    }

    private static boolean isMine(ObservedOnce once) {
        try {
            return once.intoParts().key().equals(KEY);
        } catch (ObservationUsedException e) {
            return false;
        }
    }

    @Test
    void aKeyIsADigestOfThirtyTwoBytes() {
        byte[] digest = new byte[Hash.BYTES];
        digest[31] = 7;
        assertThat(ConsumerKey.of(digest).digest().toByteArray()).isEqualTo(digest);
        assertThat(ConsumerKey.forWork(new byte[0]).digest())
                .hasToString("af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
        assertThat(KEY).isNotEqualTo(ConsumerKey.forWork(new byte[] {2, 1}));
        assertThatThrownBy(() -> ConsumerKey.of(new byte[16])).isInstanceOf(InvalidArgumentException.class);
    }

    static Stream<Arguments> refusalsInOrder() {
        return Stream.of(
                Arguments.of("", Reason.EMPTY),
                Arguments.of("\0\uD800", Reason.UNPAIRED_SURROGATE),
                Arguments.of("\0" + "x".repeat(1024), Reason.TOO_LONG),
                Arguments.of("ü".repeat(513), Reason.TOO_LONG),
                Arguments.of("a\0\u0001/", Reason.NUL_BYTE),
                Arguments.of("a\u0001\0/", Reason.CONTROL_CHAR),
                Arguments.of("a\u007F/", Reason.CONTROL_CHAR),
                Arguments.of("a=/", Reason.PATH_TRAVERSAL),
                Arguments.of("a|..", Reason.PATH_TRAVERSAL),
                Arguments.of("a|", Reason.FORBIDDEN_SEPARATOR),
                Arguments.of("a=", Reason.FORBIDDEN_SEPARATOR));
    }

    @ParameterizedTest
    @MethodSource("refusalsInOrder")
    void theFirstRuleThatACheckpointBreaksIsReported(String name, Reason reason) {
        CheckpointIdException refusal = catchThrowableOfType(CheckpointIdException.class, () -> CheckpointId.of(name));
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.kind()).isEqualTo(StoreErrorKind.CHECKPOINT_ID);
        assertThat(refusal.facts()).containsEntry("reason", reason.wireName());
    }

    @Test
    void aNameThatIsTooLongIsCountedInBytes() {
        CheckpointIdException refusal =
                catchThrowableOfType(CheckpointIdException.class, () -> CheckpointId.of("\uD83D\uDE00".repeat(257)));
        assertThat(refusal.facts()).containsAllEntriesOf(Map.of("length", 1028L, "max", 1024L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", " ", ".", "a.b", "\\", "*", "naïve", "\u0080"})
    void everythingElseNamesACheckpoint(String name) {
        assertThat(CheckpointId.of(name)).hasToString(name);
        assertThat(CheckpointId.of("x".repeat(1024)).name()).hasSize(1024);
    }
}
