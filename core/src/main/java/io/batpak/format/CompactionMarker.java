package io.batpak.format;

import io.batpak.hash.Checksum32;
import io.batpak.model.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// `compaction.pending.json`: some segments are about to be replaced by one.
///
/// ```
/// {"merged_id":7,"source_segment_ids":[1,2,3],
///  "batpak_java":{"staged_len":5120,"blake3":"<64 hex>","protocol":1,"crc32":N}}       (one line, no spaces)
/// ```
///
/// 0.9.0 writes the first two keys only and ignores the third. The checksum covers everything in front of
/// `,"crc32"`, written as above. Bytes: docs/formats/compaction-marker.md
///
/// @param mergedId the segment that takes the others' place: one of them with 0.9.0, another one with us
/// @param sources the segments that go, in the order in which they are named; at least one
/// @param staged what we prepared; empty if 0.9.0 wrote the marker
public record CompactionMarker(long mergedId, List<Long> sources, Optional<Staged> staged) {
    /// The protocol we write, and the newest that can be read.
    public static final int PROTOCOL = 1;

    /// The largest segment id that can be read.
    public static final long ID_MAX = Long.MAX_VALUE - 2;

    private static final String MERGED = "merged_id";
    private static final String SOURCES = "source_segment_ids";
    private static final String OURS = "batpak_java";
    private static final int HASH_DIGITS = 64;
    private static final long U32_MAX = 0xFFFF_FFFFL;

    /// Keeps its own copy of the list.
    ///
    /// @throws IllegalArgumentException if no source is named, or an id is not one that can be read
    public CompactionMarker {
        sources = List.copyOf(sources);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("a compaction has sources");
        }
        if (!isId(mergedId) || !sources.stream().allMatch(CompactionMarker::isId)) {
            throw new IllegalArgumentException("no segment has such an id: " + mergedId + ", " + sources);
        }
    }

    /// The file that was prepared under another name before the marker was written.
    ///
    /// @param length its length, bytes
    /// @param blake3 hash of all its bytes
    public record Staged(long length, Hash blake3) {}

    private static boolean isId(long id) {
        return id >= 0 && id <= ID_MAX;
    }

    /// Whether the merged segment has the name of a source, as 0.9.0 does it.
    public boolean isInPlace() {
        return sources.contains(mergedId);
    }

    /// The sources but the one whose name the merged segment has.
    public List<Long> others() {
        return sources.stream().filter(id -> id != mergedId).toList();
    }

    /// The whole file.
    public byte[] encode() {
        String text = staged.map(file -> covered(file) + ",\"crc32\":" + crc(file) + "}}")
                .orElseGet(() -> head() + "}");
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String head() {
        String ids = sources.stream().map(String::valueOf).collect(Collectors.joining(","));
        return "{\"" + MERGED + "\":" + mergedId + ",\"" + SOURCES + "\":[" + ids + "]";
    }

    private String covered(Staged file) {
        return head() + ",\"" + OURS + "\":{\"staged_len\":" + file.length() + ",\"blake3\":\""
                + file.blake3().hex() + "\",\"protocol\":" + PROTOCOL;
    }

    private long crc(Staged file) {
        byte[] bytes = covered(file).getBytes(StandardCharsets.US_ASCII);
        return Integer.toUnsignedLong(Checksum32.crc32().of(bytes, 0, bytes.length));
    }

    /// Reads a whole file. Keys that are not known are passed over; one that is known stands once.
    ///
    /// Checks, in order: JSON, values, protocol, checksum, sources.
    public static Decoded<CompactionMarker> decode(byte[] file) {
        JsonCursor json = new JsonCursor(new String(file, StandardCharsets.UTF_8));
        Parts parts = new Parts();
        try {
            json.fields(name -> parts.read(name, json));
            json.end();
            return new Decoded.Ok<>(parts.marker());
        } catch (FormatSignal e) {
            return new Decoded.Damaged<>(new Damage(Damage.Reason.MARKER_MALFORMED, e.detail(), json.position()));
        }
    }

    /// What was read so far.
    private static final class Parts {
        private final Map<String, Long> numbers = new HashMap<>();
        private Optional<List<Long>> sources = Optional.empty();
        private Optional<String> blake3 = Optional.empty();
        private boolean ours;

        void read(String name, JsonCursor json) {
            switch (name) {
                case MERGED -> number(name, ID_MAX, json);
                case SOURCES -> {
                    once(name, sources.isPresent());
                    List<Long> ids = new ArrayList<>();
                    json.items(() -> ids.add(json.number(ID_MAX)));
                    sources = Optional.of(ids);
                }
                case OURS -> {
                    once(name, ours);
                    ours = true;
                    json.fields(inner -> readOurs(inner, json));
                }
                default -> json.skip();
            }
        }

        private void readOurs(String name, JsonCursor json) {
            switch (name) {
                case "staged_len" -> number(name, Long.MAX_VALUE, json);
                case "protocol", "crc32" -> number(name, U32_MAX, json);
                case "blake3" -> {
                    once(name, blake3.isPresent());
                    blake3 = Optional.of(json.string());
                }
                default -> json.skip();
            }
        }

        private void number(String name, long max, JsonCursor json) {
            once(name, numbers.containsKey(name));
            numbers.put(name, json.number(max));
        }

        private static void once(String name, boolean known) {
            if (known) {
                throw new FormatSignal(name + " stands there twice");
            }
        }

        CompactionMarker marker() {
            long merged = required(MERGED);
            List<Long> ids = sources.orElseThrow(() -> new FormatSignal(SOURCES + " is missing"));
            if (ids.isEmpty()) {
                throw new FormatSignal("it names no source");
            }
            if (!ours) {
                return new CompactionMarker(merged, ids, Optional.empty());
            }
            if (required("protocol") != PROTOCOL) {
                throw new FormatSignal("protocol " + required("protocol") + " is of another release");
            }
            Staged staged = new Staged(required("staged_len"), hash());
            CompactionMarker marker = new CompactionMarker(merged, ids, Optional.of(staged));
            if (required("crc32") != marker.crc(staged)) {
                throw new FormatSignal("its checksum does not match");
            }
            return marker;
        }

        private long required(String name) {
            Long value = numbers.get(name);
            if (value == null) {
                throw new FormatSignal(name + " is missing");
            }
            return value;
        }

        private Hash hash() {
            String digits = blake3.orElse("");
            if (digits.length() != HASH_DIGITS || !digits.matches("[0-9a-f]*")) {
                throw new FormatSignal("blake3 is no hash");
            }
            return Hash.fromHex(digits);
        }
    }
}
