package io.batpak.bench.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The command line of the table.
///
/// @param only cases whose name begins with one of these; empty for all
/// @param quick whether this only shows that everything runs
/// @param list whether the cases are listed instead of measured
/// @param rounds how often each case is measured
/// @param json where the raw results go besides the folder of results
/// @param reference sources of the Rust program
record TableOptions(
        List<String> only, boolean quick, boolean list, int rounds, Optional<Path> json, Optional<Path> reference) {
    static final String USAGE =
            "usage: benchtable [--list] [--quick] [--only CASE]... [--rounds N] [--json FILE] [--reference DIR]";

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
        for (int index = 0; index < arguments.length; index++) {
            switch (arguments[index]) {
                case "--quick" -> quick = true;
                case "--list" -> list = true;
                case "--only" -> only.add(value(arguments, ++index));
                case "--rounds" -> rounds = Optional.of(count(value(arguments, ++index)));
                case "--json" -> json = Optional.of(Path.of(value(arguments, ++index)));
                case "--reference" -> reference = Optional.of(Path.of(value(arguments, ++index)));
                default -> throw new IllegalArgumentException("unknown: " + arguments[index]);
            }
        }
        int count = rounds.orElse(Effort.of(quick).roundsByDefault());
        TableOptions options = new TableOptions(List.copyOf(only), quick, list, count, json, reference);
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
                .toList();
    }

    private static String value(String[] arguments, int index) {
        if (index == arguments.length) {
            throw new IllegalArgumentException(arguments[index - 1] + " needs a value");
        }
        return arguments[index];
    }

    private static int count(String text) {
        try {
            int count = Integer.parseInt(text);
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--rounds needs a number, not " + text, e);
        }
        throw new IllegalArgumentException("--rounds needs 1 or more, not " + text);
    }
}
