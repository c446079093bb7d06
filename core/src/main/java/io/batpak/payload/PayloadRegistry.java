package io.batpak.payload;

import io.batpak.model.EventHeader;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.StoredEvent;
import io.batpak.model.Value;
import io.batpak.payload.PayloadDecodeException.Lane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The payload types of a program: their codecs, and the steps from old versions to new ones. Immutable; shared freely
/// between threads and stores.
public final class PayloadRegistry {
    private static final int VERSION_MAX = 65_535;

    private final Map<Class<?>, PayloadCodec<?>> byType = new LinkedHashMap<>();
    private final List<KindCollision> collisions = new ArrayList<>();
    private final List<IncompleteChain> incomplete = new ArrayList<>();
    private final Decoder decoder;

    private PayloadRegistry(List<? extends PayloadProvider> providers) {
        List<PayloadCodec<?>> codecs = new ArrayList<>();
        List<UpcastStep> steps = new ArrayList<>();
        for (PayloadProvider provider : providers) {
            codecs.addAll(provider.codecs());
            steps.addAll(provider.upcasts());
        }
        codecs.removeIf(codec -> isRepeated(byType.putIfAbsent(codec.type(), codec), codec));
        codecs.forEach(codec -> steps.addAll(codec.upcasts()));
        decoder = new Decoder(steps);
        findCollisions(codecs);
        findIncomplete(codecs);
    }

    /// The same codec class twice is one registration; two codecs for one type collide.
    private static boolean isRepeated(@Nullable PayloadCodec<?> before, PayloadCodec<?> codec) {
        return before != null && before.getClass() == codec.getClass();
    }

    /// A registry without types: every typed call is refused.
    public static PayloadRegistry empty() {
        return new PayloadRegistry(List.of());
    }

    /// The types of these providers.
    public static PayloadRegistry of(PayloadProvider... providers) {
        return new PayloadRegistry(List.of(providers));
    }

    /// These types.
    public static PayloadRegistry of(List<? extends PayloadCodec<?>> codecs) {
        List<PayloadCodec<?>> all = List.copyOf(codecs);
        return of(() -> all);
    }

    /// The types of all providers that [java.util.ServiceLoader] finds through the class loader of the calling
    /// thread. Looked up once per class loader; kept as long as memory allows.
    ///
    /// @throws java.util.ServiceConfigurationError if a provider cannot be loaded
    public static PayloadRegistry discovered() {
        return Discovery.registry();
    }

    /// As [#discovered()], but looks again, for programs that load modules as they run. Later calls of [#discovered()]
    /// answer what was found now; what a store was opened with stays.
    ///
    /// @throws java.util.ServiceConfigurationError if a provider cannot be loaded; then what was known before stays
    public static PayloadRegistry rediscovered() {
        return Discovery.anew();
    }

    static PayloadRegistry ofAll(List<PayloadProvider> providers) {
        return new PayloadRegistry(providers);
    }

    private void findCollisions(List<PayloadCodec<?>> codecs) {
        Map<EventKind, String> holders = new HashMap<>();
        for (PayloadCodec<?> codec : codecs) {
            String before = holders.put(codec.kind(), codec.name());
            if (before != null) {
                collisions.add(new KindCollision(codec.kind(), before, codec.name()));
            }
        }
    }

    private void findIncomplete(List<PayloadCodec<?>> codecs) {
        SortedMap<Integer, PayloadCodec<?>> newest = new TreeMap<>();
        for (PayloadCodec<?> codec : codecs) {
            newest.merge(codec.kind().raw(), codec, (a, b) -> a.version() >= b.version() ? a : b);
        }
        for (PayloadCodec<?> codec : newest.values()) {
            List<Integer> missing = IntStream.range(1, Math.min(codec.version(), VERSION_MAX))
                    .filter(from -> !decoder.hasStep(codec.kind(), from))
                    .boxed()
                    .toList();
            if (!missing.isEmpty()) {
                incomplete.add(new IncompleteChain(codec.kind(), codec.name(), codec.version(), missing));
            }
        }
    }

    /// Number of types.
    public int size() {
        return byType.size();
    }

    /// The codecs, in the order in which they were found.
    public List<PayloadCodec<?>> codecs() {
        return List.copyOf(byType.values());
    }

    /// Types that claim a kind which another one has: the holder before and the one that claims it, so three
    /// claimants are two collisions.
    public List<KindCollision> collisions() {
        return List.copyOf(collisions);
    }

    /// Kinds whose newest version lacks steps from older ones, by kind. Two steps from the same version are not
    /// looked for here; decoding refuses them.
    public List<IncompleteChain> incompleteChains() {
        return List.copyOf(incomplete);
    }

    /// Checks that the types do not contradict each other; opening a store does the same.
    ///
    /// @throws PayloadRegistryException if a kind is claimed twice
    /// @throws UpcastChainException if steps are missing
    public void validate() {
        if (!collisions.isEmpty()) {
            throw new PayloadRegistryException(collisions);
        }
        if (!incomplete.isEmpty()) {
            throw new UpcastChainException(incomplete);
        }
    }

    /// The codec of a type, if it has one.
    ///
    /// @param <T> the payload type
    public <T> Optional<PayloadCodec<T>> find(Class<T> type) {
        return Optional.ofNullable(typed(type));
    }

    /// The codec of a type.
    ///
    /// @param <T> the payload type
    /// @throws UnknownPayloadTypeException if it has none
    public <T> PayloadCodec<T> codec(Class<T> type) {
        PayloadCodec<T> codec = typed(type);
        if (codec == null) {
            throw new UnknownPayloadTypeException(type);
        }
        return codec;
    }

    // A codec is filed under its own type.
    @SuppressWarnings("unchecked")
    private <T> @Nullable PayloadCodec<T> typed(Class<T> type) {
        return (PayloadCodec<T>) byType.get(type);
    }

    /// The stored form of an object.
    ///
    /// @throws UnknownPayloadTypeException if its class has no codec
    /// @throws InvalidPayloadVersionException if its codec declares version 0
    /// @throws PayloadEncodeException if a part of it has no stored form
    public EncodedPayload encode(Object payload) {
        return encode(codec(payload.getClass()), payload);
    }

    private static <T> EncodedPayload encode(PayloadCodec<T> codec, Object payload) {
        int version = codec.version();
        if (version < 1 || version > VERSION_MAX) {
            throw new InvalidPayloadVersionException(codec);
        }
        PayloadWriter out = new PayloadWriter();
        try {
            codec.encode(codec.type().cast(payload), out);
        } catch (RuntimeException e) {
            throw new PayloadEncodeException(codec, out.place(), e);
        }
        return new EncodedPayload(codec.kind(), version, Payload.handedOver(out.toByteArray()));
    }

    /// The payload of an event as an object.
    ///
    /// An event of version 0 or of the type's own version is decoded as it is, an older one goes through its
    /// steps. Nothing that is stored changes.
    ///
    /// @param <T> the payload type
    /// @throws UnknownPayloadTypeException if the type has no codec
    /// @throws KindMismatchException if the event is of another kind
    /// @throws PayloadDecodeException if its bytes are not the type
    /// @throws PayloadFutureVersionException if it is newer than the type
    /// @throws UpcastException if it is older and cannot be turned into the type
    /// @throws io.batpak.model.PayloadFormatException if it is encrypted
    public <T> T decode(StoredEvent event, Class<T> type) {
        return decode(event.header(), event.payload(), type);
    }

    /// As [#decode(StoredEvent, Class)], of stored bytes.
    ///
    /// @param <T> the payload type
    public <T> T decode(EventHeader header, byte[] payload, Class<T> type) {
        PayloadCodec<T> codec = codec(type);
        requireKind(codec, header);
        return decoder.decode(codec, header, payload, Lane.MESSAGE_PACK);
    }

    /// As [#decode(StoredEvent, Class)], of a value that somebody else read. Its map keys are sorted, and `bin`
    /// cannot be part of it, so a type with ids is not readable on this way.
    ///
    /// @param <T> the payload type
    public <T> T decode(EventHeader header, Value payload, Class<T> type) {
        PayloadCodec<T> codec = codec(type);
        requireKind(codec, header);
        return decoder.decode(codec, header, payload.toMessagePack(), Lane.VALUE);
    }

    /// The payload of an event whose header nobody made, for readers of many events. Empty if it cannot be decoded as
    /// it stands; [#decode(StoredEvent, Class)] may know how, or tells why not.
    ///
    /// @param kind the raw kind
    /// @param version the version of the payload's schema
    /// @param payload the stored bytes, which are not encrypted; given away, not copied
    /// @param <T> the payload type
    /// @throws UnknownPayloadTypeException if the type has no codec
    public <T> Optional<T> decodePlain(int kind, int version, byte[] payload, Class<T> type) {
        PayloadCodec<T> codec = codec(type);
        return codec.kind().raw() == kind ? decoder.decodePlain(codec, version, payload) : Optional.empty();
    }

    /// The payload of an event, or nothing if it is of another kind. Other errors as for
    /// [#decode(StoredEvent, Class)].
    ///
    /// @param <T> the payload type
    public <T> Optional<T> route(StoredEvent event, Class<T> type) {
        return route(event.header(), event.payload(), type);
    }

    /// As [#route(StoredEvent, Class)], of stored bytes.
    ///
    /// @param <T> the payload type
    public <T> Optional<T> route(EventHeader header, byte[] payload, Class<T> type) {
        return isOfKind(header, type) ? Optional.of(decode(header, payload, type)) : Optional.empty();
    }

    /// As [#route(StoredEvent, Class)], of a value that somebody else read; for the limits of that see
    /// [#decode(EventHeader, Value, Class)].
    ///
    /// @param <T> the payload type
    public <T> Optional<T> route(EventHeader header, Value payload, Class<T> type) {
        return isOfKind(header, type) ? Optional.of(decode(header, payload, type)) : Optional.empty();
    }

    private boolean isOfKind(EventHeader header, Class<?> type) {
        return codec(type).kind().equals(header.kind());
    }

    private static void requireKind(PayloadCodec<?> codec, EventHeader header) {
        if (!codec.kind().equals(header.kind())) {
            throw new KindMismatchException(codec, header);
        }
    }
}
