package io.batpak.model;

/// Which way a walk through causes and effects goes.
public enum CausalDirection {
    /// To what an event led to, and on to what that led to.
    EFFECTS,

    /// To what led to an event, and on to what led to that.
    CAUSES,

    /// Both ways from every event: all that is connected with it.
    BOTH
}
