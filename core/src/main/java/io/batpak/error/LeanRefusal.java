package io.batpak.error;

import java.util.Map;

/// A refusal that belongs to the normal course of things, as when another writer came first. It carries no stack
/// trace, because finding one costs more than the refused append; `StoreConfig.Builder.refusalStackTraces` asks for
/// one.
abstract class LeanRefusal extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    LeanRefusal(StoreErrorKind kind, String message, Map<String, Object> facts) {
        super(kind, message, facts);
    }

    @Override
    public final Throwable fillInStackTrace() {
        return this; // the trace stays empty, and can still be set
    }
}
