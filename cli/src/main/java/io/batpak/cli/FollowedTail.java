package io.batpak.cli;

import io.batpak.LiveTail;
import io.batpak.StoreConfig;
import io.batpak.model.StoredEvent;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// `tail -f`: the newest events of the newest segment, and what comes behind them, without the lock.
final class FollowedTail {
    private static final int PAGE = 1000;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String WARNING = "tail -f reads beside the writer: it may show events of a fence that is open"
            + " or will be cancelled, and events that are not durable yet; sequences are not known.";

    private final Output output;
    private final PrintWriter errors;
    private final int count;

    FollowedTail(Output output, PrintWriter errors, int count) {
        this.output = output;
        this.errors = errors;
        this.count = count;
    }

    /// Shows until it is stopped, or nobody reads any more.
    ///
    /// @param seconds for so long; null for ever
    int show(Path directory, @Nullable Long seconds) {
        if (seconds != null && seconds < 0) {
            throw new UsageException("--for is " + seconds + ", must be 0 or more");
        }
        JournalFiles.requireJournal(directory);
        errors.println(WARNING);
        errors.flush();
        LongSupplier left = clock(
                seconds == null ? Long.MAX_VALUE : Duration.ofSeconds(seconds).toMillis());
        try (LiveTail tail = LiveTail.of(StoreConfig.in(directory).build())) {
            newest(tail).forEach(this::print);
            while (!output.broken() && left.getAsLong() > 0) {
                Duration wait = Duration.ofMillis(Math.min(left.getAsLong(), PAUSE.toMillis()));
                tail.await(PAGE, wait).forEach(this::print);
            }
            tail.poll(PAGE).forEach(this::print);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCodes.OK;
    }

    /// Milliseconds that are left of so many from now on.
    private static LongSupplier clock(long millis) {
        long began = System.nanoTime();
        return () -> millis - Duration.ofNanos(System.nanoTime() - began).toMillis();
    }

    private Deque<LiveTail.Event> newest(LiveTail tail) {
        Deque<LiveTail.Event> newest = new ArrayDeque<>();
        for (List<LiveTail.Event> page = tail.poll(PAGE); !page.isEmpty(); page = tail.poll(PAGE)) {
            for (LiveTail.Event event : page) {
                newest.addLast(event);
                if (newest.size() > count) {
                    newest.removeFirst();
                }
            }
        }
        return newest;
    }

    private void print(LiveTail.Event live) {
        StoredEvent.Committed place = new StoredEvent.Committed(0, live.position(), live.extensions());
        StoredEvent event = new StoredEvent(
                live.coordinate(),
                live.header(),
                live.chain(),
                place,
                live.payload().toByteArray());
        if (output.json()) {
            ObjectNode document = TailCommand.document(event);
            document.remove("sequence"); // nobody knows it here
            output.document(document);
            return;
        }
        output.line(String.join(
                "  ",
                Text.time(live.header().position().wallMillis()),
                Text.kind(live.header().kind()),
                Text.printable(
                        live.coordinate().entity() + "@" + live.coordinate().scope()),
                Text.printable(Text.payload(event))));
    }
}
