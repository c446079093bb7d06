package io.batpak.jackson;

import io.batpak.model.EventKind;
import io.batpak.payload.PayloadCodec;
import io.batpak.payload.UpcastStep;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/// Codecs of classes that Jackson can map: beans, and records that are not ours to annotate.
///
/// ```java
/// PayloadCodec<Invoice> codec = JacksonPayloads.codec(Invoice.class, EventKind.of(0xE, 0x71), 1);
/// Store.open(StoreConfig.in(path).payloads(PayloadRegistry.of(List.of(codec))).build());
/// ```
///
/// The bytes are those of a record with the same fields and a generated codec: fields in the order in which they are
/// declared, `byte[]` as an array of integers, maps by the UTF-8 bytes of their keys, ids and UUIDs as 16 bytes,
/// `Instant` as microseconds. Three things differ. A number above `Long.MAX_VALUE` is a `BigInteger`. A variant of a
/// sealed interface is what `@JsonTypeInfo(use = NAME, include = WRAPPER_OBJECT)` makes of it, so one without fields
/// is a map of one pair instead of a text. A missing field is what Jackson makes of it, usually null or 0.
public final class JacksonPayloads {
    private static final JsonMapper STANDARD = mapper().build();

    private JacksonPayloads() {}

    /// A mapper with the settings that the canonical bytes need, to add mix-ins or modules to.
    public static JsonMapper.Builder mapper() {
        return JsonMapper.builder()
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
                .disable(EnumFeature.READ_ENUMS_USING_TO_STRING)
                .addModule(new CanonicalModule());
    }

    /// A codec that uses [#mapper()].
    ///
    /// @param <T> the payload type
    /// @param version of its shape, 1 to 65535
    /// @param steps from older versions to this one
    public static <T> PayloadCodec<T> codec(Class<T> type, EventKind kind, int version, UpcastStep... steps) {
        return codec(STANDARD, type, kind, version, List.of(steps));
    }

    /// A codec that uses a mapper of its own, built from [#mapper()]. With other settings the bytes may be others.
    ///
    /// @param <T> the payload type
    /// @param version of its shape, 1 to 65535
    /// @param steps from older versions to this one
    public static <T> PayloadCodec<T> codec(
            ObjectMapper mapper, Class<T> type, EventKind kind, int version, List<UpcastStep> steps) {
        return new JacksonCodec<>(mapper, type, kind, version, List.copyOf(steps));
    }
}
