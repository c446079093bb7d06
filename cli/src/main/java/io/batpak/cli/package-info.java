/// The `batpak` commands for people and shells: `info`, `tail`, `get`, `query`, `verify`, `append`, `exec`,
/// `bench`, `demo`.
///
/// Commands only read options and print. Read commands open the journal read-only and repair nothing.
/// Exit codes: 0 ok, 1 problem found, 2 usage or environment, 3 store locked.
///
/// Uses: `io.batpak`, `model`, `error`, `fs`, `cli.bench`, `cli.json`, `cli.script`. Used by: nobody.
/// Threads: one command, one thread.
@NullMarked
package io.batpak.cli;

import org.jspecify.annotations.NullMarked;
