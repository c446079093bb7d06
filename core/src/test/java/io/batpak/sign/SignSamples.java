package io.batpak.sign;

import io.batpak.model.CausationId;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.WireReceipt;
import java.util.Arrays;
import java.util.Optional;

/// The event of the published vectors, and keys.
final class SignSamples {
    static final EventId ID = EventId.fromHex("0123456789abcdef0123456789abcdef");
    static final Coordinate AT = Coordinate.of("entity:test", "scope:test");
    static final EventKind KIND = EventKind.ofRaw(0xF001);
    static final Hash CONTENT = Hash.fromHex("7be2f6ba1a9ebb6454bae81c36b2f3416e4ffe75827066ecc0856478a8c75a7f");
    static final Extensions AUDIT = Extensions.none().with("app.audit", new byte[] {0x07, (byte) 0xAB});
    static final FramePosition PLACE = new FramePosition(1, 57, 500);

    private SignSamples() {}

    /// The key whose seed repeats one byte.
    static SigningKey key(int seedByte) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) seedByte);
        return SigningKey.ofSeed(seed);
    }

    static WireReceipt wire(Extensions extensions) {
        return new WireReceipt(ID, 42, CONTENT, Hash.ZERO, Optional.empty(), extensions);
    }

    /// A committed event with clock 5.
    record Committed(
            EventId eventId,
            long sequence,
            Coordinate coordinate,
            EventKind kind,
            Hash previousHash,
            Hash eventHash,
            Extensions extensions,
            FramePosition position)
            implements Entry {
        /// The event of the vectors.
        static Committed sample() {
            return new Committed(ID, 42, AT, KIND, Hash.ZERO, CONTENT, AUDIT, PLACE);
        }

        Committed withKind(EventKind other) {
            return new Committed(eventId, sequence, coordinate, other, previousHash, eventHash, extensions, position);
        }

        Committed withCoordinate(Coordinate other) {
            return new Committed(eventId, sequence, other, kind, previousHash, eventHash, extensions, position);
        }

        Committed withPreviousHash(Hash other) {
            return new Committed(eventId, sequence, coordinate, kind, other, eventHash, extensions, position);
        }

        Committed withPosition(FramePosition other) {
            return new Committed(eventId, sequence, coordinate, kind, previousHash, eventHash, extensions, other);
        }

        @Override
        public CorrelationId correlationId() {
            return CorrelationId.of(eventId);
        }

        @Override
        public Optional<CausationId> causationId() {
            return Optional.empty();
        }

        @Override
        public long lane() {
            return 0;
        }

        @Override
        public long depth() {
            return 0;
        }

        @Override
        public long clock() {
            return 5;
        }

        @Override
        public long wallMillis() {
            return 0;
        }
    }
}
