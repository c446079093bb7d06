package io.batpak.fuzz;

import static io.batpak.fuzz.FindingException.require;
import static io.batpak.fuzz.FindingException.same;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.StoreException;
import io.batpak.model.Entry;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.segment.StoreFileKind;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Opens a directory of any files, for reading and for writing, twice each: it ends with answers or with a
/// [StoreException]; the second answer is the first; a reader changes nothing.
final class OpenTarget {
    private OpenTarget() {}

    /// How an attempt ended.
    private sealed interface Ending {
        /// With what can be seen.
        record Answers(List<String> events) implements Ending {}

        /// With a refusal, at this step.
        record Refused(String step, String kind) implements Ending {}
    }

    static void open(byte[] input) {
        MemFs fs = DirectoryInput.read(input);
        Map<String, String> before = contents(fs);
        Ending first = reading(fs);
        same(first, reading(fs), "a second reader sees the same");
        same(before, contents(fs), "readers change nothing");
        writing(fs.killed(), first);
    }

    private static StoreConfig config(MemFs fs) {
        return StoreConfig.on(fs).cooperative(true).build();
    }

    private static Ending reading(MemFs fs) {
        return ending(() -> StoreReader.open(config(fs)));
    }

    private static void writing(MemFs fs, Ending read) {
        Ending first = ending(() -> Store.open(config(fs)));
        Ending second = ending(() -> Store.open(config(fs)));
        if (first instanceof Ending.Answers(List<String> written)) {
            require(
                    second instanceof Ending.Answers(List<String> again) && startsWith(again, written),
                    "what a writer saw is there when it opens again, unlike after " + first + ": " + second);
            require(
                    !(read instanceof Ending.Answers(List<String> seen)) || startsWith(written, seen),
                    "what a reader saw is there when a writer opens, unlike after " + read + ": " + first);
        } else {
            same(first, second, "what was refused is refused again");
        }
    }

    private static boolean startsWith(List<String> all, List<String> first) {
        return all.size() >= first.size() && all.subList(0, first.size()).equals(first);
    }

    private static Ending ending(Supplier<Journal> opening) {
        String step = "open";
        try (Journal journal = opening.get()) {
            step = "read";
            List<String> events = everything(journal);
            step = "verify";
            journal.verifyChain();
            step = "close";
            return new Ending.Answers(events);
        } catch (StoreException e) {
            return new Ending.Refused(step, e.getClass().getSimpleName() + " " + e.kind());
        }
    }

    private static List<String> everything(Journal journal) {
        List<String> lines = new ArrayList<>();
        for (Entry entry : journal.query(Region.all())) {
            StoredEvent event = journal.get(entry.eventId());
            lines.add(entry.sequence() + " " + entry.coordinate() + " " + entry.kind() + " " + entry.lane() + "/"
                    + entry.clock() + " " + entry.eventHash().hex() + " " + event.header() + " "
                    + event.extensions() + " " + HexFormat.of().formatHex(event.payload()));
        }
        return lines;
    }

    private static Map<String, String> contents(MemFs fs) {
        Map<String, String> contents = new TreeMap<>();
        for (String name : fs.list()) {
            if (!name.equals(StoreFileKind.LOCK_FILE)) {
                byte[] bytes = fs.bytes(name);
                contents.put(name, bytes.length + " bytes, " + Arrays.hashCode(bytes));
            }
        }
        return contents;
    }
}
