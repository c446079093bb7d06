package io.batpak.model;

import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;

/// Values as JSON for people. Recurses, at most [Value#NESTING_MAX] deep.
final class JsonText {
    private final StringBuilder text = new StringBuilder();

    private JsonText() {}

    static String of(Value value) {
        JsonText json = new JsonText();
        json.put(value, 0);
        return json.text.toString();
    }

    private void put(Value value, int depth) {
        switch (value) {
            case Value.Null nil -> text.append("null");
            case Value.Bool bool -> text.append(bool.value());
            case Value.Int number -> text.append(number.value());
            case Value.UInt number -> text.append(Long.toUnsignedString(number.bits()));
            case Value.Real number -> text.append(number.value());
            case Value.Text string -> putText(string.value());
            case Value.Items items -> putItems(items, depth + 1);
            case Value.Fields fields -> putFields(fields, depth + 1);
        }
    }

    private void putItems(Value.Items items, int depth) {
        Values.requireDepth(depth);
        text.append('[');
        Iterator<Value> each = items.values().iterator();
        while (each.hasNext()) {
            put(each.next(), depth);
            text.append(each.hasNext() ? "," : "");
        }
        text.append(']');
    }

    private void putFields(Value.Fields fields, int depth) {
        Values.requireDepth(depth);
        text.append('{');
        Iterator<Map.Entry<String, Value>> each = fields.values().entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<String, Value> field = each.next();
            putText(field.getKey());
            text.append(':');
            put(field.getValue(), depth);
            text.append(each.hasNext() ? "," : "");
        }
        text.append('}');
    }

    private void putText(String string) {
        text.append('"');
        for (int index = 0; index < string.length(); index++) {
            char unit = string.charAt(index);
            switch (unit) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> putUnit(unit);
            }
        }
        text.append('"');
    }

    /// Control characters are escaped, and the two line separators that break JavaScript.
    private void putUnit(char unit) {
        boolean escaped = unit < 0x20 || unit == 0x7F || unit == 0x2028 || unit == 0x2029;
        if (escaped) {
            text.append("\\u").append(HexFormat.of().toHexDigits(unit));
        } else {
            text.append(unit);
        }
    }
}
