package io.batpak.write;

/// What the holder of the turn has to say at once about a single append: the committed event, or the reply that
/// will be settled when what it waits for has happened.
sealed interface Result permits Committed, Reply {}
