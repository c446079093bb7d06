package io.batpak.verify.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// What journals log during a test. Register it with the test; any thread may log.
final class LogListener implements BeforeEachCallback, AfterEachCallback {
    private static final Logger LOGGER = Logger.getLogger("io.batpak");

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Formatter formatter = new SimpleFormatter();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            records.add(entry);
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @Override
    public void beforeEach(ExtensionContext context) {
        LOGGER.addHandler(handler);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        LOGGER.removeHandler(handler);
    }

    /// What was logged since the beginning or the last [#clear()], in order.
    List<LogRecord> records() {
        return List.copyOf(records);
    }

    /// The same as lines: level and message.
    List<String> lines() {
        return records.stream()
                .map(entry -> entry.getLevel() + " " + formatter.formatMessage(entry))
                .toList();
    }

    /// Those lines that contain `part`.
    List<String> lines(String part) {
        return lines().stream().filter(line -> line.contains(part)).toList();
    }

    void clear() {
        records.clear();
    }
}
