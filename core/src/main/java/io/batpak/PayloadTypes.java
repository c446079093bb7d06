package io.batpak;

import io.batpak.payload.EventPayloadValidation;
import io.batpak.payload.PayloadRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The payload types that a store is opened with, and what is done about their contradictions. Immutable.
///
/// @param registry null for those that the service loader finds when the store is opened
record PayloadTypes(@Nullable PayloadRegistry registry, EventPayloadValidation validation) {
    static final PayloadTypes DEFAULT = new PayloadTypes(null, EventPayloadValidation.FAIL_FAST);

    private static final System.Logger LOG = System.getLogger("io.batpak");
    private static final AtomicBoolean WARNED_OF_KINDS = new AtomicBoolean();
    private static final AtomicBoolean WARNED_OF_CHAINS = new AtomicBoolean();

    PayloadTypes registry(PayloadRegistry value) {
        return new PayloadTypes(value, validation);
    }

    PayloadTypes validation(EventPayloadValidation value) {
        return new PayloadTypes(registry, value);
    }

    /// The types, checked: first the kinds, then the steps.
    PayloadRegistry checked() {
        PayloadRegistry types = registry == null ? PayloadRegistry.discovered() : registry;
        switch (validation) {
            case FAIL_FAST -> types.validate();
            case WARN -> {
                warnOnce(WARNED_OF_KINDS, types.collisions());
                warnOnce(WARNED_OF_CHAINS, types.incompleteChains());
            }
            case SILENT -> {
                // Asked for.
            }
        }
        return types;
    }

    private static void warnOnce(AtomicBoolean warned, List<?> findings) {
        if (!findings.isEmpty() && !warned.getAndSet(true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} payload type(s) in doubt, first: {1}",
                    findings.size(),
                    findings.getFirst());
        }
    }
}
