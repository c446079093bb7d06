package io.batpak.verify.damage;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/// The output of a program that works on a journal from many threads until it is killed: whole lines, as soon as
/// they are true. Any thread.
final class SpokenFacts {
    private final Object printing = new Object();

    void say(String lines) {
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

    /// Tells of something that must not happen, and ends the program.
    void fail(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        say("! " + text.toString().replace('\n', '|') + "\n");
        Runtime.getRuntime().halt(3);
    }

    /// Does the work in a thread of its own, again and again while `goOn`.
    Thread start(CompactionFacts.Work work, BooleanSupplier goOn) {
        return Thread.ofPlatform().start(() -> {
            try {
                while (goOn.getAsBoolean()) {
                    work.once();
                }
            } catch (Exception | Error e) {
                fail(e);
            }
        });
    }
}
