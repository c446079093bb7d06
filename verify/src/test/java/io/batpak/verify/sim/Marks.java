package io.batpak.verify.sim;

import io.batpak.model.Frontier;
import io.batpak.model.Mark;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The marks of a journal as one caller sees them: none goes back.
final class Marks {
    private final Map<Mark, Long> last = new EnumMap<>(Mark.class);

    /// Takes a look and says what is wrong.
    List<String> follow(Frontier frontier) {
        List<String> wrong = new ArrayList<>();
        for (Mark mark : Mark.values()) {
            long now = frontier.at(mark).sequence();
            Long before = last.put(mark, now);
            if (before != null && before > now) {
                wrong.add(mark + " went back from " + before + " to " + now);
            }
        }
        return wrong;
    }
}
