package io.batpak.jackson;

import io.batpak.model.Bytes;
import io.batpak.payload.PayloadTree;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.util.TokenBuffer;

/// Jackson's tokens to trees and back.
final class Tokens {
    private static final int WORD_BITS = 64;

    private Tokens() {}

    /// @throws IllegalArgumentException if a token has no stored form
    static PayloadTree tree(TokenBuffer tokens) {
        try (JsonParser in = tokens.asParser()) {
            in.nextToken();
            return value(in);
        }
    }

    private static PayloadTree value(JsonParser in) {
        JsonToken token = in.currentToken();
        return switch (token) {
            case START_OBJECT -> entries(in);
            case START_ARRAY -> items(in);
            case VALUE_STRING -> PayloadTree.text(in.getString());
            case VALUE_NUMBER_INT -> integer(in);
            case VALUE_NUMBER_FLOAT -> real(in);
            case VALUE_TRUE -> PayloadTree.of(true);
            case VALUE_FALSE -> PayloadTree.of(false);
            case VALUE_NULL -> PayloadTree.nil();
            case VALUE_EMBEDDED_OBJECT -> embedded(in.getEmbeddedObject());
            case null, default -> throw new IllegalArgumentException("the token " + token + " has no stored form");
        };
    }

    private static PayloadTree entries(JsonParser in) {
        List<PayloadTree.Entry> pairs = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            PayloadTree key = PayloadTree.text(in.currentName());
            in.nextToken();
            pairs.add(new PayloadTree.Entry(key, value(in)));
        }
        return new PayloadTree.Entries(pairs);
    }

    private static PayloadTree items(JsonParser in) {
        List<PayloadTree> values = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(in));
        }
        return new PayloadTree.Items(values);
    }

    private static PayloadTree integer(JsonParser in) {
        if (in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return PayloadTree.of(in.getLongValue());
        }
        BigInteger value = in.getBigIntegerValue();
        if (value.bitLength() < WORD_BITS) {
            return PayloadTree.of(value.longValueExact());
        }
        if (value.signum() < 0 || value.bitLength() > WORD_BITS) {
            throw new IllegalArgumentException(value + " does not fit 64 bits");
        }
        return new PayloadTree.UInt(value.longValue());
    }

    private static PayloadTree real(JsonParser in) {
        return switch (in.getNumberType()) {
            case FLOAT -> new PayloadTree.Real32(in.getFloatValue());
            case DOUBLE -> PayloadTree.of(in.getDoubleValue());
            default ->
                throw new IllegalArgumentException(in.getDecimalValue()
                        + " is no floating-point number: store a decimal as text or as an integer");
        };
    }

    private static PayloadTree embedded(Object object) {
        if (object instanceof Bytes id) {
            return new PayloadTree.Binary(id);
        }
        if (object instanceof byte[] bytes) {
            List<PayloadTree> values = new ArrayList<>(bytes.length);
            for (byte each : bytes) {
                values.add(PayloadTree.of(Byte.toUnsignedLong(each)));
            }
            return new PayloadTree.Items(values);
        }
        throw new IllegalArgumentException("an embedded object has no stored form: " + object);
    }

    /// Appends a tree to the tokens.
    ///
    /// @throws IllegalArgumentException if it has an extension, or a key that is no text
    static void write(PayloadTree tree, JsonGenerator out) {
        switch (tree) {
            case PayloadTree.Nil() -> out.writeNull();
            case PayloadTree.Bool(boolean value) -> out.writeBoolean(value);
            case PayloadTree.Int(long value) -> out.writeNumber(value);
            case PayloadTree.UInt(long bits) -> out.writeNumber(new BigInteger(Long.toUnsignedString(bits)));
            case PayloadTree.Real32(float value) -> out.writeNumber(value);
            case PayloadTree.Real64(double value) -> out.writeNumber(value);
            case PayloadTree.Text(String value) -> out.writeString(value);
            case PayloadTree.Binary(Bytes value) -> out.writeBinary(value.toByteArray());
            case PayloadTree.Extension(Bytes encoded) ->
                throw new IllegalArgumentException("an extension of " + encoded.length() + " bytes");
            case PayloadTree.Items(List<PayloadTree> values) -> {
                out.writeStartArray();
                values.forEach(value -> write(value, out));
                out.writeEndArray();
            }
            case PayloadTree.Entries(List<PayloadTree.Entry> pairs) -> {
                out.writeStartObject();
                pairs.forEach(pair -> write(pair, out));
                out.writeEndObject();
            }
        }
    }

    private static void write(PayloadTree.Entry pair, JsonGenerator out) {
        if (!(pair.key() instanceof PayloadTree.Text(String name))) {
            throw new IllegalArgumentException("a key that is no text: " + pair.key());
        }
        out.writeName(name);
        write(pair.value(), out);
    }
}
