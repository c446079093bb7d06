package io.batpak.format;

import io.batpak.model.Value;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// JSON for people of a report's canonical bytes, in which bytes are arrays of integers. Pure.
public final class BodyJson {
    /// Under these keys an array is bytes. Everything else that is an array of integers is a list of ids.
    private static final Set<String> BYTES = Set.of(
            "backup_id",
            "bytes",
            "bytes_digest",
            "claimed",
            "compaction_id",
            "computed",
            "destination_path_digest",
            "expected",
            "first_digest",
            "fork_id",
            "key_id",
            "manifest_body_hash",
            "observed",
            "output_segment_bytes_hash",
            "second_digest",
            "signature_bytes",
            "snapshot_id");

    private BodyJson() {}

    /// The report as JSON: keys ascending, bytes as hexadecimal digits.
    public static String of(byte[] body) {
        return readable(body).toJson();
    }

    /// The report as a value, bytes as text of hexadecimal digits.
    public static Value readable(byte[] body) {
        return readable("", Value.fromMessagePack(body));
    }

    private static Value readable(String key, Value value) {
        return switch (value) {
            case Value.Fields fields -> {
                Map<String, Value> readable = new LinkedHashMap<>();
                fields.values().forEach((name, each) -> readable.put(name, readable(name, each)));
                yield Value.of(readable);
            }
            case Value.Items items when BYTES.contains(key) -> Value.of(hex(items.values()));
            case Value.Items items -> {
                List<Value> readable = new ArrayList<>();
                items.values().forEach(each -> readable.add(readable("", each)));
                yield Value.of(readable);
            }
            default -> value;
        };
    }

    private static String hex(List<Value> bytes) {
        StringBuilder digits = new StringBuilder();
        for (Value each : bytes) {
            digits.append(HexFormat.of().toHexDigits((byte) ((Value.Int) each).value()));
        }
        return digits.toString();
    }
}
