package io.batpak.verify.damage;

import io.batpak.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
    private final Object printing = new Object();

    private CopyingProcess() {}

    /// Runs.
    ///
    /// @param arguments the directory, a directory for copies, seed, number of the session
    public static void main(String[] arguments) {
        CopyingProcess process = new CopyingProcess();
        Path copies = Path.of(arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        int session = Integer.parseInt(arguments[3]);
        try {
            Store store = Store.open(CompactingProcess.config(Path.of(arguments[0]), seed));
            List<CompactionFacts.Work> works = new ArrayList<>();
            works.addAll(new CompactionLoad(store, process::say, session, seed).works());
            works.add(new CompactionChanges(store, process::say, copies, seed)
                    .works()
                    .getFirst());
            works.addAll(new CopyLoad(store, process::say, copies, session).works());
            works.forEach(process::start);
        } catch (RuntimeException | Error e) {
            process.fail(e);
        }
    }

    private void start(CompactionFacts.Work work) {
        Thread.ofPlatform().start(() -> forever(work));
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private void forever(CompactionFacts.Work work) {
        try {
            while (true) {
                work.once();
            }
        } catch (Exception | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        say("! " + text.toString().replace('\n', '|') + "\n");
        Runtime.getRuntime().halt(3);
    }

    private void say(String lines) {
        synchronized (printing) { // one write each, so that no line is cut
            try {
                @SuppressWarnings("resource") // not ours to close
                OutputStream out = System.out;
                out.write(lines.getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
