import org.jspecify.annotations.NullMarked;

/// Payload codecs made of Jackson mappers.
@NullMarked
module io.batpak.jackson {
    requires transitive io.batpak;
    requires transitive tools.jackson.databind;
    requires static org.jspecify;

    exports io.batpak.jackson;
}
