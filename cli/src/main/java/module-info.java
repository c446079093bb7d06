import org.jspecify.annotations.NullMarked;

/// The command line of batpak: look into a journal, append to it, verify it, and drive it with journal
/// scripts.
@NullMarked
module io.batpak.cli {
    requires static org.jspecify;
    requires info.picocli;
    requires io.batpak;
    requires org.bouncycastle.provider;
    requires tools.jackson.core;
    requires tools.jackson.databind;

    opens io.batpak.cli to
            info.picocli;
}
