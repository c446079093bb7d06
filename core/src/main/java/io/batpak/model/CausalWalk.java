package io.batpak.model;

/// How a walk through causes and effects ended.
///
/// @param events number of events visited
/// @param ending why it ended
public record CausalWalk(int events, Ending ending) {
    /// Why a walk ended.
    public enum Ending {
        /// There was nothing left to visit, apart from what the visitor passed over.
        COMPLETE,

        /// Only events with more steps than asked for were left.
        STEPS_REACHED,

        /// As many events were visited as asked for, and there are more.
        EVENTS_REACHED,

        /// The visitor ended it.
        STOPPED,

        /// The event to begin at is unknown or not visible; nothing was visited.
        NOT_FOUND
    }

    /// Whether a bound kept the walk from events it would have visited.
    public boolean isCutOff() {
        return ending == Ending.STEPS_REACHED || ending == Ending.EVENTS_REACHED;
    }
}
