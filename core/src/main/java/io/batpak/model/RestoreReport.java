package io.batpak.model;

/// What was restored. Everything it tells of is durable. Immutable.
///
/// @param number number of the manifest in the backup directory
/// @param manifest what the journal consisted of
/// @param proof that what was put in place is exactly that; without findings
/// @param files how many files were written
/// @param bytes their length, bytes
public record RestoreReport(long number, BackupManifest manifest, RestoreProof proof, int files, long bytes) {}
