/// The only door to the disk: one directory of flat file names, its files, its mappings and its lock.
///
/// [StoreFs#local] is the real file system; the test kit has an in-memory one. Every implementation passes the
/// conformance suite of the test kit. No `IOException` leaves this package: failures are [StoreIoException].
///
/// Uses: `error`. Used by: `index`, `segment`, `sidecar`, `recovery`, `write`, `read`, `io.batpak`.
/// Threads: everything here may be shared; a [StoreFile] that grows has one writer and any number of readers.
@NullMarked
package io.batpak.fs;

import org.jspecify.annotations.NullMarked;
