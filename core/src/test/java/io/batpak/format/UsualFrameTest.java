package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.generators.SourceDSL.longs;

import io.batpak.format.FrameSamples.Facts;
import io.batpak.msgpack.UsualForms;
import io.batpak.testing.Laws;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The straight pass over a frame takes what our encoder writes, and wherever it answers, the pass that reads any order
/// answers the same.
///
/// Covers: A6, E34.
/// Tier: law.
class UsualFrameTest {
    private static final byte[] MORE = {(byte) 0x81, (byte) 0xa1, 'x', 0, 0, 0, 0, 0};

    /// Whether the straight pass took the frame, which stands in front of other bytes.
    private static boolean isUsual(byte[] body) {
        byte[] array = Arrays.copyOf(body, body.length + MORE.length);
        System.arraycopy(MORE, 0, array, body.length, MORE.length);
        return UsualFrame.read(new FrameView(), array, 0) != UsualForms.NONE;
    }

    @Test
    void everyFrameOfOurEncoderIsUsual() {
        Laws.qt(2000).forAll(longs().all()).checkAssert(seed -> {
            FrameDraft draft = FrameSamples.random(seed).timestampMicros(seed >>> 1);
            assertThat(isUsual(FrameSamples.body(draft))).as("seed %d", seed).isTrue();
        });
        FrameDraft draft = new FrameDraft();
        assertThat(isUsual(FrameSamples.body(draft.batchBegin(5, 3, 1)))).isTrue();
        assertThat(isUsual(FrameSamples.body(draft.batchCommit(5, 1)))).isTrue();
    }

    /// The facts and the words of both passes over bytes that stand in front of others.
    private static void agree(byte[] body, String what) {
        byte[] array = Arrays.copyOf(body, body.length + MORE.length);
        System.arraycopy(MORE, 0, array, body.length, MORE.length);
        FrameView straight = new FrameView();
        FrameView general = new FrameView();
        Damage first = straight.decode(array, 0, body.length);
        Damage second = new FrameDecoder().decodeAnyOrder(general, array, 0, body.length);
        assertThat(first).as(what).isEqualTo(second);
        if (first == null) {
            assertThat(Facts.of(straight)).as(what).isEqualTo(Facts.of(general));
        }
    }

    @Test
    void bothPassesAgreeOnEveryCutAndEveryChangedByte() {
        byte[] body = FrameSamples.body(FrameSamples.documented());
        for (int length = 0; length <= body.length; length++) {
            agree(Arrays.copyOf(body, length), "cut at " + length);
        }
        for (int at = 0; at < body.length; at++) {
            byte original = body[at];
            for (int value = 0; value < 256; value++) {
                body[at] = (byte) value;
                agree(body, "byte " + at + " is " + value);
            }
            body[at] = original;
        }
    }

    @Test
    void bothPassesAgreeOnAnyBytes() {
        Laws.qt(3000).forAll(longs().all()).checkAssert(seed -> {
            Random random = new Random(seed);
            byte[] body = FrameSamples.body(FrameSamples.random(seed));
            for (int i = random.nextInt(4); i > 0; i--) {
                int at = random.nextInt(body.length);
                body[at] = (byte) random.nextInt();
                if (random.nextInt(3) == 0) {
                    System.arraycopy(body, 0, body, at, Math.min(9, body.length - at));
                }
            }
            agree(body, "seed " + seed);
        });
    }
}
