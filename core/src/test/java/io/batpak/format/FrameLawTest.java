package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.generators.SourceDSL.longs;

import io.batpak.format.FrameSamples.Facts;
import io.batpak.testing.Laws;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Laws of the frame codec, on frames of any shape. A failure names the seed that replays it.
///
/// Covers: A6, E34.
/// Tier: law.
class FrameLawTest {

    private static FrameView read(byte[] body) {
        FrameView view = new FrameView();
        assertThat(view.decode(body, 0, body.length)).isNull();
        return view;
    }

    @Test
    void aFrameReadAndWrittenAgainIsTheSame() {
        Laws.qt(2000).forAll(longs().all()).checkAssert(seed -> {
            byte[] body = FrameSamples.body(FrameSamples.random(seed));
            FrameDraft again = FrameSamples.documented();
            assertThat(read(body).copyTo(again)).isNull();
            assertThat(FrameSamples.body(again)).as("seed %d", seed).isEqualTo(body);
        });
    }

    @Test
    void aFrameSaysWhatItsDraftSaid() {
        Laws.qt(1000).forAll(longs().all()).checkAssert(seed -> {
            FrameDraft draft = FrameSamples.random(seed);
            FrameView view = read(FrameSamples.body(draft));
            assertThat(view.eventHigh()).isEqualTo(draft.eventHigh);
            assertThat(view.eventLow()).isEqualTo(draft.eventLow);
            assertThat(view.correlationHigh()).isEqualTo(draft.correlationHigh);
            assertThat(view.causationLow()).isEqualTo(draft.causationLow);
            assertThat(view.timestampMicros()).isEqualTo(draft.timestampMicros);
            assertThat(view.wallMillis()).isEqualTo(draft.wallMillis);
            assertThat(view.counter()).isEqualTo(draft.counter);
            assertThat(view.depth()).isEqualTo(draft.depth);
            assertThat(view.lane()).isEqualTo(draft.lane);
            assertThat(view.clock()).isEqualTo(draft.clock);
            assertThat(view.payloadSize()).isEqualTo(draft.payloadSize);
            assertThat(view.payloadVersion()).isEqualTo(draft.payloadVersion);
            assertThat(view.entity()).isEqualTo(draft.entity);
            assertThat(view.scope()).isEqualTo(draft.scope);
            assertThat(view.extensions()).isEqualTo(draft.extensions);
            assertThat(view.header().encryption().orElse(null)).isEqualTo(draft.encryption);
        });
    }

    @Test
    void everyAcceptedSpellingOfAFrameReadsTheSame() {
        Laws.qt(3000).forAll(longs().all()).checkAssert(seed -> {
            byte[] body = FrameSamples.body(FrameSamples.random(seed));
            byte[] scrambled = new FrameScrambler(seed).scramble(body);
            assertThat(Facts.of(read(scrambled))).as("seed %d", seed).isEqualTo(Facts.of(read(body)));
        });
    }

    @Test
    void theHeaderAloneReadsAsItDoesInsideAFrame() {
        Laws.qt(500).forAll(longs().all()).checkAssert(seed -> {
            FrameView view = read(FrameSamples.body(FrameSamples.random(seed)));
            byte[] header = HeaderCodec.encode(view.header());
            assertThat(HeaderCodec.decode(header, 0, header.length)).isEqualTo(new Decoded.Ok<>(view.header()));
        });
    }

    @Test
    void noPrefixOfABodyIsAFrame() {
        byte[] body = FrameSamples.body(FrameSamples.documented());
        FrameView view = new FrameView();
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            Damage damage = Objects.requireNonNull(view.decode(cut, 0, length), "a cut body was accepted");
            assertThat(damage.reason()).isEqualTo(Damage.Reason.FRAME_UNDECODABLE);
            assertThat(damage.at()).isBetween(0L, (long) length);
        }
    }

    @Test
    void everyChangedByteGivesAValue() {
        byte[] body = FrameSamples.body(FrameSamples.documented());
        FrameView view = new FrameView();
        for (int at = 0; at < body.length; at++) {
            byte original = body[at];
            for (int value = 0; value < 256; value++) {
                body[at] = (byte) value;
                useAll(view, body);
            }
            body[at] = original;
        }
    }

    @Test
    void anyBytesGiveAValue() {
        Laws.qt(3000).forAll(longs().all()).checkAssert(seed -> {
            Random random = new Random(seed);
            byte[] body = FrameSamples.body(FrameSamples.random(seed));
            for (int i = random.nextInt(8); i >= 0; i--) {
                int at = random.nextInt(body.length);
                body[at] = (byte) random.nextInt();
                if (random.nextInt(3) == 0) {
                    System.arraycopy(body, 0, body, at, Math.min(9, body.length - at));
                }
            }
            useAll(new FrameView(), body);
        });
    }

    /// Neither decoding nor any accessor of a decoded frame may throw.
    private static void useAll(FrameView view, byte[] body) {
        if (view.decode(body, 0, body.length) == null) {
            Facts facts = Facts.of(view);
            assertThat(facts.payload().length()).isLessThanOrEqualTo(body.length);
            view.copyTo(new FrameDraft());
        }
    }
}
