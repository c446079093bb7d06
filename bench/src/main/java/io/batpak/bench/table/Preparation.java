package io.batpak.bench.table;

import io.batpak.bench.Scratch;
import io.batpak.bench.fixture.FixtureProgram;
import io.batpak.bench.fixture.Fixtures;
import io.batpak.bench.fixture.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Sees to it that the journals are there, each built by a process of its own.
///
/// @param fixtures where they are
/// @param options what was asked for
record Preparation(Fixtures fixtures, TableOptions options) {

    static Preparation of(TableOptions options) {
        return new Preparation(options.fixture().folder().map(Fixtures::new).orElseGet(Fixtures::byDefault), options);
    }

    /// Prepares what the cases read; what cannot be prepared is told, and the cases that need it will fail.
    List<String> prepare(List<Case> cases) throws InterruptedException {
        Journals journals = new Journals(fixtures, options.quick(), options.tenMillion());
        Set<Recipe> wanted = new LinkedHashSet<>();
        for (Case each : cases) {
            each.setup().journals().stream()
                    .filter(journals::takesPart)
                    .forEach(size -> wanted.add(size.recipe(options.quick())));
        }
        List<String> failures = new ArrayList<>();
        for (Recipe recipe : wanted) {
            try {
                prepare(recipe);
            } catch (IOException e) {
                failures.add(recipe.name() + ": " + e.getMessage());
            }
        }
        return failures;
    }

    /// Builds the one journal that was asked for; false, and a word why, if it cannot be built.
    boolean build(long events) throws InterruptedException {
        Recipe recipe = new Recipe(events, false);
        try {
            prepare(recipe);
            System.out.println(fixtures.folder().resolve(recipe.name()));
            return true;
        } catch (IOException e) {
            System.err.println("benchtable: " + e.getMessage());
            return false;
        }
    }

    private void prepare(Recipe recipe) throws IOException, InterruptedException {
        if (options.fixture().rebuild()) {
            fixtures.forget(recipe);
        }
        if (fixtures.find(recipe).isPresent()) {
            return;
        }
        System.err.println("benchtable: building " + recipe.name() + " in " + fixtures.folder());
        Ran ran = Ran.of(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dbatpak.bench.scratch=" + Scratch.parent(),
                "-cp",
                System.getProperty("java.class.path"),
                FixtureProgram.class.getName(),
                fixtures.folder().toString(),
                Long.toString(recipe.events()),
                recipe.killed() ? "killed" : "closed",
                Long.toString(recipe.segmentBytes())));
        if (ran.code() != 0) {
            throw new IOException(ran.errors().strip());
        }
    }
}
