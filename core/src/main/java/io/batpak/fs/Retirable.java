package io.batpak.fs;

import org.jspecify.annotations.Nullable;

/// A file that somebody means, which may lose its name, or have lost it to another file.
///
/// Threads: shared freely.
@FunctionalInterface
public interface Retirable {
    /// A file that never loses its name.
    Retirable NEVER = () -> null;

    /// What the file held when it was retired; null as long as it is the one that its name leads to.
    ///
    /// A file is retired before its name is taken away or given to another one. So whoever has opened a name and
    /// finds afterwards that the file is not retired has opened the right one.
    @Nullable
    Mapping retired();
}
