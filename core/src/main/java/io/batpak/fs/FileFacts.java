package io.batpak.fs;

/// What the directory knows about one name, without following a symbolic link.
///
/// @param length bytes
/// @param links number of hard links, at least 1
/// @param symbolicLink whether the name is a symbolic link
/// @param regular whether the name is a regular file
public record FileFacts(long length, int links, boolean symbolicLink, boolean regular) {}
