package io.batpak.format;

import io.batpak.hash.Hash256;
import io.batpak.model.BackupManifest.SegmentRef;
import io.batpak.model.Bytes;
import io.batpak.model.EventId;
import io.batpak.model.Hash;
import io.batpak.msgpack.MessageWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/// Writes one evidence body field by field, key first. Promised counts are not checked. One thread at a time.
final class BodyWriter {
    private static final int TYPICAL_BYTES = 512;

    private final MessageWriter out = new MessageWriter(TYPICAL_BYTES);

    /// A body that is a map of so many fields.
    static BodyWriter map(int fields) {
        return new BodyWriter().nested(fields);
    }

    /// The head of a map: the value of the key before.
    BodyWriter nested(int fields) {
        out.mapHeader(fields);
        return this;
    }

    BodyWriter key(String key) {
        out.string(key);
        return this;
    }

    BodyWriter number(String key, long value) {
        key(key);
        out.unsigned(value);
        return this;
    }

    BodyWriter number(String key, OptionalLong value) {
        key(key);
        value.ifPresentOrElse(out::unsigned, out::nil);
        return this;
    }

    BodyWriter numbers(String key, List<Long> values) {
        key(key);
        out.arrayHeader(values.size());
        values.forEach(out::unsigned);
        return this;
    }

    BodyWriter flag(String key, boolean value) {
        key(key);
        out.bool(value);
        return this;
    }

    BodyWriter text(String key, String value) {
        key(key);
        out.string(value);
        return this;
    }

    BodyWriter text(String key, Optional<String> value) {
        key(key);
        value.ifPresentOrElse(out::string, out::nil);
        return this;
    }

    BodyWriter id(String key, EventId value) {
        key(key);
        out.id(value.high(), value.low());
        return this;
    }

    BodyWriter hash(String key, Hash value) {
        key(key);
        out.intArray(value.toByteArray(), 0, Hash.BYTES);
        return this;
    }

    BodyWriter hash(String key, Optional<Hash> value) {
        key(key);
        value.ifPresentOrElse(hash -> out.intArray(hash.toByteArray(), 0, Hash.BYTES), out::nil);
        return this;
    }

    BodyWriter bytes(String key, Bytes value) {
        key(key);
        out.intArray(value.toByteArray(), 0, value.length());
        return this;
    }

    BodyWriter segments(String key, List<SegmentRef> segments) {
        return each(
                key,
                segments,
                (body, segment) -> body.nested(2)
                        .number("segment_id", segment.segmentId())
                        .hash("bytes_digest", segment.bytesDigest()));
    }

    /// An array whose elements the caller writes.
    <T> BodyWriter each(String key, List<T> values, BiConsumer<BodyWriter, T> element) {
        key(key);
        out.arrayHeader(values.size());
        values.forEach(value -> element.accept(this, value));
        return this;
    }

    /// A variant without fields.
    BodyWriter unit(String variant) {
        out.string(variant);
        return this;
    }

    /// The head of a variant with fields.
    BodyWriter variant(String variant, int fields) {
        out.mapHeader(1);
        out.string(variant);
        return nested(fields);
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    /// BLAKE3 of what was written.
    Hash digest() {
        byte[] digest = new byte[Hash.BYTES];
        Hash256.blake3().digest(out.array(), 0, out.length(), digest, 0);
        return Hash.of(digest);
    }
}
