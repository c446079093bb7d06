package io.batpak.verify.engine;

import io.batpak.compact.MappedSources;
import io.batpak.compact.OutputWriter;
import io.batpak.compact.SourceBytes;
import io.batpak.compact.Survivors;
import io.batpak.format.Decoded;
import io.batpak.format.FrameDraft;
import io.batpak.format.FrameEncoder;
import io.batpak.format.Preamble;
import io.batpak.format.SidxSource;
import io.batpak.format.TombstoneFrames;
import io.batpak.fs.Mapping;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.hash.Hash256;
import io.batpak.model.Extensions;
import io.batpak.msgpack.MessageWriter;
import io.batpak.segment.SegmentName;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Finished segments to be replaced, and what shall become of their events.
final class OldSegments {
    static final long CREATED = 1_700_000_000_000_000_000L;

    final List<Event> events = new ArrayList<>();
    private final StoreFs fs;
    private final Random random = new Random(7);

    OldSegments(StoreFs fs) {
        this.fs = fs;
    }

    /// An event in its segment.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Event(long segment, long offset, byte[] frame, Survivors.Action action) {
        byte[] after() {
            return switch (action) {
                case KEEP -> frame;
                case TOMBSTONE -> ok(TombstoneFrames.marked(frame, 0, frame.length));
                case EMPTY -> ok(TombstoneFrames.emptied(frame, 0, frame.length));
            };
        }
    }

    static byte[] ok(Decoded<byte[]> decoded) {
        return switch (decoded) {
            case Decoded.Ok<byte[]>(byte[] bytes) -> bytes;
            case Decoded.Damaged<byte[]>(var damage) -> throw new AssertionError(damage.toString());
        };
    }

    FrameDraft draft(int kind, int payloadBytes) {
        byte[] payload = new byte[payloadBytes];
        random.nextBytes(payload);
        return new FrameDraft()
                .eventId(random.nextLong(), random.nextLong())
                .correlationId(1, 2)
                .causationId(3, 4)
                .timestampMicros(1_700_000_000_000_000L)
                .wallMillis(1_700_000_000_000L)
                .clock(events.size())
                .lane(5)
                .depth(6)
                .kind(kind)
                .payloadVersion(3)
                .payload(payload, 0, payload.length)
                .contentHash(Hash256.blake3().digest(payload), 0)
                .entity("entity " + events.size() % 3)
                .scope("scope")
                .extensions(Extensions.none().with("app.key", new byte[] {1, 2}));
    }

    static byte[] frame(FrameDraft draft) {
        MessageWriter out = new MessageWriter(1024);
        FrameEncoder.encode(draft, out);
        return out.toByteArray();
    }

    /// Writes a segment of `count` events of the kind `kind`, the n-th with the action `actions[n % length]`.
    void write(long id, int count, int kind, int payloadBytes, Survivors.Action... actions) {
        try (StoreFile file = fs.createNew(SegmentName.of(id).fileName())) {
            byte[] preamble = Preamble.encode(id, 1);
            file.write(preamble, 0, preamble.length, 0);
            long at = preamble.length;
            for (int i = 0; i < count; i++) {
                byte[] frame = frame(draft(kind, payloadBytes));
                file.write(frame, 0, frame.length, at);
                events.add(new Event(id, at, frame, actions[i % actions.length]));
                at += frame.length;
            }
        }
    }

    SourceBytes sources() {
        Map<Long, Mapping> mappings = new HashMap<>();
        for (Event event : events) {
            mappings.computeIfAbsent(event.segment(), id -> {
                try (StoreFile file = fs.openReadOnly(SegmentName.of(id).fileName())) {
                    return file.mapUntilUnreachable();
                }
            });
        }
        return new MappedSources(mappings);
    }

    /// The events in their order, as segment `id`; the footer tells what the frames say afterwards.
    OutputWriter.Output output(long id) {
        return new OutputWriter.Output(id, CREATED, survivors(), () -> footer(id));
    }

    Survivors survivors() {
        return new Survivors() {
            private int at = -1;

            @Override
            public boolean advance() {
                return ++at < events.size();
            }

            @Override
            public long segment() {
                return events.get(at).segment();
            }

            @Override
            public long offset() {
                return events.get(at).offset();
            }

            @Override
            public int length() {
                return events.get(at).frame().length;
            }

            @Override
            public Action action() {
                return events.get(at).action();
            }

            @Override
            public void reencoded(int newLength) {
                if (newLength != events.get(at).after().length) {
                    throw new AssertionError("told of " + newLength);
                }
            }
        };
    }

    SidxSource footer(long id) {
        FooterOf footer = new FooterOf();
        long at = Preamble.encode(id, CREATED).length;
        for (int i = 0; i < events.size(); i++) {
            byte[] frame = events.get(i).after();
            footer.add(frame, at, 10L * i);
            at += frame.length;
        }
        return footer;
    }

    /// Preamble and frames as they are to be.
    byte[] expected(long id) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Preamble.encode(id, CREATED));
        events.forEach(event -> bytes.writeBytes(event.after()));
        return bytes.toByteArray();
    }

    static byte[] start(byte[] bytes, long length) {
        return Arrays.copyOf(bytes, Math.toIntExact(length));
    }
}
