package io.batpak.error;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every failure the journal reports, sealed by the caller's next step.
///
/// A `switch` over [Rejected], [Busy] and [Fault] is exhaustive without a default. Leaves add typed accessors;
/// [#facts()] gives the same facts by name, so that scripts and the network layer need not know the leaf.
/// The message is for people and may change; programs compare [#kind()] and the facts.
///
/// Immutable; safe to share between threads.
public abstract sealed class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final StoreErrorKind kind;
    // A concrete serializable type, because throwables are serializable.
    private final LinkedHashMap<String, Object> facts;

    private StoreException(StoreErrorKind kind, String message, Map<String, Object> facts, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.facts = new LinkedHashMap<>(facts);
    }

    /// The kind of failure, named as in the reference's catalogue.
    public final StoreErrorKind kind() {
        return kind;
    }

    /// What the caller does next; always agrees with the branch of this class.
    public abstract Handling handling();

    /// The facts of this failure in a fixed order: snake_case names, values `String`, `Long`, `Integer`,
    /// `Boolean` or a nested map. Never free text, never a path. Unmodifiable.
    public final Map<String, Object> facts() {
        return Collections.unmodifiableMap(facts);
    }

    /// The call is wrong for the current state and stored nothing. Change the call.
    public abstract static non-sealed class Rejected extends StoreException {
        private static final long serialVersionUID = 1L;

        /// A rejection without an underlying cause.
        protected Rejected(StoreErrorKind kind, String message, Map<String, Object> facts) {
            super(kind, message, facts, null);
        }

        /// A rejection with the failure that led to it.
        protected Rejected(StoreErrorKind kind, String message, Map<String, Object> facts, @Nullable Throwable cause) {
            super(kind, message, facts, cause);
        }

        @Override
        public final Handling handling() {
            return Handling.REJECTED;
        }
    }

    /// The call may succeed unchanged, later.
    public abstract static non-sealed class Busy extends StoreException {
        private static final long serialVersionUID = 1L;

        /// A temporary failure without an underlying cause.
        protected Busy(StoreErrorKind kind, String message, Map<String, Object> facts) {
            super(kind, message, facts, null);
        }

        /// A temporary failure with the failure that led to it.
        protected Busy(StoreErrorKind kind, String message, Map<String, Object> facts, @Nullable Throwable cause) {
            super(kind, message, facts, cause);
        }

        @Override
        public final Handling handling() {
            return Handling.BUSY;
        }
    }

    /// The store is not what was left on disk, or can no longer tell. Stop, then inspect.
    public abstract static non-sealed class Fault extends StoreException {
        private static final long serialVersionUID = 1L;

        /// A fault without an underlying cause.
        protected Fault(StoreErrorKind kind, String message, Map<String, Object> facts) {
            super(kind, message, facts, null);
        }

        /// A fault with the failure that led to it.
        protected Fault(StoreErrorKind kind, String message, Map<String, Object> facts, @Nullable Throwable cause) {
            super(kind, message, facts, cause);
        }

        @Override
        public final Handling handling() {
            return Handling.FAULT;
        }
    }
}
