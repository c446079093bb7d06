/// Journal scripts as a test tool: runs one script against any implementation of the protocol, brings the
/// replies into the normal form of the protocol page, compares two runs line by line and makes random scripts
/// from a seed.
///
/// Uses: Jackson for JSON; the peers are separate processes.
/// Used by: the interop and golden tests of this module.
/// Threads: a [io.batpak.verify.script.ScriptProcess] belongs to one thread; everything else is immutable or
/// confined to one run.
@NullMarked
package io.batpak.verify.script;

import org.jspecify.annotations.NullMarked;
