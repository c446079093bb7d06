package io.batpak;

import io.batpak.payload.EventPayloadValidation;
import io.batpak.payload.PayloadRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/// The payload types that a store is opened with, and what is done about their contradictions. Immutable.
///
/// @param registry null for those that the service loader finds when the store is opened
record PayloadTypes(@Nullable PayloadRegistry registry, EventPayloadValidation validation) {
    static final PayloadTypes DEFAULT = new PayloadTypes(null, EventPayloadValidation.FAIL_FAST);

    private static final System.Logger LOG = System.getLogger("io.batpak");
    private static final Set<PayloadRegistry> WARNED_OF =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

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
            case WARN -> warn(types);
            case SILENT -> {
                // Asked for.
            }
        }
        return types;
    }

    /// Once for a registry, however often it is opened with.
    private static void warn(PayloadRegistry types) {
        List<Object> findings = new ArrayList<>(types.collisions());
        findings.addAll(types.incompleteChains());
        if (!findings.isEmpty() && WARNED_OF.add(types)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} payload type(s) in doubt, first: {1}",
                    findings.size(),
                    findings.getFirst());
        }
    }
}
