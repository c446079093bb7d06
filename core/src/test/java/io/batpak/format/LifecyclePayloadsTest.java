package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.format.LifecyclePayloads.CloseCompleted;
import io.batpak.format.LifecyclePayloads.OpenCompleted;
import io.batpak.format.LifecyclePayloads.OpenPath;
import io.batpak.model.LoadStatus;
import io.batpak.model.OpenReport.Fallbacks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Payloads of the events around a session.
///
/// Covers: A1, E34.
/// Tier: golden.
class LifecyclePayloadsTest {

    private static OpenCompleted sample(Optional<String> mmapReason, Optional<String> checkpointReason) {
        TreeMap<Integer, Long> histogram = new TreeMap<>();
        histogram.put(0xFFF, 3L);
        histogram.put(0xA, -1L);
        return new OpenCompleted(
                OpenPath.CHECKPOINT,
                1,
                -1L,
                300,
                70_000,
                5,
                6,
                7,
                LoadStatus.INVALID,
                mmapReason,
                LoadStatus.LOADED,
                checkpointReason,
                new Fallbacks(4, histogram),
                Fallbacks.NONE,
                new Fallbacks(-1L, histogram),
                Fallbacks.NONE);
    }

    @Test
    void everyStoredLifecyclePayloadIsWrittenAgainByteForByte() {
        Set<OpenPath> paths = EnumSet.noneOf(OpenPath.class);
        int closes = 0;
        for (Path file : GoldenBytes.segments()) {
            byte[] bytes = GoldenBytes.bytes(file);
            FrameView view = new FrameView();
            int at = 57;
            while (FrameHead.check(bytes, at, bytes.length) == FrameHead.Verdict.OK) {
                int length = (int) FrameHead.bodyLength(bytes, at);
                assertThat(view.decode(bytes, at + FrameHead.BYTES, length)).isNull();
                byte[] payload = ok(view.payload());
                if (view.kind() == Kinds.OPEN_COMPLETED) {
                    OpenCompleted report = ok(LifecyclePayloads.decodeOpen(payload));
                    paths.add(report.path());
                    if (payload[2] == 16) { // sixteen keys: from before the load statuses
                        assertThat(report.mmapStatus()).isEqualTo(LoadStatus.NOT_TRIED);
                    } else {
                        assertThat(LifecyclePayloads.encode(report))
                                .as(file.toString())
                                .isEqualTo(payload);
                    }
                } else if (view.kind() == Kinds.CLOSE_COMPLETED) {
                    assertThat(LifecyclePayloads.encode(ok(LifecyclePayloads.decodeClose(payload))))
                            .isEqualTo(payload);
                    closes++;
                }
                at += FrameHead.BYTES + length;
            }
        }
        assertThat(paths).containsExactlyInAnyOrder(OpenPath.values());
        assertThat(closes).isPositive();
    }

    @Test
    void reasonsAreWrittenOnlyWhenThereAreAny() {
        for (Optional<String> mmap : Set.of(Optional.<String>empty(), Optional.of(""), Optional.of("bad magic"))) {
            for (Optional<String> checkpoint : Set.of(Optional.<String>empty(), Optional.of("stale"))) {
                OpenCompleted report = sample(mmap, checkpoint);
                byte[] payload = LifecyclePayloads.encode(report);
                int keys = 18 + (mmap.isPresent() ? 1 : 0) + (checkpoint.isPresent() ? 1 : 0);
                assertThat(HexFormat.of().formatHex(payload, 0, 3))
                        .isEqualTo("de00" + HexFormat.of().toHexDigits((byte) keys));
                assertThat(ok(LifecyclePayloads.decodeOpen(payload))).isEqualTo(report);
            }
        }
    }

    @Test
    void theVisiblePointComesBack() {
        byte[] payload = LifecyclePayloads.encode(new CloseCompleted(300, -1));
        assertThat(HexFormat.of().formatHex(payload))
                .isEqualTo("82a777616c6c5f6d73cd012caf676c6f62616c5f73657175656e6365cfffffffffffffffff");
        assertThat(ok(LifecyclePayloads.decodeClose(payload))).isEqualTo(new CloseCompleted(300, -1));
    }

    @Test
    void cutsAndChangesGiveAValue() {
        byte[] open = LifecyclePayloads.encode(sample(Optional.of("bad magic"), Optional.empty()));
        byte[] close = LifecyclePayloads.encode(new CloseCompleted(300, 5));
        for (byte[] payload : new byte[][] {open, close}) {
            for (int length = 0; length < payload.length; length++) {
                byte[] cut = Arrays.copyOf(payload, length);
                assertThat(LifecyclePayloads.decodeOpen(cut)).isInstanceOf(Decoded.Damaged.class);
                assertThat(LifecyclePayloads.decodeClose(cut)).isInstanceOf(Decoded.Damaged.class);
                for (int value = 0; value < 256; value++) {
                    byte[] changed = payload.clone();
                    changed[length] = (byte) value;
                    assertThat(LifecyclePayloads.decodeOpen(changed)).isNotNull();
                    assertThat(LifecyclePayloads.decodeClose(changed)).isNotNull();
                }
            }
        }
    }

    private static <T> T ok(Decoded<T> decoded) {
        return switch (decoded) {
            case Decoded.Ok<T>(T value) -> value;
            case Decoded.Damaged<T>(Damage damage) -> throw new AssertionError(damage.toString());
        };
    }
}
