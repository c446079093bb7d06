package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.format.StatesFile.Head;
import io.batpak.format.StatesFile.State;
import io.batpak.hash.Hash256;
import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The bytes of kept states, and which damage is found in them.
///
/// Tier: unit. Covers: H2.
class StatesFileTest {
    private static final Hash IDENTITY = Hash.of(Hash256.blake3().digest("of what".getBytes(StandardCharsets.UTF_8)));
    private static final Hash EVENTS = Hash.of(Hash256.blake3().digest("of which".getBytes(StandardCharsets.UTF_8)));
    private static final State FIRST = new State("a", 3, 2, Bytes.of(new byte[] {1, 2, 3}));
    private static final State SECOND = new State("konto:ü", 9, 1, Bytes.of(new byte[0]));
    private static final Head TWO = new Head(IDENTITY, 12, 3, EVENTS, 2);

    private static byte[] file(Head head, State... states) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StatesFile.write(
                (source, offset, length, at) -> {
                    assertThat(at).isEqualTo(out.size());
                    out.write(source, offset, length);
                },
                head,
                Stream.of(states));
        return out.toByteArray();
    }

    private static Decoded<Head> read(byte[] file, List<State> into) {
        return StatesFile.read(ByteSource.of(file), file.length, into::add);
    }

    /// By a second hand: every byte as docs/formats/read-model.md says.
    private static byte[] byHand() {
        ByteBuffer out = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
        out.put("BPKMODL1".getBytes(StandardCharsets.US_ASCII)).put(IDENTITY.toByteArray());
        out.putLong(12).putLong(3).put(EVENTS.toByteArray()).putLong(2);
        byte[] seal = Hash256.blake3().digest(Arrays.copyOf(out.array(), out.position()));
        out.put(seal);
        for (State state : List.of(FIRST, SECOND)) {
            byte[] key = state.key().getBytes(StandardCharsets.UTF_8);
            ByteBuffer body = ByteBuffer.allocate(
                            20 + key.length + state.state().length())
                    .order(ByteOrder.LITTLE_ENDIAN);
            body.putInt(key.length).put(key).putLong(state.applied()).putLong(state.count());
            body.put(state.state().toByteArray());
            byte[] sealed = Arrays.copyOf(seal, 32 + body.capacity());
            System.arraycopy(body.array(), 0, sealed, 32, body.capacity());
            seal = Hash256.blake3().digest(sealed);
            out.putInt(body.capacity()).put(seal).put(body.array());
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    void theBytesAreThoseOfThePage() {
        assertThat(file(TWO, FIRST, SECOND)).isEqualTo(byHand());
    }

    @Test
    void whatWasWrittenIsRead() {
        List<State> states = new ArrayList<>();
        byte[] file = file(TWO, FIRST, SECOND);
        assertThat(read(file, states)).isEqualTo(new Decoded.Ok<>(TWO));
        assertThat(states).containsExactly(FIRST, SECOND);
        assertThat(StatesFile.head(ByteSource.of(file), file.length)).isEqualTo(new Decoded.Ok<>(TWO));
        Head empty = new Head(IDENTITY, -1, 0, Hash.ZERO, 0);
        assertThat(read(file(empty), states)).isEqualTo(new Decoded.Ok<>(empty));
        assertThat(states).hasSize(2);
    }

    @Test
    void statesLargerThanABufferAndManySmallOnesAreRead() {
        List<State> written = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            written.add(new State("key " + i, i, 1, Bytes.of(new byte[i % 100])));
        }
        written.add(new State("large", 1, 1, Bytes.of(new byte[200_000])));
        written.add(new State("small", 1, 1, Bytes.of(new byte[1])));
        List<State> states = new ArrayList<>();
        byte[] file = file(new Head(IDENTITY, 1, 1, EVENTS, written.size()), written.toArray(State[]::new));
        assertThat(read(file, states)).isInstanceOf(Decoded.Ok.class);
        assertThat(states).isEqualTo(written);
    }

    @Test
    void everyFlippedBitAndEveryOtherLengthIsDamage() {
        byte[] file = file(TWO, FIRST, SECOND);
        for (int bit = 0; bit < file.length * Byte.SIZE; bit++) {
            byte[] changed = file.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertDamaged(changed);
        }
        for (int length = 0; length < file.length; length++) {
            assertDamaged(Arrays.copyOf(file, length));
        }
        assertDamaged(Arrays.copyOf(file, file.length + 1));
    }

    private static void assertDamaged(byte[] file) {
        List<State> states = new ArrayList<>();
        assertThat(read(file, states))
                .isInstanceOfSatisfying(
                        Decoded.Damaged.class,
                        damaged -> assertThat(damaged.damage().reason()).isEqualTo(Damage.Reason.STATES_UNDECODABLE));
        assertThat(List.of(FIRST, SECOND))
                .as("never a state that was not written")
                .containsAll(states);
    }

    /// States that are sound by themselves are not those of this file.
    @Test
    void statesThatChangedPlacesAreDamage() {
        byte[] file = file(TWO, FIRST, SECOND);
        byte[] other = file(TWO, SECOND, FIRST);
        int head = 128;
        byte[] mixed = file.clone();
        System.arraycopy(other, head, mixed, head, file.length - head);
        assertThat(read(mixed, new ArrayList<>())).isInstanceOf(Decoded.Ok.class); // the chain begins at the head
        byte[] otherHead = file(new Head(IDENTITY, 13, 3, EVENTS, 2), FIRST, SECOND);
        System.arraycopy(otherHead, 0, mixed, 0, head);
        assertThat(read(mixed, new ArrayList<>())).isInstanceOf(Decoded.Damaged.class);
    }

    /// A body whose seal is right and whose content is not.
    @Test
    void aSealedKeyThatDoesNotDecodeIsDamage() {
        byte[] body = byteArray(0xFF, 3);
        assertThat(read(sealed(body), new ArrayList<>())).isInstanceOf(Decoded.Damaged.class);
        assertThat(read(sealed(byteArray(0x41, -1)), new ArrayList<>())).isInstanceOf(Decoded.Damaged.class);
        assertThat(read(sealed(byteArray(0x41, 4)), new ArrayList<>())).isInstanceOf(Decoded.Damaged.class);
        assertThat(read(sealed(byteArray(0x41, 3)), new ArrayList<>())).isInstanceOf(Decoded.Ok.class);
    }

    private static byte[] byteArray(int letter, int named) {
        ByteBuffer body = ByteBuffer.allocate(23).order(ByteOrder.LITTLE_ENDIAN);
        body.putInt(named).put((byte) letter).put((byte) letter).put((byte) letter);
        return body.array();
    }

    private static byte[] sealed(byte[] body) {
        byte[] head = Arrays.copyOf(file(new Head(IDENTITY, 1, 1, EVENTS, 0)), 128);
        ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).putLong(88, 1);
        byte[] seal = Hash256.blake3().digest(Arrays.copyOf(head, 96));
        System.arraycopy(seal, 0, head, 96, 32);
        byte[] joined = Arrays.copyOf(seal, 32 + body.length);
        System.arraycopy(body, 0, joined, 32, body.length);
        ByteBuffer file = ByteBuffer.allocate(128 + 36 + body.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(head).putInt(body.length).put(Hash256.blake3().digest(joined)).put(body);
        return file.array();
    }

    @Test
    void aHeadThatCountsOtherwiseIsRefused() {
        assertThatThrownBy(() -> file(TWO, FIRST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 states");
        assertThatThrownBy(() -> file(TWO, FIRST, SECOND, FIRST)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyThatHasNoBytesIsRefused() {
        State strange = new State("\uDC00", 1, 1, Bytes.of(new byte[0]));
        assertThatThrownBy(() -> file(new Head(IDENTITY, 1, 1, EVENTS, 1), strange))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("key of a state");
    }
}
