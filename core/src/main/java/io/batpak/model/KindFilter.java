package io.batpak.model;

/// Which kinds of events match.
public sealed interface KindFilter {
    /// Whether this kind matches.
    boolean matches(EventKind kind);

    /// Exactly one kind.
    ///
    /// @param kind that kind
    record Exact(EventKind kind) implements KindFilter {
        @Override
        public boolean matches(EventKind other) {
            return kind.equals(other);
        }
    }

    /// Every kind of a category.
    ///
    /// @param category the category, 0..15
    record Category(int category) implements KindFilter {
        /// @throws InvalidRegionException if the category is not 0..15
        public Category {
            if (category < 0 || category > EventKind.CATEGORY_MAX) {
                throw InvalidRegionException.category(category);
            }
        }

        @Override
        public boolean matches(EventKind other) {
            return other.category() == category;
        }
    }

    /// Every kind, said explicitly.
    record Any() implements KindFilter {
        @Override
        public boolean matches(EventKind other) {
            return true;
        }
    }
}
