import org.jspecify.annotations.NullMarked;

/// The command line program.
@NullMarked
module io.batpak.cli {
    requires io.batpak;
    requires static org.jspecify;
    requires info.picocli;
    requires tools.jackson.databind;

    // picocli reads the annotated fields of the commands.
    opens io.batpak.cli to
            info.picocli;
}
