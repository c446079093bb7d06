package io.batpak.testkit;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.model.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Given these events, when that is done, then those are appended: the decisions of an application, tested on a real
/// journal in memory, with a clock that stands and ids that are the same every time.
///
/// ```java
/// JournalScenario.given(event("order:1", "shop", PLACED, "cents", 1999))
///         .when(store -> orders.pay(store, "order:1"))
///         .then(event("order:1", "shop", PAID, "cents", 1999))
///         .when(store -> orders.pay(store, "order:1"))
///         .thenRefused(AlreadyPaidException.class);
/// ```
///
/// Events are compared by entity, scope, lane, kind and payload; an expectation that fails is an [AssertionError] that
/// shows the lines which differ. What was appended counts for the next step. Needs neither a test framework nor a
/// directory. For one thread.
public final class JournalScenario {
    /// The time of a scenario in the beginning: 2 000 000 000 s after 1970, in microseconds.
    public static final long BEGIN_MICROS = SimClock.BEGIN_MICROS;

    private static final int BATCH_EVENTS = 256;
    private static final long IDS_SEED = 1;

    private final SettableClock clock = new SettableClock(BEGIN_MICROS);
    private final Store store;
    private int given;

    private JournalScenario(UnaryOperator<StoreConfig.Builder> config) {
        SplittableRandom ids = new SplittableRandom(IDS_SEED);
        store = Store.open(config.apply(StoreConfig.on(new MemFs())
                        .cooperative(true)
                        .clock(clock)
                        .spawner(new PlainTime(0))
                        .randomness(ids::nextLong))
                .build());
    }

    /// A scenario that begins with these events.
    public static JournalScenario given(BatchItem... events) {
        return configured(UnaryOperator.identity()).andGiven(events);
    }

    /// A scenario without events, in a journal that is opened in a way of its own. `change` gets a builder in which
    /// disk, clock, threads and ids are chosen, and should leave them so.
    public static JournalScenario configured(UnaryOperator<StoreConfig.Builder> change) {
        return new JournalScenario(change);
    }

    /// An event, given or expected.
    ///
    /// @param fields the payload: names and values, alternating, as for [Value#map]
    public static BatchItem event(String entity, String scope, EventKind kind, Object... fields) {
        return BatchItem.of(Coordinate.of(entity, scope), kind, Payload.of(Value.map(fields)));
    }

    /// Appends further events that were there before.
    public JournalScenario andGiven(BatchItem... events) {
        List<BatchItem> all = List.of(events);
        for (int from = 0; from < all.size(); from += BATCH_EVENTS) {
            store.appendBatch(all.subList(from, Math.min(all.size(), from + BATCH_EVENTS)));
        }
        given += all.size();
        return this;
    }

    /// Lets time pass.
    public JournalScenario after(Duration time) {
        clock.advance(time);
        return this;
    }

    /// Does something with the journal, now. What it hands over without waiting for it is committed.
    public Result when(StoreAction action) {
        long before = store.frontier().visible().sequence();
        Throwable thrown = null;
        try {
            action.run(store);
            store.drain(Integer.MAX_VALUE);
        } catch (Exception e) {
            thrown = e;
        }
        List<String> appended = store.read(Region.all()).stream()
                .filter(event -> event.sequence() > before)
                .map(JournalScenario::line)
                .toList();
        return new Result(thrown, appended);
    }

    private static String line(StoredEvent event) {
        return line(event.coordinate(), event.header().position().lane(), event.kind(), event.value());
    }

    private static String line(BatchItem item) {
        return line(
                item.at(),
                item.options().lane(),
                item.kind(),
                Value.fromMessagePack(item.payload().bytes()));
    }

    private static String line(Coordinate at, long lane, EventKind kind, Value payload) {
        return at + (lane == 0 ? " " : " lane " + lane + " ") + kind + " " + payload.toJson();
    }

    /// What an action came to, to be held against what was expected.
    public final class Result {
        private final @Nullable Throwable thrown;
        private final List<String> appended;

        private Result(@Nullable Throwable thrown, List<String> appended) {
            this.thrown = thrown;
            this.appended = appended;
        }

        /// It threw nothing and appended exactly these, in this order.
        ///
        /// @throws AssertionError if not
        public JournalScenario then(BatchItem... events) {
            if (thrown != null) {
                throw new AssertionError(behind("it was refused: " + thrown), thrown);
            }
            requireAppended(List.of(events).stream().map(JournalScenario::line).toList());
            return next(events.length);
        }

        /// It threw nothing and appended nothing.
        ///
        /// @throws AssertionError if not
        public JournalScenario thenNothing() {
            return then();
        }

        /// It threw an exception of this type and appended nothing.
        ///
        /// @throws AssertionError if not
        public JournalScenario thenRefused(Class<? extends Exception> type) {
            if (!type.isInstance(thrown)) {
                String instead = thrown == null ? "nothing was thrown" : "this was: " + thrown;
                List<String> lines = new ArrayList<>(List.of("expected " + type.getSimpleName() + ", but " + instead));
                appended.forEach(line -> lines.add("  + " + line));
                throw new AssertionError(behind(String.join("\n", lines)), thrown);
            }
            requireAppended(List.of());
            return next(0);
        }

        /// It left the journal as this look at it wants it to be.
        ///
        /// @throws AssertionError if it threw, or the look throws
        public JournalScenario thenSeen(StoreAction look) {
            if (thrown != null) {
                throw new AssertionError(behind("it was refused: " + thrown), thrown);
            }
            try {
                look.run(store);
            } catch (Exception e) {
                throw new AssertionError(behind("the look failed: " + e), e);
            }
            return next(appended.size());
        }

        private void requireAppended(List<String> expected) {
            if (!appended.equals(expected)) {
                throw new AssertionError(behind(
                        "not the expected events (- missing, + not expected):\n" + LineDiff.of(expected, appended)));
            }
        }

        private JournalScenario next(int more) {
            given += more;
            return JournalScenario.this;
        }

        private String behind(String what) {
            return "behind " + given + " given events, " + what;
        }

        @Override
        public String toString() {
            return "threw " + thrown + ", appended " + appended;
        }
    }
}
