/// BLAKE3-256 and CRC-32 behind two small interfaces.
///
/// The journal hashes every payload and checks every frame, so both are on the hot path and in the proof of
/// what is stored. [Hash256#blake3()] is our own scalar BLAKE3, accepted at class loading only if it agrees
/// with BouncyCastle; otherwise BouncyCastle answers.
///
/// * Uses: the JDK and BouncyCastle, no package of ours.
/// * Used by: every package that reads or writes store files, `model` for operation keys.
/// * Threads: every implementation may be called by any number of threads at once; there is no per-thread
///   state.
@NullMarked
package io.batpak.hash;

import org.jspecify.annotations.NullMarked;
