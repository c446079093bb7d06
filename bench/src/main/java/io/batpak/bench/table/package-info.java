/// The performance table: each case in a JVM of its own, beside the Rust program and the raw disk, judged
/// against its goal.
///
/// `TableProgram` starts a child `CaseProgram` per case and round and writes the report. A `Body` measures
/// with `Stage` and `Callers`; `Catalogue` lists the cases with their rows and goals.
///
/// Uses: the exported packages of `io.batpak`, `io.batpak.bench`. Used by: nothing.
/// Threads: the callers of a case; all else is one thread.
@NullMarked
package io.batpak.bench.table;

import org.jspecify.annotations.NullMarked;
