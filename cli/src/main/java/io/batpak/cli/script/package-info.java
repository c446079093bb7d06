/// The journal script: JSON commands in, one flushed JSON reply per command out.
///
/// `ScriptSession` reads and answers; each `...Operations` class holds one group of commands; `...Reader`
/// classes turn arguments into model values and refuse what is ill-typed.
///
/// Uses: `io.batpak`, `model`, `error`, `outcome`, `guard`, `sign`, `fs`, `time`, `cli.json`. Used by: `cli`.
/// Threads: one session, one thread.
@NullMarked
package io.batpak.cli.script;

import org.jspecify.annotations.NullMarked;
