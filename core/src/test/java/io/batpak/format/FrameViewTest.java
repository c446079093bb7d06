package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.hash.Hash256;
import io.batpak.model.Hash;
import io.batpak.msgpack.MessageWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a reader of frames accepts beyond what a writer emits, and what it refuses.
///
/// Covers: A6, B6, E34.
/// Tier: unit.
class FrameViewTest {

    private final FrameView view = new FrameView();

    private Damage decode(byte[] body) {
        Damage damage = view.decode(body, 0, body.length);
        return damage == null ? Damage.of(Damage.Reason.FRAME_EMPTY, "none") : damage;
    }

    private void assertRefused(byte[] body, String detail) {
        Damage damage = decode(body);
        assertThat(damage.reason()).as(damage.toString()).isEqualTo(Damage.Reason.FRAME_UNDECODABLE);
        assertThat(damage.detail()).contains(detail);
    }

    private void assertRead(byte[] body) {
        assertThat(view.decode(body, 0, body.length)).isNull();
    }

    private static byte[] documented() {
        return FrameSamples.body(FrameSamples.documented());
    }

    private static byte[] replaced(byte[] body, String from, String to) {
        String hex = HexFormat.of().formatHex(body);
        assertThat(hex).contains(from);
        return HexFormat.of().parseHex(hex.replace(from, to));
    }

    private static String text(String text) {
        MessageWriter out = new MessageWriter(40);
        out.string(text);
        return HexFormat.of().formatHex(out.toByteArray());
    }

    @Test
    void theDocumentedEventIsRead() {
        assertRead(documented());
        assertThat(view.eventHigh()).isZero();
        assertThat(view.eventLow()).isEqualTo(0xad05);
        assertThat(view.correlationLow()).isEqualTo(0xad05);
        assertThat(view.causationHigh() | view.causationLow()).isZero();
        assertThat(view.timestampMicros()).isEqualTo(1_779_011_619_177_553L);
        assertThat(view.wallMillis()).isEqualTo(1_779_011_619_177L);
        assertThat(view.counter()).isZero();
        assertThat(view.depth()).isEqualTo(3);
        assertThat(view.lane()).isEqualTo(5);
        assertThat(view.clock()).isZero();
        assertThat(view.payloadSize()).isEqualTo(23);
        assertThat(view.payloadLength()).isEqualTo(23);
        assertThat(view.kind()).isEqualTo(Kinds.DATA);
        assertThat(view.flags()).isZero();
        assertThat(view.payloadVersion()).isZero();
        assertThat(view.hasChain()).isTrue();
        assertThat(view.chain())
                .hasValueSatisfying(chain -> assertThat(chain.isGenesis()).isTrue());
        assertThat(view.encryption()).isEmpty();
        assertThat(view.entity()).isEqualTo("entity:adr0009-checkpoint-v5");
        assertThat(view.scope()).isEqualTo("scope:fixture");
        assertThat(new String(view.bytes(), view.scopeAt(), view.scopeLength(), StandardCharsets.UTF_8))
                .isEqualTo("scope:fixture");
        assertThat(view.extensions().get("app.audit"))
                .hasValueSatisfying(v -> assertThat(v.hex()).isEqualTo("0503"));
        assertThat(view.header().kind().raw()).isEqualTo(Kinds.DATA);
        assertThat(view.header().contentHash())
                .isEqualTo(view.chain().orElseThrow().event());
    }

    @Test
    void aViewForgetsThePreviousFrame() {
        assertRead(documented());
        assertRead(FrameSamples.body(new FrameDraft().batchBegin(9, 2, 5_000)));
        assertThat(view.chain()).isEmpty();
        assertThat(view.extensions().isEmpty()).isTrue();
        assertThat(view.kind()).isEqualTo(Kinds.BATCH_BEGIN);
        assertThat(view.payloadSize()).isEqualTo(2);
        assertThat(view.payloadLength()).isZero();
        assertThat(view.entity()).isEqualTo("_batch");
        assertThat(view.scope()).isEqualTo("_system");
        assertThat(view.header().contentHash()).isEqualTo(Hash.ZERO);
    }

    @Test
    void thePayloadIsSkippedWithoutALookAtWhatItIs() {
        byte[] canonical = documented();
        assertRead(canonical);
        int start = view.payloadAt;
        int end = view.payloadEnd;
        for (String other : List.of("c0", "c3", "cb7ff8000000000000", "a178", "81a161c0", "92cd0100a0", "d40105")) {
            MessageWriter out = new MessageWriter(64);
            out.raw(canonical, 0, start);
            byte[] value = HexFormat.of().parseHex(other);
            out.raw(value, 0, value.length);
            out.raw(canonical, end, canonical.length - end);
            assertRead(out.toByteArray());
            assertThat(view.entity()).isEqualTo("entity:adr0009-checkpoint-v5");
            assertThat(view.payload())
                    .isInstanceOfSatisfying(
                            Decoded.Damaged.class,
                            damaged ->
                                    assertThat(damaged.damage().reason()).isEqualTo(Damage.Reason.PAYLOAD_UNDECODABLE));
            assertThat(view.copyTo(new FrameDraft())).isNotNull();
            assertThat(new PayloadHasher().matches(view)).isFalse();
        }
    }

    @Test
    void framesOfOlderReleasesLackThePayloadVersion() {
        byte[] old = replaced(documented(), text("header") + "8a", text("header") + "89");
        old = replaced(old, text("payload_version") + "00", "");
        assertRead(old);
        assertThat(view.payloadVersion()).isZero();
        FrameDraft draft = new FrameDraft();
        assertThat(view.copyTo(draft)).isNull();
        assertThat(FrameSamples.body(draft)).isEqualTo(documented());
    }

    @Test
    void keysThatMayBeMissingGetTheirDefaults() {
        byte[] body = replaced(documented(), "84" + text("event"), "83" + text("event"));
        body = replaced(body, text("receipt_extensions") + "81" + text("app.audit") + "920503", "");
        body = replaced(body, text("header") + "8a", text("header") + "87");
        body = replaced(body, text("payload_version") + "00", "");
        body = replaced(body, text("causation_id") + "c0", "");
        assertRead(documented());
        String hash = HexFormat.of().formatHex(documented(), view.contentHashAt, view.contentHashEnd);
        body = replaced(body, text("content_hash") + "dc0020" + hash, "");
        assertRead(body);
        assertThat(view.extensions().isEmpty()).isTrue();
        assertThat(view.header().contentHash()).isEqualTo(Hash.ZERO);
        assertThat(view.header().causationId()).isEmpty();
        assertThat(view.chain()).isPresent();
    }

    @Test
    void requiredKeysMustBeThere() {
        for (String key : List.of("event", "entity", "scope", "header", "payload", "flags", "timestamp_us", "lane")) {
            String other = "x".repeat(key.length());
            assertRefused(replaced(documented(), text(key), text(other)), "lacks " + key);
        }
    }

    @Test
    void keysMustNotRepeat() {
        byte[] twice = replaced(documented(), text("header") + "8a", text("header") + "8b" + text("flags") + "00");
        assertRefused(twice, "repeats flags");
        twice = replaced(documented(), "84" + text("event"), "85" + text("scope") + "a178" + text("event"));
        assertRefused(twice, "repeats scope");
    }

    @Test
    void numbersMustFitTheirFields() {
        assertRefused(replaced(documented(), text("flags") + "00", text("flags") + "cd0100"), "OUT_OF_RANGE");
        assertRefused(replaced(documented(), text("lane") + "05", text("lane") + "ff"), "OUT_OF_RANGE");
        assertRefused(
                replaced(documented(), text("counter") + "00", text("counter") + "ca00000000"), "UNEXPECTED_TYPE");
        assertRefused(replaced(documented(), text("prev_hash") + "dc0020", text("prev_hash") + "dc001f"), "");
    }

    @Test
    void textMustBeUtf8() {
        byte[] body = replaced(documented(), text("scope:fixture"), "ad" + "ff".repeat(13));
        assertRefused(body, "INVALID_UTF8");
        body = replaced(documented(), text("app.audit"), "a9" + "c0".repeat(9));
        assertRefused(body, "INVALID_UTF8");
    }

    @Test
    void claimsAreNotBelieved() {
        for (String claim : List.of("dfffffffff", "ddffffffff", "dbffffffff", "c6ffffffff", "df7fffffff")) {
            assertRefused(HexFormat.of().parseHex(claim), "");
            assertRefused(replaced(documented(), "dc0017", claim), "");
            assertRefused(
                    replaced(documented(), text("receipt_extensions") + "81", text("receipt_extensions") + claim), "");
            assertRefused(replaced(documented(), text("header") + "8a", text("header") + claim), "");
        }
    }

    @Test
    void nestingIsLimited() {
        List<byte[]> bodies = new ArrayList<>();
        for (int depth : new int[] {1020, 1021, 1022, 1023}) {
            MessageWriter out = new MessageWriter(2000);
            byte[] canonical = documented();
            assertRead(canonical);
            out.raw(canonical, 0, view.payloadAt);
            for (int i = 0; i < depth; i++) {
                out.arrayHeader(1);
            }
            out.nil();
            out.raw(canonical, view.payloadEnd, canonical.length - view.payloadEnd);
            bodies.add(out.toByteArray());
        }
        assertRead(bodies.get(0));
        assertRead(bodies.get(1));
        assertRefused(bodies.get(2), "TOO_DEEP");
        assertRefused(bodies.get(3), "TOO_DEEP");
    }

    @Test
    void bytesBehindTheValueAreIgnored() {
        byte[] body = documented();
        assertRead(Arrays.copyOf(body, body.length + 5));
        byte[] inside = new byte[body.length + 9];
        System.arraycopy(body, 0, inside, 4, body.length);
        assertThat(view.decode(inside, 4, body.length)).isNull();
        assertThat(view.entity()).isEqualTo("entity:adr0009-checkpoint-v5");
        assertThat(FrameSamples.Facts.of(view).payload().length()).isEqualTo(23);
    }

    @Test
    void thePayloadHashIsRecomputed() {
        assertRead(documented());
        byte[] hash = new byte[Hash256.BYTES];
        PayloadHasher hasher = new PayloadHasher();
        assertThat(hasher.hash(view, hash, 0)).isNull();
        assertThat(Hash.of(hash)).isEqualTo(view.chain().orElseThrow().event());
        assertThat(hasher.matches(view)).isTrue();
        byte[] large = new byte[3 << 20];
        FrameDraft draft = FrameSamples.documented().payload(large, 0, large.length);
        assertRead(FrameSamples.body(draft));
        assertThat(hasher.matches(view)).isFalse();
        assertRead(FrameSamples.body(draft.contentHash(Hash256.blake3().digest(large), 0)));
        assertThat(hasher.matches(view)).isTrue();
    }
}
