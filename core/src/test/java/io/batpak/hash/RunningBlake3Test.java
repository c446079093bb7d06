package io.batpak.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The hash of bytes that come in pieces is the hash of all of them, as BouncyCastle sees it.
///
/// Tier: unit.
class RunningBlake3Test {
    private static final Hash256 REFERENCE = new BouncyCastleBlake3();

    @Test
    void everyLengthAroundEveryBorderIsRight() {
        byte[] bytes = new byte[70_000];
        new Random(1).nextBytes(bytes);
        for (int border : new int[] {0, 64, 1024, 2048, 3072, 4096, 8192, 16_384, 65_536}) {
            for (int length = Math.max(0, border - 2); length <= border + 2; length++) {
                RunningBlake3 running = new RunningBlake3();
                running.update(bytes, 0, length);
                assertThat(running.value())
                        .as("%d bytes", length)
                        .isEqualTo(REFERENCE.digest(Arrays.copyOf(bytes, length)));
            }
        }
    }

    @Test
    void piecesOfAnySizeGiveTheSame() {
        Random random = new Random(2);
        byte[] bytes = new byte[300_000];
        random.nextBytes(bytes);
        for (int run = 0; run < 60; run++) {
            int length = random.nextInt(bytes.length);
            int pieceMax = 1 + random.nextInt(run % 2 == 0 ? 90 : 9000);
            RunningBlake3 running = new RunningBlake3();
            for (int at = 0; at < length; ) {
                int piece = Math.min(length - at, random.nextInt(pieceMax + 1));
                running.update(bytes, at, piece);
                at += piece;
            }
            assertThat(running.value())
                    .as("%d bytes in pieces up to %d", length, pieceMax)
                    .isEqualTo(REFERENCE.digest(Arrays.copyOf(bytes, length)));
        }
    }

    @Test
    void aValueInBetweenDisturbsNothing() {
        byte[] bytes = new byte[5000];
        new Random(3).nextBytes(bytes);
        RunningBlake3 running = new RunningBlake3();
        for (int at = 0; at < bytes.length; at += 500) {
            assertThat(running.value()).isEqualTo(REFERENCE.digest(Arrays.copyOf(bytes, at)));
            running.update(bytes, at, 500);
        }
        assertThat(running.value()).isEqualTo(REFERENCE.digest(bytes));
    }

    @Test
    void aRangeOutsideTheArrayIsRefused() {
        assertThatThrownBy(() -> new RunningBlake3().update(new byte[4], 2, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
