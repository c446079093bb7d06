package io.batpak.evidence;

import io.batpak.model.Hash;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;

/// A hash with a name. Immutable.
///
/// @param name what it is the hash of
/// @param digest the hash
public record NamedDigest(String name, Hash digest) {
    static final Shape<NamedDigest> SHAPE = Struct.of(
            Field.of("name", Shapes.TEXT, NamedDigest::name),
            Field.of("digest", Forms.HASH, NamedDigest::digest),
            NamedDigest::new);
}
