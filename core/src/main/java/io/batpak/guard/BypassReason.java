package io.batpak.guard;

/// Why gates may be passed over, by the caller's own rules.
public interface BypassReason {
    /// What the reason is called.
    String name();

    /// Why it is good enough, for people.
    String justification();

    /// A reason of two texts.
    static BypassReason of(String name, String justification) {
        return new Stated(name, justification);
    }

    /// A reason of two texts.
    ///
    /// @param name what it is called
    /// @param justification why it is good enough, for people
    record Stated(String name, String justification) implements BypassReason {}
}
