package io.batpak;

import io.batpak.delivery.AtLeastOnce;
import io.batpak.error.ConfigurationException;
import io.batpak.error.StoreException;
import io.batpak.model.EventKind;
import io.batpak.model.StoredEvent;
import io.batpak.payload.PayloadRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What answers events with events: a handler for each payload type, or for each kind. Immutable; shared freely.
///
/// ```java
/// Reactor shipping = Reactor.reacting()
///         .on(
///                 OrderPaid.class,
///                 (event, out, proof) -> out.pushOnce(parcels, new ParcelOrdered(event.payload().order())))
///         .build();
/// ```
///
/// Events of other kinds are passed over without being read. What a handler throws ends the reactor or lets it
/// begin its batch anew, see {@link ReactorWorker}.
public final class Reactor {
    private final List<Binding> bindings;

    private Reactor(List<Binding> bindings) {
        this.bindings = List.copyOf(bindings);
    }

    /// Answers an event of one payload type.
    ///
    /// @param <T> the payload type
    @FunctionalInterface
    public interface Handler<T> {
        /// Answers an event.
        ///
        /// @param event the event with its payload
        /// @param out what is written when all events of the batch were answered
        /// @param proof that the event comes again until its answer is written; empty where no place is kept
        /// @throws Exception checked ones end the reactor; after others the batch may begin anew
        void react(TypedEvent<T> event, ReactionBatch out, Optional<AtLeastOnce> proof) throws Exception;
    }

    /// Answers an event whose payload it decodes itself, or not at all.
    @FunctionalInterface
    public interface RawHandler {
        /// Answers an event, as {@link Handler#react}.
        ///
        /// @throws Exception as {@link Handler#react}
        void react(StoredEvent event, ReactionBatch out, Optional<AtLeastOnce> proof) throws Exception;
    }

    /// What one kind is answered with.
    private record Binding(
            @Nullable Class<?> type, @Nullable EventKind kind, Call call) {}

    /// Decodes and answers.
    @FunctionalInterface
    private interface Call {
        void react(PayloadRegistry payloads, StoredEvent event, ReactionBatch out, Optional<AtLeastOnce> proof)
                throws Exception;
    }

    private static <T> T decoded(PayloadRegistry payloads, StoredEvent event, Class<T> type) {
        try {
            return payloads.decode(event, type);
        } catch (StoreException e) {
            throw new ReactorException(ReactorException.Stage.DECODE, e);
        }
    }

    /// Begins a reactor without handlers.
    public static Builder reacting() {
        return new Builder();
    }

    /// Collects handlers. Not for concurrent use.
    public static final class Builder {
        private final List<Binding> bindings = new ArrayList<>();

        private Builder() {}

        /// Answers the events of a payload type.
        ///
        /// @param <T> the payload type
        public <T> Builder on(Class<T> type, Handler<T> handler) {
            bindings.add(new Binding(type, null, (payloads, event, out, proof) -> {
                handler.react(new TypedEvent<>(event, decoded(payloads, event, type)), out, proof);
            }));
            return this;
        }

        /// Answers the events of a kind, undecoded.
        public Builder on(EventKind kind, RawHandler handler) {
            bindings.add(new Binding(null, kind, (_, event, out, proof) -> handler.react(event, out, proof)));
            return this;
        }

        /// The reactor.
        ///
        /// @throws ConfigurationException when it has no handler
        public Reactor build() {
            if (bindings.isEmpty()) {
                throw new ConfigurationException("handlers of a reactor", 0, "at least one");
            }
            return new Reactor(bindings);
        }
    }

    /// The handlers by raw kind, as the types of a journal have them.
    Dispatch dispatch(PayloadRegistry payloads) {
        Map<Integer, Call> byKind = new LinkedHashMap<>();
        for (Binding binding : bindings) {
            EventKind kind = binding.kind();
            if (kind == null && binding.type() != null) {
                kind = payloads.codec(binding.type()).kind();
            }
            if (kind != null && byKind.putIfAbsent(kind.raw(), binding.call()) != null) {
                throw new ConfigurationException("handlers of kind " + kind, 2, "one for each kind");
            }
        }
        return new Dispatch(payloads, byKind);
    }

    /// Handlers by raw kind.
    static final class Dispatch {
        private final PayloadRegistry payloads;
        private final Map<Integer, Call> byKind;

        private Dispatch(PayloadRegistry payloads, Map<Integer, Call> byKind) {
            this.payloads = payloads;
            this.byKind = byKind;
        }

        /// Whether events of this kind are answered.
        boolean answers(EventKind kind) {
            return byKind.containsKey(kind.raw());
        }

        /// Answers an event of such a kind.
        void react(StoredEvent event, ReactionBatch out, Optional<AtLeastOnce> proof) throws Exception {
            Call call = byKind.get(event.kind().raw());
            if (call != null) {
                call.react(payloads, event, out, proof);
            }
        }

        ReactionBatch batch(StoredEvent event, String reactor) {
            return new ReactionBatch(payloads, event.eventId(), reactor);
        }
    }
}
