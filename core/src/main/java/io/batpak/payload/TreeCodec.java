package io.batpak.payload;

import io.batpak.model.Bytes;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageFormatException.Reason;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;
import java.util.ArrayList;
import java.util.List;

/// Trees to and from MessagePack, both ways without loss but for the width of integers. Recurses as deep as a
/// message may be nested.
final class TreeCodec {
    private static final int CAPACITY = 256;

    private TreeCodec() {}

    /// The one value that the bytes are.
    ///
    /// @throws MessageFormatException if they are none
    /// @throws ShapeSignal if bytes follow
    static PayloadTree decode(byte[] message) {
        MessageReader in = new MessageReader(message);
        PayloadTree tree = decode(in, 0);
        if (in.remaining() > 0) {
            throw new ShapeSignal(in.remaining() + " bytes behind the payload");
        }
        return tree;
    }

    /// The next value of a message.
    ///
    /// @param depth containers around it
    /// @throws MessageFormatException if there is none
    static PayloadTree decode(MessageReader in, int depth) {
        return switch (in.peekType()) {
            case NIL -> {
                in.skipValue();
                yield new PayloadTree.Nil();
            }
            case BOOL -> new PayloadTree.Bool(in.bool());
            case INTEGER ->
                in.isAboveSigned() ? new PayloadTree.UInt(in.unsigned(-1)) : new PayloadTree.Int(in.signed());
            case FLOAT -> {
                boolean wide = in.array()[in.arrayIndex()] == (byte) 0xCB;
                yield wide ? new PayloadTree.Real64(in.real()) : new PayloadTree.Real32((float) in.real());
            }
            case STRING -> text(in);
            case BINARY -> new PayloadTree.Binary(Bytes.of(in.intArray()));
            case EXTENSION -> {
                int from = in.arrayIndex();
                in.skipValue(depth);
                yield new PayloadTree.Extension(Bytes.of(in.array(), from, in.arrayIndex() - from));
            }
            case ARRAY -> items(in, depth + 1);
            case MAP -> entries(in, depth + 1);
            case RESERVED -> throw new MessageFormatException(Reason.RESERVED_BYTE, in.position());
        };
    }

    private static PayloadTree text(MessageReader in) {
        int from = in.arrayIndex();
        try {
            return new PayloadTree.Text(in.string());
        } catch (MessageFormatException e) {
            if (e.reason() != Reason.INVALID_UTF8) {
                throw e;
            }
        }
        in.reset(in.array(), from, in.array().length - from);
        int length = in.stringHeader();
        byte[] array = in.array();
        int at = in.arrayIndex();
        in.skipBytes(length);
        return new PayloadTree.Binary(Bytes.of(array, at, length));
    }

    private static PayloadTree items(MessageReader in, int depth) {
        requireDepth(in, depth);
        int count = in.arrayHeader();
        List<PayloadTree> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(decode(in, depth));
        }
        return new PayloadTree.Items(values);
    }

    private static PayloadTree entries(MessageReader in, int depth) {
        requireDepth(in, depth);
        int count = in.mapHeader();
        List<PayloadTree.Entry> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PayloadTree key = decode(in, depth);
            pairs.add(new PayloadTree.Entry(key, decode(in, depth)));
        }
        return new PayloadTree.Entries(pairs);
    }

    private static void requireDepth(MessageReader in, int depth) {
        if (depth >= MessageReader.MAX_DEPTH) {
            throw new MessageFormatException(Reason.TOO_DEEP, in.position());
        }
    }

    /// @throws ShapeSignal if the tree is nested too deep, which a step may have done
    static byte[] encode(PayloadTree tree) {
        MessageWriter out = new MessageWriter(CAPACITY);
        encode(tree, out, 0);
        return out.toByteArray();
    }

    /// @param depth containers around it
    /// @throws ShapeSignal if the tree is nested too deep
    static void encode(PayloadTree tree, MessageWriter out, int depth) {
        if (depth >= MessageReader.MAX_DEPTH) {
            throw new ShapeSignal("more than " + (MessageReader.MAX_DEPTH - 1) + " containers inside each other");
        }
        switch (tree) {
            case PayloadTree.Nil nil -> out.nil();
            case PayloadTree.Bool(boolean value) -> out.bool(value);
            case PayloadTree.Int(long value) -> out.signed(value);
            case PayloadTree.UInt(long bits) -> out.unsigned(bits);
            case PayloadTree.Real32(float value) -> out.float32(value);
            case PayloadTree.Real64(double value) -> out.float64(value);
            case PayloadTree.Text(String value) -> out.string(value);
            case PayloadTree.Binary(Bytes value) -> out.binary(value.toByteArray(), 0, value.length());
            case PayloadTree.Extension(Bytes encoded) -> out.raw(encoded.toByteArray(), 0, encoded.length());
            case PayloadTree.Items(List<PayloadTree> values) -> {
                out.arrayHeader(values.size());
                for (PayloadTree value : values) {
                    encode(value, out, depth + 1);
                }
            }
            case PayloadTree.Entries(List<PayloadTree.Entry> pairs) -> {
                out.mapHeader(pairs.size());
                for (PayloadTree.Entry pair : pairs) {
                    encode(pair.key(), out, depth + 1);
                    encode(pair.value(), out, depth + 1);
                }
            }
        }
    }
}
