package io.batpak.bench.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The command line of the table.
///
/// @param only cases whose name begins with one of these; empty for all
/// @param quick whether this only shows that everything runs
/// @param list whether the cases are listed instead of measured
/// @param rounds how often each case is measured
/// @param json where the raw results go besides the folder of results
/// @param reference sources of the Rust program
/// @param fixture where the prepared journals are kept
record TableOptions(
        List<String> only,
        boolean quick,
        boolean list,
        int rounds,
        Optional<Path> json,
        Optional<Path> reference,
        Fixture fixture) {
    static final String USAGE = """
            usage: benchtable [--list] [--quick] [--only CASE]... [--rounds N] [--json FILE] [--reference DIR]
                              [--fixture DIR] [--rebuild] [--ten-million] [--large]
                   benchtable --events N [--fixture DIR] [--rebuild] [--ten-million]""";
    private static final long EVENTS_MAX_UNASKED = 2_000_000;

    /// The prepared journals.
    ///
    /// @param folder where they are kept; empty for the folder under the scratch directory
    /// @param events builds a journal of so many and measures nothing; empty to measure
    /// @param rebuild whether those that are there are built again
    /// @param tenMillion whether the one of 10 M events takes part: 8 to 12 GB, minutes to build
    /// @param large whether the cases take part that copy and compact 4 GB
    record Fixture(Optional<Path> folder, OptionalLong events, boolean rebuild, boolean tenMillion, boolean large) {}

    /// Reads the arguments.
    ///
    /// @throws IllegalArgumentException when they are not understood
    static TableOptions of(String... arguments) {
        List<String> only = new ArrayList<>();
        boolean quick = false;
        boolean list = false;
        Optional<Integer> rounds = Optional.empty();
        Optional<Path> json = Optional.empty();
        Optional<Path> reference = Optional.empty();
        Optional<Path> folder = Optional.empty();
        OptionalLong events = OptionalLong.empty();
        boolean rebuild = false;
        boolean tenMillion = false;
        boolean large = false;
        for (int index = 0; index < arguments.length; index++) {
            switch (arguments[index]) {
                case "--quick" -> quick = true;
                case "--list" -> list = true;
                case "--only" -> only.add(value(arguments, ++index));
                case "--rounds" -> rounds = Optional.of(Math.toIntExact(count("--rounds", value(arguments, ++index))));
                case "--json" -> json = Optional.of(Path.of(value(arguments, ++index)));
                case "--reference" -> reference = Optional.of(Path.of(value(arguments, ++index)));
                case "--fixture" -> folder = Optional.of(Path.of(value(arguments, ++index)));
                case "--events" -> events = OptionalLong.of(count("--events", value(arguments, ++index)));
                case "--rebuild" -> rebuild = true;
                case "--ten-million" -> tenMillion = true;
                case "--large" -> large = true;
                default -> throw new IllegalArgumentException("unknown: " + arguments[index]);
            }
        }
        int count = rounds.orElse(Effort.of(quick).roundsByDefault());
        if (!tenMillion && events.orElse(0) > EVENTS_MAX_UNASKED) {
            throw new IllegalArgumentException(
                    "a journal of more than " + EVENTS_MAX_UNASKED + " events is built only with --ten-million");
        }
        TableOptions options = new TableOptions(
                List.copyOf(only),
                quick,
                list,
                count,
                json,
                reference,
                new Fixture(folder, events, rebuild, tenMillion, large));
        for (String name : only) {
            if (Catalogue.cases().stream().noneMatch(each -> each.id().startsWith(name))) {
                throw new IllegalArgumentException("no case begins with " + name + "; --list shows them");
            }
        }
        return options;
    }

    List<Case> cases() {
        return Catalogue.cases().stream()
                .filter(each -> only.isEmpty() || only.stream().anyMatch(each.id()::startsWith))
                .filter(each -> fixture.large() || !each.setup().journals().contains(Size.LARGE_PARTS))
                .toList();
    }

    private static String value(String[] arguments, int index) {
        if (index == arguments.length) {
            throw new IllegalArgumentException(arguments[index - 1] + " needs a value");
        }
        return arguments[index];
    }

    OptionalLong events() {
        return fixture.events();
    }

    boolean tenMillion() {
        return fixture.tenMillion();
    }

    private static long count(String option, String text) {
        try {
            long count = Integer.parseInt(text);
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs a number, not " + text, e);
        }
        throw new IllegalArgumentException(option + " needs 1 or more, not " + text);
    }
}
