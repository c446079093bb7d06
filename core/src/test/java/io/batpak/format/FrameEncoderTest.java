package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.batpak.hash.Hash256;
import io.batpak.msgpack.MessageWriter;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Frames come out byte for byte as batpak 0.9.0 writes them.
///
/// Covers: A1, E34.
/// Tier: unit.
class FrameEncoderTest {

    private static final String ZEROS = "00".repeat(32);

    private static final String MARKER_HEAD = "84a56576656e7483a66865616465728aa86576656e745f6964"
            + "c41000000000000000000000000000000001ae636f7272656c6174696f6e5f6964"
            + "c41000000000000000000000000000000001ac636175736174696f6e5f6964c0"
            + "ac74696d657374616d705f7573cf00060a24181e4000a8706f736974696f6e85a777616c6c5f6d73cf0000018bcfe56800"
            + "a7636f756e74657200a5646570746800a46c616e6500a873657175656e636500";

    private static final String MARKER_TAIL = "a5666c61677300ac636f6e74656e745f68617368dc0020" + ZEROS
            + "af7061796c6f61645f76657273696f6e00a77061796c6f616490aa686173685f636861696ec0"
            + "a6656e74697479a65f6261746368a573636f7065a75f73797374656db2726563656970745f657874656e73696f6e7380";

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void aBatchBeginHasTheDocumentedBytes() {
        byte[] frame = FrameSamples.frame(new FrameDraft().batchBegin(1, 2, 1_700_000_000_000_000L));
        assertThat(frame).hasSize(346);
        assertThat(hex(frame))
                .isEqualTo("0000015226ffd892" + MARKER_HEAD + "ac7061796c6f61645f73697a6502aa6576656e745f6b696e6406"
                        + MARKER_TAIL);
    }

    @Test
    void aBatchCommitHasTheDocumentedBytes() {
        byte[] frame = FrameSamples.frame(new FrameDraft().batchCommit(1, 1_700_000_000_000_000L));
        assertThat(frame).hasSize(346);
        assertThat(hex(frame))
                .isEqualTo("0000015267a65c0d" + MARKER_HEAD + "ac7061796c6f61645f73697a6500aa6576656e745f6b696e6407"
                        + MARKER_TAIL);
    }

    @Test
    void theDocumentedEventHasTheDocumentedBytes() {
        byte[] frame = FrameSamples.frame(FrameSamples.documented());
        assertThat(frame).hasSize(538);
        assertThat(hex(frame))
                .startsWith("00000212c79bc04384a56576656e7483a66865616465728aa86576656e745f6964")
                .endsWith("b2726563656970745f657874656e73696f6e7381a96170702e6175646974920503");
    }

    @Test
    void theDocumentedPayloadHasTheDocumentedHash() {
        assertThat(hex(FrameSamples.documented().contentHash))
                .isEqualTo("0a7ddac648f62a92dcb96fd21f89d27d852a75222cc042af46285cfa50a658b1");
        byte[] typed = GoldenBytes.hex("payloads/e_c01__v1.hex");
        assertThat(hex(Hash256.blake3().digest(typed)))
                .isEqualTo("7552986388e226dc1ef1feddfeb6127a0705e23b6ed0d70d459ea64c6df1d786");
    }

    @Test
    void framesFollowEachOtherInOneBuffer() {
        MessageWriter out = new MessageWriter(8);
        int first = FrameEncoder.encode(FrameSamples.documented(), out);
        int second = FrameEncoder.encode(new FrameDraft().batchCommit(1, 0), out);
        assertThat(out.length()).isEqualTo(first + second);
        assertThat(FrameHead.check(out.array(), 0, out.length())).isEqualTo(FrameHead.Verdict.OK);
        assertThat(FrameHead.check(out.array(), first, out.length())).isEqualTo(FrameHead.Verdict.OK);
        assertThat(FrameHead.BYTES + FrameHead.bodyLength(out.array(), 0)).isEqualTo(first);
    }

    @Test
    void aClearedDraftRemembersNothing() {
        FrameDraft used = FrameSamples.random(42).batchBegin(7, 3, 1);
        FrameSamples.random(43);
        assertThat(FrameSamples.frame(used.clear())).isEqualTo(FrameSamples.frame(new FrameDraft()));
    }

    @Test
    void textThatUtf8CannotExpressIsRefused() {
        FrameDraft draft = new FrameDraft().entity("\ud800");
        assertThatIllegalArgumentException().isThrownBy(() -> FrameSamples.frame(draft));
    }
}
