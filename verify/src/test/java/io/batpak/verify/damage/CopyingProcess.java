package io.batpak.verify.damage;

import io.batpak.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A program that uses all of one journal at once until it is killed: it appends, fences and compacts as
/// [CompactingProcess] does, and makes snapshots, forks and backups and imports into another journal beside that,
/// each in a thread of its own. To the lines of that program it adds:
///
/// ```
/// b <name>     a copy begins; the name says what kind it is
/// B <name>     it is done
/// ```
final class CopyingProcess {
    private CopyingProcess() {}

    /// Runs.
    ///
    /// @param arguments the directory, a directory for copies, seed, number of the session
    public static void main(String[] arguments) {
        SpokenFacts out = new SpokenFacts();
        Path copies = Path.of(arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        int session = Integer.parseInt(arguments[3]);
        try {
            Store store = Store.open(CompactingProcess.config(Path.of(arguments[0]), seed));
            List<CompactionFacts.Work> works = new ArrayList<>();
            works.addAll(new CompactionLoad(store, out::say, session, seed).works());
            works.add(
                    new CompactionChanges(store, out::say, copies, seed).works().getFirst());
            works.addAll(new CopyLoad(store, out::say, copies, session).works());
            works.forEach(work -> out.start(work, () -> true));
        } catch (RuntimeException | Error e) {
            out.fail(e);
        }
    }
}
