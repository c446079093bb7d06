import org.jspecify.annotations.NullMarked;

/// Doubles and conformance suites for code that runs on batpak.
@NullMarked
module io.batpak.testkit {
    requires transitive io.batpak;
    requires static transitive org.jspecify;
    requires static transitive org.junit.jupiter.api;
    requires static org.assertj.core;

    exports io.batpak.testkit;
}
