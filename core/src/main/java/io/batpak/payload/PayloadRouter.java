package io.batpak.payload;

import io.batpak.model.EventKind;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.StoredEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// What is done about events, by the type of their payload: exactly one handler for a kind, none for kinds that nobody
/// asked for. Immutable; as safe for many threads as its handlers.
///
/// ```java
/// PayloadRouter<Long> cents = PayloadRouter.<Long>over(store.payloads())
///         .on(Paid.class, (event, paid) -> paid.cents())
///         .on(Refunded.class, (event, refunded) -> -refunded.cents());
/// long balance = store.readStream("order:42").stream().flatMap(e -> cents.dispatch(e).stream()).reduce(0L, Long::sum);
/// ```
///
/// @param <R> what handlers answer
public final class PayloadRouter<R> {
    private final PayloadRegistry types;
    private final Map<EventKind, Route<?, R>> routes;

    private record Route<T, R>(Class<T> type, BiFunction<? super StoredEvent, ? super T, ? extends R> handler) {
        R run(PayloadRegistry types, StoredEvent event) {
            return handler.apply(event, types.decode(event, type));
        }
    }

    private PayloadRouter(PayloadRegistry types, Map<EventKind, Route<?, R>> routes) {
        this.types = types;
        this.routes = routes;
    }

    /// A router without handlers, for payloads of these types.
    ///
    /// @param <R> what handlers answer
    public static <R> PayloadRouter<R> over(PayloadRegistry types) {
        return new PayloadRouter<>(types, Map.of());
    }

    /// The same router with a handler for one more type.
    ///
    /// @param handler is given the event and its payload, of the current version of the type
    /// @param <T> the payload type
    /// @throws UnknownPayloadTypeException if the type has no codec
    /// @throws InvalidArgumentException if its kind has a handler
    public <T> PayloadRouter<R> on(Class<T> type, BiFunction<? super StoredEvent, ? super T, ? extends R> handler) {
        EventKind kind = types.codec(type).kind();
        Map<EventKind, Route<?, R>> more = new LinkedHashMap<>(routes);
        Route<?, R> before = more.put(kind, new Route<>(type, handler));
        if (before != null) {
            throw new InvalidArgumentException(
                    "type",
                    type.getName() + " of kind " + kind + ", which "
                            + before.type().getName() + " has",
                    "of a kind without a handler");
        }
        return new PayloadRouter<>(types, more);
    }

    /// The kinds with a handler, in the order in which they were added.
    public List<EventKind> kinds() {
        return List.copyOf(routes.keySet());
    }

    /// Runs the handler of the event's kind; empty, and nothing is decoded, if it has none. What the handler throws
    /// goes through; errors of decoding are those of [PayloadRegistry#decode(StoredEvent, Class)].
    public Optional<R> dispatch(StoredEvent event) {
        Route<?, R> route = routes.get(event.kind());
        return route == null ? Optional.empty() : Optional.of(route.run(types, event));
    }
}
