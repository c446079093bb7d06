package io.batpak.format;

import io.batpak.hash.Hash256;
import io.batpak.model.Bytes;
import io.batpak.model.EventHeader;
import io.batpak.model.Extensions;
import io.batpak.model.HashChain;
import io.batpak.model.PayloadEncryption;
import io.batpak.msgpack.MessageWriter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/// Frames to test with.
final class FrameSamples {

    private FrameSamples() {}

    /// Everything a frame says, as values that can be compared.
    record Facts(
            EventHeader header,
            Optional<HashChain> chain,
            String entity,
            String scope,
            Extensions extensions,
            Bytes payload) {

        static Facts of(FrameView view) {
            return new Facts(
                    view.header(),
                    view.chain(),
                    view.entity(),
                    view.scope(),
                    view.extensions(),
                    view.payload() instanceof Decoded.Ok<byte[]>(byte[] payload)
                            ? Bytes.of(payload)
                            : Bytes.of(new byte[0]));
        }
    }

    static byte[] frame(FrameDraft draft) {
        MessageWriter out = new MessageWriter(16);
        FrameEncoder.encode(draft, out);
        return out.toByteArray();
    }

    static byte[] body(FrameDraft draft) {
        byte[] frame = frame(draft);
        return Arrays.copyOfRange(frame, FrameHead.BYTES, frame.length);
    }

    /// The user event of the reference segment that docs/formats/frame.md walks through.
    static FrameDraft documented() {
        byte[] payload = HexFormat.of().parseHex("81a766697874757265ad636865636b706f696e742d7635");
        SortedMap<String, Bytes> audit = new TreeMap<>();
        audit.put("app.audit", Bytes.of(new byte[] {5, 3}));
        return new FrameDraft()
                .eventId(0, 0xad05)
                .correlationId(0, 0xad05)
                .timestampMicros(1_779_011_619_177_553L)
                .wallMillis(1_779_011_619_177L)
                .depth(3)
                .lane(5)
                .kind(Kinds.DATA)
                .payload(payload, 0, payload.length)
                .contentHash(Hash256.blake3().digest(payload), 0)
                .entity("entity:adr0009-checkpoint-v5")
                .scope("scope:fixture")
                .extensions(Extensions.stored(audit));
    }

    /// A frame of any shape, the same for the same seed.
    static FrameDraft random(long seed) {
        Random random = new Random(seed);
        byte[] payload = bytes(random, random.nextInt(100) == 0 ? random.nextInt(70_000) : random.nextInt(40));
        FrameDraft draft = new FrameDraft()
                .eventId(number(random), number(random))
                .correlationId(number(random), number(random))
                .causationId(random.nextBoolean() ? 0 : number(random), random.nextBoolean() ? 0 : number(random))
                .timestampMicros(number(random))
                .wallMillis(number(random))
                .counter((int) number(random) & 0xFFFF)
                .depth(number(random) & 0xFFFF_FFFFL)
                .lane(number(random) & 0xFFFF_FFFFL)
                .clock(number(random) & 0xFFFF_FFFFL)
                .kind((int) number(random) & 0xFFFF)
                .flags((int) number(random) & 0xFF)
                .payloadVersion((int) number(random) & 0xFFFF)
                .payload(payload, 0, payload.length)
                .contentHash(bytes(random, 32), 0)
                .previousHash(bytes(random, 32), 0)
                .entity(text(random))
                .scope(text(random))
                .extensions(extensions(random));
        if (random.nextBoolean()) {
            draft.payloadSize(number(random) & 0xFFFF_FFFFL);
        }
        switch (random.nextInt(4)) {
            case 0 -> draft.hasChain(false).previousHash(new byte[32], 0);
            case 1 -> draft.eventHash(bytes(random, 32), 0);
            default -> draft.encryption(null);
        }
        if (random.nextInt(3) == 0) {
            draft.encryption(
                    new PayloadEncryption(Bytes.of(bytes(random, random.nextInt(40))), Bytes.of(bytes(random, 24))));
        }
        return draft;
    }

    private static Extensions extensions(Random random) {
        SortedMap<String, Bytes> extensions = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            extensions.put("app.k" + random.nextInt(100), Bytes.of(bytes(random, random.nextInt(300))));
        }
        return Extensions.stored(extensions);
    }

    /// Numbers of every magnitude, both signs.
    private static long number(Random random) {
        long number = random.nextLong() >>> random.nextInt(64);
        return random.nextInt(5) == 0 ? -number : number;
    }

    static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5) == 0 ? random.nextInt(300) : random.nextInt(20); i > 0; i--) {
            text.appendCodePoint(
                    switch (random.nextInt(8)) {
                        case 0 -> 0x1F600 + random.nextInt(64);
                        case 1 -> 0xE0 + random.nextInt(200);
                        default -> 'a' + random.nextInt(26);
                    });
        }
        return text.toString();
    }
}
