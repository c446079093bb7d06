/// BLAKE3-256 and CRC-32 behind two small interfaces.
@org.jspecify.annotations.NullMarked
package io.batpak.hash;
