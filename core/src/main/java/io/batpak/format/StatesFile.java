package io.batpak.format;

import io.batpak.hash.Hash256;
import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// `cursors/NAME.states`: the states of a read model, and of which events they are made.
///
/// ```
/// 0            8               40               48               56           88
/// | "BPKMODL1" | identity 32 B | through u64LE  | count u64LE    | events 32 B | states u64LE | seal 32 B |
/// then each state:  | length u32LE | seal 32 B | body |
/// body              | key length u32LE | key UTF-8 | applied u64LE | count u64LE | state |
/// ```
///
/// The first seal is BLAKE3 over everything before it, each next one BLAKE3 over the seal before and the body. So
/// no state counts that was changed, moved, or taken from another file. Ours; 0.9.0 passes over the file. Pure; any
/// thread. Bytes: docs/formats/read-model.md
public final class StatesFile {
    private static final byte[] MAGIC = "BPKMODL1".getBytes(StandardCharsets.US_ASCII);
    private static final int IDENTITY_AT = 8;
    private static final int THROUGH_AT = IDENTITY_AT + Hash.BYTES;
    private static final int COUNT_AT = THROUGH_AT + Long.BYTES;
    private static final int EVENTS_AT = COUNT_AT + Long.BYTES;
    private static final int STATES_AT = EVENTS_AT + Hash.BYTES;
    private static final int SEAL_AT = STATES_AT + Long.BYTES;
    private static final int HEAD_BYTES = SEAL_AT + Hash.BYTES;

    private static final int BODY_AT = Integer.BYTES + Hash.BYTES;
    private static final int BODY_FIXED_BYTES = Integer.BYTES + 2 * Long.BYTES;
    private static final int BUFFER_BYTES = 1 << 16;

    private StatesFile() {}

    /// What the states are made of.
    ///
    /// @param identity of which projection and which events of a journal
    /// @param through sequence up to which events were looked at, -1 for none
    /// @param count how many events count among them
    /// @param events which ones: [EventDigest]
    /// @param states how many states there are
    public record Head(Hash identity, long through, long count, Hash events, long states) {
        private byte[] encode() {
            byte[] bytes = new byte[HEAD_BYTES];
            System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
            ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            identity.write(bytes, IDENTITY_AT);
            numbers.putLong(THROUGH_AT, through).putLong(COUNT_AT, count);
            events.write(bytes, EVENTS_AT);
            numbers.putLong(STATES_AT, states);
            Hash256.blake3().digest(bytes, 0, SEAL_AT, bytes, SEAL_AT);
            return bytes;
        }
    }

    /// One state.
    ///
    /// @param key whose
    /// @param applied sequence of the last event in it
    /// @param count how many events are in it
    /// @param state its bytes
    public record State(String key, long applied, long count, Bytes state) {
        private byte[] encode() {
            ByteBuffer name = name();
            int named = name.remaining();
            byte[] body = new byte[Math.addExact(BODY_FIXED_BYTES + named, state.length())];
            ByteBuffer out = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
            out.putInt(named).put(name).putLong(applied).putLong(count);
            state.write(body, out.position());
            return body;
        }

        private ByteBuffer name() {
            try {
                return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(key));
            } catch (CharacterCodingException e) {
                throw new InvalidArgumentException("key of a state", key, "text that UTF-8 can encode");
            }
        }

        private static State decode(byte[] body, int length) throws CharacterCodingException {
            ByteBuffer in = ByteBuffer.wrap(body, 0, length).order(ByteOrder.LITTLE_ENDIAN);
            int named = in.getInt();
            if (named < 0 || named > length - BODY_FIXED_BYTES) {
                throw new CharacterCodingException();
            }
            String key = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(in.slice(Integer.BYTES, named))
                    .toString();
            in.position(Integer.BYTES + named);
            long applied = in.getLong();
            return new State(key, applied, in.getLong(), Bytes.of(body, in.position(), in.remaining()));
        }
    }

    /// Writes a whole file.
    ///
    /// @param states as many as the head says
    /// @throws IllegalArgumentException if there are more or fewer
    /// @throws InvalidArgumentException if UTF-8 cannot encode a key
    public static void write(ByteSink sink, Head head, Stream<State> states) {
        Writer writer = new Writer(sink);
        byte[] first = head.encode();
        writer.put(first, HEAD_BYTES);
        states.forEachOrdered(new Consumer<>() {
            private final byte[] seal = Hash.of(first, SEAL_AT).toByteArray();

            @Override
            public void accept(State state) {
                writer.add(state.encode(), seal);
            }
        });
        writer.flush();
        if (writer.states != head.states) {
            throw new IllegalArgumentException(writer.states + " states, not the " + head.states + " of the head");
        }
    }

    /// Collects small writes.
    private static final class Writer {
        private final ByteSink sink;
        private final byte[] buffer = new byte[BUFFER_BYTES];
        private int used;
        private long at;
        private long states;

        Writer(ByteSink sink) {
            this.sink = sink;
        }

        void add(byte[] body, byte[] seal) {
            byte[] start = new byte[BODY_AT];
            ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).putInt(body.length);
            chain(seal, body, body.length);
            System.arraycopy(seal, 0, start, Integer.BYTES, seal.length);
            put(start, start.length);
            put(body, body.length);
            states++;
        }

        void put(byte[] bytes, int length) {
            if (length > buffer.length - used) {
                flush();
            }
            if (length > buffer.length) {
                sink.write(bytes, 0, length, at);
                at += length;
                return;
            }
            System.arraycopy(bytes, 0, buffer, used, length);
            used += length;
        }

        void flush() {
            sink.write(buffer, 0, used, at);
            at += used;
            used = 0;
        }
    }

    /// The next seal, in the place of the one before.
    private static void chain(byte[] seal, byte[] body, int length) {
        byte[] sealed = new byte[seal.length + length];
        System.arraycopy(seal, 0, sealed, 0, seal.length);
        System.arraycopy(body, 0, sealed, seal.length, length);
        Hash256.blake3().digest(sealed, 0, sealed.length, seal, 0);
    }

    /// Reads the head of a file.
    ///
    /// @param length bytes in the file
    public static Decoded<Head> head(ByteSource file, long length) {
        if (length < HEAD_BYTES) {
            return damaged("a head of " + HEAD_BYTES + " bytes in a file of " + length, 0);
        }
        byte[] bytes = new byte[HEAD_BYTES];
        file.read(0, bytes, 0, HEAD_BYTES);
        byte[] seal = new byte[Hash.BYTES];
        Hash256.blake3().digest(bytes, 0, SEAL_AT, seal, 0);
        if (!Hash.of(seal, 0).equals(Hash.of(bytes, SEAL_AT))) {
            return damaged("the head is not what was sealed", SEAL_AT);
        }
        if (!ByteBuffer.wrap(bytes, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            return damaged("another magic", 0);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return new Decoded.Ok<>(new Head(
                Hash.of(bytes, IDENTITY_AT),
                in.getLong(THROUGH_AT),
                in.getLong(COUNT_AT),
                Hash.of(bytes, EVENTS_AT),
                in.getLong(STATES_AT)));
    }

    /// Reads a whole file. Every state that is handed over is one that was sealed, but only a whole file counts:
    /// what was handed over before damage was found is to be forgotten.
    ///
    /// @param length bytes in the file
    public static Decoded<Head> read(ByteSource file, long length, Consumer<State> states) {
        Decoded<Head> start = head(file, length);
        return start instanceof Decoded.Ok<Head>(Head head) ? new Reader(file, length).read(head, states) : start;
    }

    /// Goes from state to state.
    private static final class Reader {
        private final ByteSource file;
        private final long length;
        private final byte[] seal = new byte[Hash.BYTES];
        private final byte[] start = new byte[BODY_AT];
        private byte[] body = new byte[256];

        Reader(ByteSource file, long length) {
            this.file = file;
            this.length = length;
        }

        Decoded<Head> read(Head head, Consumer<State> states) {
            file.read(SEAL_AT, seal, 0, seal.length);
            long at = HEAD_BYTES;
            for (long i = 0; i < head.states; i++) {
                long left = length - at - BODY_AT;
                if (left < 0) {
                    return damaged("state " + i + " of " + head.states + " is not there", at);
                }
                file.read(at, start, 0, BODY_AT);
                int size = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt();
                if (size < BODY_FIXED_BYTES || size > left) {
                    return damaged("a state of " + size + " bytes, where there are " + left, at);
                }
                if (!isSealed(at + BODY_AT, size)) {
                    return damaged("state " + i + " is not what was sealed", at);
                }
                try {
                    states.accept(State.decode(body, size));
                } catch (CharacterCodingException e) {
                    return damaged("the key of state " + i + " does not decode", at);
                }
                at += BODY_AT + size;
            }
            return at == length ? new Decoded.Ok<>(head) : damaged(length - at + " bytes behind the last state", at);
        }

        private boolean isSealed(long at, int size) {
            if (size > body.length) {
                body = new byte[Math.max(size, Math.min(body.length * 2, 1 << 30))];
            }
            file.read(at, body, 0, size);
            chain(seal, body, size);
            return Hash.of(seal, 0).equals(Hash.of(start, Integer.BYTES));
        }
    }

    private static Decoded<Head> damaged(String detail, long at) {
        return new Decoded.Damaged<>(new Damage(Damage.Reason.STATES_UNDECODABLE, detail, at));
    }
}
