import org.jspecify.annotations.NullMarked;

/// An embedded event journal: open a directory, append events, prove later that nothing was altered.
@NullMarked
module io.batpak {
    requires jdk.jfr;
    requires static transitive org.jspecify;
    requires org.bouncycastle.provider;

    exports io.batpak;
    exports io.batpak.delivery;
    exports io.batpak.error;
    exports io.batpak.evidence;
    exports io.batpak.fs;
    exports io.batpak.guard;
    exports io.batpak.model;
    exports io.batpak.outcome;
    exports io.batpak.payload;
    exports io.batpak.projection;
    exports io.batpak.sign;
    exports io.batpak.time;
    exports io.batpak.typestate;

    uses io.batpak.payload.PayloadProvider;
}
