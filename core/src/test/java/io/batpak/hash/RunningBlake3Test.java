package io.batpak.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The hash taken piece by piece against the hash of the whole.
///
/// Tier: unit.
class RunningBlake3Test {
    private static final int LENGTH_MAX = 9 * 1024 + 3;

    @Test
    void piecesOfAnySizeGiveTheHashOfTheWhole() {
        SplittableRandom random = new SplittableRandom(7);
        byte[] input = new byte[LENGTH_MAX];
        random.nextBytes(input);
        for (int length = 0; length <= LENGTH_MAX; length += length < 3100 ? 1 : 37) {
            RunningBlake3 running = new RunningBlake3();
            for (int at = 0; at < length; ) {
                int count = Math.min(length - at, 1 + random.nextInt(length % 3 == 0 ? 90 : 3000));
                running.update(input, at, count);
                at += count;
            }
            assertThat(running.digest()).as("length %s", length).isEqualTo(whole(input, length));
        }
    }

    @Test
    void aMegabyteAtOnceAndInPiecesIsTheSame() {
        byte[] input = new byte[(1 << 20) + 77];
        new SplittableRandom(3).nextBytes(input);
        RunningBlake3 running = new RunningBlake3();
        running.update(input, 0, 1);
        running.update(input, 1, input.length - 1);
        assertThat(running.digest()).isEqualTo(whole(input, input.length));
    }

    @Test
    void askingInBetweenChangesNothing() {
        byte[] input = new byte[5000];
        new SplittableRandom(5).nextBytes(input);
        RunningBlake3 running = new RunningBlake3();
        assertThat(running.digest()).isEqualTo(whole(input, 0));
        running.update(input, 0, 3000);
        assertThat(running.digest()).isEqualTo(whole(input, 3000));
        running.update(input, 3000, 2000);
        assertThat(running.digest()).isEqualTo(running.digest()).isEqualTo(whole(input, 5000));
    }

    @Test
    void aRangeOutsideTheArrayIsRefused() {
        assertThatThrownBy(() -> new RunningBlake3().update(new byte[4], 2, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static byte[] whole(byte[] input, int length) {
        byte[] output = new byte[Hash256.BYTES];
        new BouncyCastleBlake3().digest(input, 0, length, output, 0);
        return output;
    }
}
