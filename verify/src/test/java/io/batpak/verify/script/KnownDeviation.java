package io.batpak.verify.script;

import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// A difference from the reference that is intended: which lines it may change, and which fields of them.
///
/// @param id the row of `docs/deviations.md`
/// @param lines the commands whose replies it may change
/// @param fields the top-level reply fields it may change
public record KnownDeviation(String id, Predicate<ObjectNode> lines, List<String> fields) {
    public KnownDeviation {
        fields = List.copyOf(fields);
    }

    /// A deviation in the replies to one operation.
    public static KnownDeviation ofOperation(String id, String operation, String... fields) {
        return new KnownDeviation(id, command -> command.path("op").asString("").equals(operation), List.of(fields));
    }
}
