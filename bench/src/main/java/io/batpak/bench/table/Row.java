package io.batpak.bench.table;

import java.util.List;

/// One line of the table: a figure of a case, and the goals of which one has to be met. Without a goal it is
/// only reported.
record Row(Figure figure, List<Goal> goals) {

    static Row of(Figure figure, Goal... goals) {
        return new Row(figure, List.of(goals));
    }
}
