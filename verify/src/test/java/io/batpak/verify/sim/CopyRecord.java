package io.batpak.verify.sim;

import java.nio.file.Path;
import java.util.List;

/// A copy of the journal that was reported done.
///
/// @param backup whether it is a backup, which has to be restored first
/// @param must what was acknowledged before it began
record CopyRecord(Path at, boolean backup, List<Attempt> must) {}
