package io.batpak.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/// The place of a finding among others: its rank in the declaration first, then its fields in their order.
///
/// Numbers compare unsigned, hashes and texts by their bytes; a text goes before the longer ones it begins.
/// Every field is held as hexadecimal digits, whose order is that of what they stand for.
final class SortKey implements Comparable<SortKey> {
    private final List<String> fields = new ArrayList<>();

    private SortKey(int rank) {
        and(rank);
    }

    /// The key of a finding without fields.
    static SortKey rank(int rank) {
        return new SortKey(rank);
    }

    SortKey and(long number) {
        fields.add(HexFormat.of().toHexDigits(number));
        return this;
    }

    SortKey and(Hash hash) {
        fields.add(hash.hex());
        return this;
    }

    SortKey and(String text) {
        fields.add(HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    SortKey and(Bytes bytes) {
        fields.add(bytes.hex());
        return this;
    }

    @SuppressWarnings("EnumOrdinal") // the format orders variants by their declaration
    SortKey and(Enum<?> variant) {
        return and(variant.ordinal());
    }

    /// A sorted, unmodifiable copy in which equal values stay.
    static <T> List<T> sorted(List<T> values, Function<T, SortKey> key) {
        record Keyed<T>(SortKey key, T value) {}
        return values.stream()
                .map(value -> new Keyed<>(key.apply(value), value))
                .sorted(Comparator.comparing(Keyed::key))
                .map(Keyed::value)
                .toList();
    }

    /// A copy of ids in ascending unsigned order.
    static List<Long> ascending(List<Long> ids) {
        return ids.stream().sorted(Long::compareUnsigned).toList();
    }

    @Override
    public int compareTo(SortKey other) {
        int shared = Math.min(fields.size(), other.fields.size());
        for (int index = 0; index < shared; index++) {
            int order = fields.get(index).compareTo(other.fields.get(index));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(fields.size(), other.fields.size());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SortKey key && fields.equals(key.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }
}
