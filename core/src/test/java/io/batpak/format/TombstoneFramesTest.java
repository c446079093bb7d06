package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.EventHeader;
import io.batpak.model.Hash;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// A tombstone differs from its event in its kind alone; an emptied one says nothing any more.
///
/// Tier: unit. Covers: J2.
class TombstoneFramesTest {
    private static byte[] ok(Decoded<byte[]> decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Ok.class);
        return ((Decoded.Ok<byte[]>) decoded).value();
    }

    private static FrameView view(byte[] frame) {
        assertThat(FrameHead.check(frame, 0, frame.length)).isEqualTo(FrameHead.Verdict.OK);
        FrameView view = new FrameView();
        assertThat(view.decode(frame, FrameHead.BYTES, frame.length - FrameHead.BYTES))
                .isNull();
        return view;
    }

    @Test
    void aMarkedFrameIsTheOneWithTheOtherKind() {
        for (int kind : new int[] {0x0001, 0x007F, 0x0080, 0x00FF, 0x0100, 0x1000, 0xFFFF}) {
            byte[] before = FrameSamples.frame(FrameSamples.documented().kind(kind));
            byte[] expected = FrameSamples.frame(FrameSamples.documented().kind(Kinds.TOMBSTONE));
            byte[] apart = new byte[before.length + 20];
            System.arraycopy(before, 0, apart, 10, before.length);
            assertThat(ok(TombstoneFrames.marked(apart, 10, before.length))).isEqualTo(expected);
        }
    }

    @Test
    void anEmptiedFrameKeepsItsPlaceAndNothingElse() {
        FrameView before = view(FrameSamples.frame(FrameSamples.documented()));
        byte[] frame = FrameSamples.frame(FrameSamples.documented());
        byte[] emptied = ok(TombstoneFrames.emptied(frame, 0, frame.length));
        FrameView after = view(emptied);
        EventHeader header = after.header();
        assertThat(header.eventId()).isEqualTo(before.header().eventId());
        assertThat(header.position()).isEqualTo(before.header().position());
        assertThat(header.correlationId()).isEqualTo(before.header().correlationId());
        assertThat(header.causationId()).isEqualTo(before.header().causationId());
        assertThat(after.entity()).isEqualTo(before.entity());
        assertThat(after.scope()).isEqualTo(before.scope());
        assertThat(after.chain().orElseThrow().previous())
                .isEqualTo(before.chain().orElseThrow().previous());
        assertThat(header.kind().raw()).isEqualTo(Kinds.TOMBSTONE);
        assertThat(header.payloadVersion()).isZero();
        assertThat(after.extensions().isEmpty()).isTrue();
        assertThat(after.encryption()).isEmpty();
        byte[] payload = ok(after.payload());
        assertThat(payload).containsExactly(0xC0);
        Hash hash = Hash.blake3(payload);
        assertThat(TombstoneFrames.emptiedHash()).isEqualTo(hash);
        assertThat(header.contentHash()).isEqualTo(hash);
        assertThat(after.chain().orElseThrow().event()).isEqualTo(hash);
        assertThat(after.payloadSize()).isEqualTo(1);
    }

    @Test
    void aMarkedTombstoneCanBeMarkedAgain() {
        byte[] frame = FrameSamples.frame(FrameSamples.documented().kind(Kinds.TOMBSTONE));
        assertThat(ok(TombstoneFrames.marked(frame, 0, frame.length))).isEqualTo(frame);
    }

    @Test
    void whatIsNoEventIsDamage() {
        byte[] frame = FrameSamples.frame(FrameSamples.documented());
        for (int cut = FrameHead.BYTES; cut < FrameHead.BYTES + 20; cut++) {
            byte[] part = Arrays.copyOf(frame, cut);
            assertThat(TombstoneFrames.marked(part, 0, cut)).isInstanceOf(Decoded.Damaged.class);
            assertThat(TombstoneFrames.emptied(part, 0, cut)).isInstanceOf(Decoded.Damaged.class);
        }
        byte[] noMap = {0, 0, 0, 1, 0, 0, 0, 0, (byte) 0x80};
        assertThat(TombstoneFrames.marked(noMap, 0, noMap.length)).isInstanceOf(Decoded.Damaged.class);
    }
}
