package io.batpak.cli;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import io.batpak.model.AppendOptions;
import io.batpak.model.ChainReport;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The story of the demo: an order is placed and paid, a stale writer is refused, a retry changes nothing,
/// and after closing and opening everything is where it was.
final class Demo {
    private static final Coordinate ORDER = Coordinate.of("order:42", "shop");
    private static final EventKind PLACED = EventKind.of(0xF, 1);
    private static final EventKind PAID = EventKind.of(0xF, 2);
    private static final EventKind NOTED = EventKind.of(0xF, 3);
    private static final long NOTES_LANE = 1;

    private final Path directory;
    private final List<Step> steps = new ArrayList<>();
    private boolean asPromised = true;

    Demo(Path directory) {
        this.directory = directory;
    }

    /// What was done and what came of it.
    record Step(String did, String result) {}

    List<Step> steps() {
        return steps;
    }

    /// Plays the story; false if the journal did not do what it promises.
    boolean play() {
        List<Long> before;
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            tell("open", "a new journal; the opening itself is its first event");
            write(store);
            read(store);
            before = sequences(store);
        }
        tell("close", "clean: a closing event, a footer on the segment, all of it synced");
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            tell(
                    "reopen",
                    store.openReport().openPath() + ": found "
                            + Text.count(
                                    store.openReport().restoredEntries()
                                            + store.openReport().tailEntries(),
                                    "event"));
            boolean same = sequences(store).equals(before);
            tell("compare", same ? "the order has the same sequences " + before : "SEQUENCES CHANGED", same);
        }
        return asPromised;
    }

    private void write(Store store) {
        AppendOptions keyed = AppendOptions.none().idempotencyKey(IdempotencyKey.forOperation("demo", "place", "42"));
        Payload order = document("item", "lamp", "cents", 1999);
        Receipt placed = store.append(ORDER, PLACED, order, keyed);
        tell("append", "order:42 placed: " + receipt(placed));
        Receipt paid = store.append(ORDER, PAID, document("cents", 1999), AppendOptions.expecting(placed.clock()));
        tell("append", "order:42 paid:   " + receipt(paid));
        try {
            store.append(ORDER, PAID, document("cents", 1), AppendOptions.expecting(placed.clock()));
            tell("refused", "A STALE WRITER WAS LET IN", false);
        } catch (StoreException refusal) {
            boolean right = refusal.kind() == StoreErrorKind.SEQUENCE_MISMATCH;
            tell("refused", "paying twice from a stale view: " + refusal.kind().wireName(), right);
        }
        Receipt again = store.append(ORDER, PLACED, order, keyed);
        boolean same = again.eventId().equals(placed.eventId()) && again.sequence() == placed.sequence();
        tell("retry", "placing with the same key: sequence " + again.sequence() + " again, nothing appended", same);
        Receipt note = store.append(
                ORDER,
                NOTED,
                document("text", "gift wrap"),
                AppendOptions.none().lane(NOTES_LANE));
        tell("append", "a note on lane 1: " + receipt(note));
        store.sync();
        tell("sync", "every receipt above now survives a power cut");
    }

    private void read(Store store) {
        List<Entry> order = store.query(Region.entity("order")).toList();
        tell("query", "entity order: " + Text.count(order.size(), "event") + ", sequences " + sequences(store));
        tell(
                "get",
                "the first of them: "
                        + store.get(order.getFirst().eventId()).value().toJson());
        store.latest(ORDER.entity(), 0).ifPresent(newest -> tell("latest", "lane 0 stands at clock " + newest.clock()));
        ChainReport chain = store.verifyChain();
        tell(
                "verify",
                Text.count(chain.events(), "event") + ", "
                        + (chain.intact() ? "every hash and link intact" : "NOT INTACT"),
                chain.intact());
    }

    private static Payload document(Object... keysAndValues) {
        return Payload.of(Value.map(keysAndValues));
    }

    private static List<Long> sequences(Store store) {
        return store.query(Region.entity("order")).stream().map(Entry::sequence).toList();
    }

    private static String receipt(Receipt receipt) {
        return "sequence " + receipt.sequence() + ", clock " + receipt.clock() + ", hash "
                + receipt.contentHash().hex().substring(0, 16) + "…";
    }

    private void tell(String did, String result) {
        tell(did, result, true);
    }

    private void tell(String did, String result, boolean right) {
        steps.add(new Step(did, result));
        asPromised &= right;
    }
}
