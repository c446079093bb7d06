/// What can go wrong, sorted by what the caller does next.
///
/// [io.batpak.error.StoreException] is sealed into `Rejected` (change the call), `Busy` (the same call may
/// succeed later) and `Fault` (stop and inspect). The leaves live in the packages that raise them; this
/// package only holds the bases and the names of the kinds.
///
/// Uses: nothing. Used by: every package above. Threads: immutable, share freely.
@NullMarked
package io.batpak.error;

import org.jspecify.annotations.NullMarked;
