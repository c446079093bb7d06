package io.batpak.guard;

import io.batpak.guard.DenialTrace.ContextPair;
import io.batpak.model.InvalidArgumentException;
import io.batpak.msgpack.MessageWriter;
import java.util.ArrayList;
import java.util.List;

/// Why a gate denied. Immutable.
///
/// @param gate the gate's name
/// @param code the reason as a short code, may be empty
/// @param message the reason for people, may be empty
/// @param context facts in the order given; keys may repeat
public record Denial(String gate, String code, String message, List<ContextPair> context) {
    private static final int TYPICAL_BYTES = 128;
    private static final int FIELDS = 4;

    /// Copies the list.
    ///
    /// @throws InvalidArgumentException if a text has no UTF-8 form
    public Denial {
        Texts.requireUtf8("gate", gate);
        Texts.requireUtf8("code", code);
        Texts.requireUtf8("message", message);
        context = List.copyOf(context);
    }

    /// A denial without code and facts.
    ///
    /// @throws InvalidArgumentException if a text has no UTF-8 form
    public static Denial of(String gate, String message) {
        return new Denial(gate, "", message, List.of());
    }

    /// The same with this code.
    ///
    /// @throws InvalidArgumentException if it has no UTF-8 form
    public Denial withCode(String value) {
        return new Denial(gate, value, message, context);
    }

    /// The same with one more fact.
    ///
    /// @throws InvalidArgumentException if a text has no UTF-8 form
    public Denial withContext(String key, String value) {
        List<ContextPair> more = new ArrayList<>(context);
        more.add(new ContextPair(key, value));
        return new Denial(gate, code, message, more);
    }

    /// The canonical bytes, for others to read: a map of `gate`, `code`, `message`, `context`.
    /// Bytes: docs/formats/denial.md
    public byte[] toBytes() {
        MessageWriter out = new MessageWriter(TYPICAL_BYTES);
        out.mapHeader(FIELDS);
        out.string("gate");
        out.string(gate);
        out.string("code");
        out.string(code);
        out.string("message");
        out.string(message);
        out.string("context");
        out.arrayHeader(context.size());
        for (ContextPair pair : context) {
            out.arrayHeader(2);
            out.string(pair.key());
            out.string(pair.value());
        }
        return out.toByteArray();
    }

    /// `[gate] message`.
    @Override
    public String toString() {
        return "[" + gate + "] " + message;
    }
}
