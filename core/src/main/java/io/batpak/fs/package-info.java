/// The only door to the disk: directories of flat file names, their files, their mappings and their locks.
///
/// [StoreFs#local] is the real file system; the test kit has an in-memory one. Every implementation passes the
/// conformance suite of the test kit. No `IOException` leaves this package: failures are [StoreIoException].
///
/// Uses: `error`. Used by: `index`, `segment`, `sidecar`, `recovery`, `write`, `read`, `compact`, `transfer`,
/// `io.batpak`.
/// Threads: everything here may be shared; a [StoreFile] that grows has one writer and any number of readers.
@NullMarked
package io.batpak.fs;

import org.jspecify.annotations.NullMarked;
