package io.batpak.bench.table;

import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.bench.fixture.Fixtures;
import io.batpak.bench.fixture.Prepared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The prepared journals, as a case sees them.
///
/// @param fixtures where they are
/// @param quick whether they are small ones, which show that everything runs
/// @param tenMillion whether the largest one takes part
record Journals(Fixtures fixtures, boolean quick, boolean tenMillion) {
    static final String FOLDER = "batpak.bench.fixtures";
    static final String TEN_MILLION = "batpak.bench.tenMillion";

    /// As the parent told this process.
    static Journals ofProperties(boolean quick) {
        String folder = System.getProperty(FOLDER);
        return new Journals(
                folder == null ? Fixtures.byDefault() : new Fixtures(Path.of(folder)),
                quick,
                Boolean.getBoolean(TEN_MILLION));
    }

    /// Those of the sizes that take part.
    List<Size> present(Size... sizes) {
        return Arrays.stream(sizes).filter(this::takesPart).toList();
    }

    boolean takesPart(Size size) {
        return size != Size.TEN_MILLION || tenMillion;
    }

    /// The journal of a size.
    ///
    /// @throws IOException when it is not there: the parent could not build it, and has said why
    Prepared of(Size size) throws IOException {
        return fixtures.find(size.recipe(quick))
                .orElseThrow(
                        () -> new IOException("no journal " + size.recipe(quick).name() + " in " + fixtures.folder()));
    }

    /// How many events it has.
    long events(Size size) {
        return size.recipe(quick).events();
    }

    StoreReader reader(Size size) throws IOException {
        return StoreReader.open(StoreConfig.in(of(size).directory()).build());
    }
}
