package io.batpak.payload;

import io.batpak.model.Bytes;
import io.batpak.model.CausationId;
import io.batpak.model.CorrelationId;
import io.batpak.model.EventId;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyKey;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the stored form of a payload, for codecs. Accepts what batpak 0.9.0 accepts: integers of any width that fit,
/// integers for floating-point numbers, bytes as `bin` or as an array, records as maps or arrays.
///
/// What does not fit is thrown as an exception that the decode seam turns into a [PayloadDecodeException]; codecs let
/// it pass. Belongs to one thread.
public final class PayloadReader {
    /// Most containers inside each other.
    private static final int DEPTH_MAX = MessageReader.MAX_DEPTH - 1;

    private final MessageReader in;
    private @Nullable RecordReader open;
    private int depth;

    PayloadReader(byte[] message) {
        in = new MessageReader(message);
    }

    MessageReader message() {
        return in;
    }

    /// The path of the field that was being read; empty outside a record.
    String path() {
        return open == null ? "" : open.path();
    }

    /// Begins a record; [RecordReader#next] gives its fields and ends it.
    public RecordReader record(RecordFields fields) {
        enter();
        RecordReader record = new RecordReader(this, fields, open);
        open = record;
        return record;
    }

    /// What a codec throws that reads in a way of its own and finds that a field is not what the type asks for.
    ///
    /// @param field the path of the field, with dots; empty for the payload as a whole
    /// @param detail what is wrong with it
    public RuntimeException misfit(String field, String detail, @Nullable Throwable cause) {
        return new ShapeSignal(field, detail, cause);
    }

    void leave(@Nullable RecordReader outer) {
        open = outer;
        depth--;
    }

    void skip() {
        in.skipValue(depth);
    }

    private void enter() {
        if (++depth > DEPTH_MAX) {
            throw new ShapeSignal("more than " + DEPTH_MAX + " containers inside each other");
        }
    }

    /// Begins a list and tells how many values follow; [#end] comes behind them.
    public int list() {
        enter();
        return in.arrayHeader();
    }

    /// Begins a map and tells how many pairs of text and value follow; [#end] comes behind them.
    public int map() {
        enter();
        return in.mapHeader();
    }

    /// Ends a list, a map or a variant with fields.
    public void end() {
        depth--;
    }

    /// Begins a variant: its index, or the complement (`~`) of the index if a value belongs to it. [#unit] or
    /// [#body] comes next.
    public int variant(VariantNames names) {
        boolean tagged = in.peekType() == MessageType.MAP;
        if (tagged) {
            enter();
            int count = in.mapHeader();
            if (count != 1) {
                throw new ShapeSignal("a variant of " + names.type() + " is a map of one pair, not of " + count);
            }
        }
        String name = in.string();
        int index = names.find(name);
        if (index < 0) {
            throw new ShapeSignal("no variant of " + names.type() + " is called " + name);
        }
        return tagged ? ~index : index;
    }

    /// Ends a variant that has no fields.
    ///
    /// @param variant what [#variant] gave
    public void unit(int variant) {
        if (variant < 0) {
            if (!in.tryNil()) {
                throw new ShapeSignal("a variant without fields has a value");
            }
            end();
        }
    }

    /// Goes to the value of a variant that has one; [#end] comes behind it.
    ///
    /// @param variant what [#variant] gave
    public void body(int variant) {
        if (variant >= 0) {
            throw new ShapeSignal("a variant with fields has none");
        }
    }

    /// Passes over a nil if it is next; otherwise nothing happens.
    public boolean tryNil() {
        return in.tryNil();
    }

    /// A truth value.
    public boolean bool() {
        return in.bool();
    }

    /// A signed integer of 64 bits.
    public long signed() {
        return in.signed();
    }

    /// A signed integer of 32 bits.
    public int int32() {
        return (int) within(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /// A signed integer of 16 bits.
    public short int16() {
        return (short) within(Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /// A signed integer of 8 bits.
    public byte int8() {
        return (byte) within(Byte.MIN_VALUE, Byte.MAX_VALUE);
    }

    private long within(long min, long max) {
        long value = in.signed();
        if (value < min || value > max) {
            throw new ShapeSignal(value + " is outside " + min + ".." + max);
        }
        return value;
    }

    /// The 64 bits of an integer from 0 to 2^64 - 1.
    public long unsigned() {
        return in.unsigned(-1);
    }

    /// A floating-point number of 32 bits; a wider one is rounded.
    public float float32() {
        return (float) in.real();
    }

    /// A floating-point number of 64 bits.
    public double float64() {
        return in.real();
    }

    /// Text.
    public String text() {
        return in.string();
    }

    /// One character.
    public char character() {
        String text = in.string();
        if (text.length() != 1) {
            throw new ShapeSignal("one character expected, not " + text.length());
        }
        return text.charAt(0);
    }

    /// Bytes, as a new array.
    public byte[] byteArray() {
        return in.intArray();
    }

    /// Bytes.
    public Bytes bytes() {
        return Bytes.of(in.intArray());
    }

    /// A hash.
    public Hash hash() {
        byte[] hash = new byte[Hash.BYTES];
        in.intArrayExactly(hash, 0, hash.length);
        return Hash.of(hash);
    }

    /// An event id.
    public EventId eventId() {
        in.id();
        return new EventId(in.idHigh(), in.idLow());
    }

    /// A correlation id.
    public CorrelationId correlationId() {
        in.id();
        return new CorrelationId(in.idHigh(), in.idLow());
    }

    /// A causation id.
    public CausationId causationId() {
        in.id();
        return new CausationId(in.idHigh(), in.idLow());
    }

    /// An idempotency key.
    public IdempotencyKey idempotencyKey() {
        in.id();
        return new IdempotencyKey(in.idHigh(), in.idLow());
    }

    /// A UUID.
    public UUID uuid() {
        in.id();
        return new UUID(in.idHigh(), in.idLow());
    }

    /// A moment, to the microsecond.
    public Instant instant() {
        return PayloadWriter.instant(in.signed());
    }

    /// A duration.
    public Duration duration() {
        long seconds = 0;
        long nanos = 0;
        RecordReader fields = record(PayloadWriter.durationFields());
        for (int field = fields.next(); field >= 0; field = fields.next()) {
            if (field == 0) {
                seconds = within(0, Long.MAX_VALUE);
            } else {
                nanos = within(0, 0xFFFF_FFFFL);
            }
        }
        return Duration.ofSeconds(seconds, nanos);
    }

    /// Any value, as a tree.
    public PayloadTree tree() {
        return TreeCodec.decode(in, depth);
    }

    /// A day.
    public LocalDate date() {
        return LocalDate.parse(in.string());
    }
}
