package io.batpak.jackson;

import io.batpak.payload.PayloadWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.type.MapType;

/// Writes maps ascending by the UTF-8 bytes of their keys; Jackson itself would compare UTF-16 units.
final class SortedMaps extends ValueSerializer<Map<String, ?>> {
    private final ValueSerializer<Object> inner;

    private SortedMaps(ValueSerializer<Object> inner) {
        this.inner = inner;
    }

    /// For every map whose keys are text.
    static final class Everywhere extends ValueSerializerModifier {
        private static final long serialVersionUID = 1L;

        // Jackson hands over serializers without their type.
        @Override
        @SuppressWarnings("unchecked")
        public ValueSerializer<?> modifyMapSerializer(
                SerializationConfig config,
                MapType type,
                BeanDescription.Supplier bean,
                ValueSerializer<?> serializer) {
            boolean ofText = type.getKeyType().hasRawClass(String.class);
            return ofText ? new SortedMaps((ValueSerializer<Object>) serializer) : serializer;
        }
    }

    private static Map<String, ?> sorted(Map<String, ?> map) {
        Map<String, Object> sorted = new LinkedHashMap<>();
        PayloadWriter.sorted(map).forEach(pair -> sorted.put(pair.getKey(), pair.getValue()));
        return sorted;
    }

    @Override
    @SuppressWarnings("unchecked")
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
        ValueSerializer<?> own = context.handleSecondaryContextualization(inner, property);
        return new SortedMaps((ValueSerializer<Object>) own);
    }

    @Override
    public void resolve(SerializationContext context) {
        inner.resolve(context);
    }

    @Override
    public boolean isEmpty(SerializationContext context, Map<String, ?> map) {
        return map.isEmpty();
    }

    @Override
    public void serialize(Map<String, ?> map, JsonGenerator out, SerializationContext context) {
        inner.serialize(sorted(map), out, context);
    }

    @Override
    public void serializeWithType(
            Map<String, ?> map, JsonGenerator out, SerializationContext context, TypeSerializer type) {
        inner.serializeWithType(sorted(map), out, context, type);
    }
}
