package io.batpak.outcome;

import io.batpak.error.ConfigurationException;

/// What kind of failure an outcome tells of.
public sealed interface ErrorKind {
    /// The name on the network: for a custom kind with its number.
    String wireName();

    /// Whether the same operation may succeed later.
    boolean isRetryable();

    /// Whether the rules of the subject matter say no.
    boolean isDomain();

    /// Whether the machinery failed.
    boolean isOperational();

    /// The kinds everybody knows.
    enum Standard implements ErrorKind {
        /// What was asked for is not there.
        NOT_FOUND("NotFound", Family.DOMAIN),
        /// Somebody else was first.
        CONFLICT("Conflict", Family.DOMAIN),
        /// The input breaks a rule.
        VALIDATION("Validation", Family.DOMAIN),
        /// A policy says no.
        POLICY_REJECTION("PolicyRejection", Family.DOMAIN),
        /// Given up by someone's wish.
        CANCELLED("Cancelled", Family.DOMAIN),
        /// The storage failed.
        STORAGE_ERROR("StorageError", Family.RETRYABLE),
        /// It took too long.
        TIMEOUT("Timeout", Family.RETRYABLE),
        /// It has not happened yet.
        PENDING("Pending", Family.OPERATIONAL),
        /// Bytes could not be written or read as a value.
        SERIALIZATION("Serialization", Family.OPERATIONAL),
        /// A rule inside was broken.
        INTERNAL("Internal", Family.OPERATIONAL),
        /// Several outcomes where one was asked for.
        BATCH_COLLAPSE("BatchCollapse", Family.OPERATIONAL);

        private enum Family {
            DOMAIN,
            OPERATIONAL,
            /// Operational, and worth another attempt.
            RETRYABLE
        }

        private final String wireName;
        private final Family family;

        Standard(String wireName, Family family) {
            this.wireName = wireName;
            this.family = family;
        }

        @Override
        public String wireName() {
            return wireName;
        }

        @Override
        public boolean isRetryable() {
            return family == Family.RETRYABLE;
        }

        @Override
        public boolean isDomain() {
            return family == Family.DOMAIN;
        }

        @Override
        public boolean isOperational() {
            return family != Family.DOMAIN;
        }
    }

    /// A kind of the caller's own, about which nothing is known: neither retryable, nor domain, nor operational.
    ///
    /// @param code 0..65535
    record Custom(int code) implements ErrorKind {
        /// @throws ConfigurationException if the code is out of its range
        public Custom {
            Limits.u16("code", code);
        }

        @Override
        public String wireName() {
            return "Custom(" + code + ")";
        }

        @Override
        public boolean isRetryable() {
            return false;
        }

        @Override
        public boolean isDomain() {
            return false;
        }

        @Override
        public boolean isOperational() {
            return false;
        }
    }
}
