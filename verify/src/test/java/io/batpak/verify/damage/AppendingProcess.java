package io.batpak.verify.damage;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.Durability;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// A program that appends from several threads until it is killed and prints each receipt as soon as it has it.
///
/// What belongs together carries one correlation id, whose high half says what it is and how many events it has;
/// so one can tell from the journal alone whether something is there in part.
final class AppendingProcess {
    static final int SINGLE = 1;
    static final int BATCH = 2;
    static final int FENCE = 3;
    static final int CANCELLED = 4;

    private final Store store;
    private final int session;
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Object printing = new Object();

    private AppendingProcess(Store store, int session) {
        this.store = store;
        this.session = session;
    }

    /// Appends until somebody kills it.
    ///
    /// @param arguments the directory, `strict` or the number of commits between two syncs, number of the session
    public static void main(String[] arguments) throws InterruptedException {
        boolean strict = arguments[1].equals("strict");
        StoreConfig config = StoreConfig.in(Path.of(arguments[0]))
                .segmentBytesMax(30_000)
                .syncEveryEvents(strict ? 1000 : Long.parseLong(arguments[1]))
                .durability(strict ? Durability.STRICT : Durability.CADENCE)
                .build();
        try (Store store = Store.open(config)) {
            AppendingProcess process = new AppendingProcess(store, Integer.parseInt(arguments[2]));
            for (Runnable work : List.<Runnable>of(
                    process::singles, process::singles, process::keyed, process::batches, process::handedOver)) {
                Thread.ofPlatform().start(() -> forever(work));
            }
            forever(process::fences);
        }
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private static void forever(Runnable work) {
        while (true) {
            work.run();
        }
    }

    private void singles() {
        CorrelationId id = correlation(SINGLE, 1);
        AppendOptions options = AppendOptions.none().correlationId(id).lane(id.low() % 2);
        print("E", List.of(unfenced(() -> store.append(at(id), EventKind.of(0xF, 1), payload(id), options))));
    }

    private void keyed() {
        CorrelationId id = correlation(SINGLE, 1);
        AppendOptions options =
                AppendOptions.none().correlationId(id).idempotencyKey(new IdempotencyKey(0xBEEF, id.low()));
        print("K", List.of(unfenced(() -> store.append(at(id), EventKind.of(0xF, 1), payload(id), options))));
    }

    private void batches() {
        int size = 1 + numbers.get() % 5;
        CorrelationId id = correlation(BATCH, size);
        print("E", unfenced(() -> store.appendBatch(items(id, size))));
    }

    private void handedOver() {
        List<Ticket<Receipt>> tickets = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            CorrelationId id = correlation(SINGLE, 1);
            tickets.add(unfenced(
                    () -> store.submitReaction(at(id), EventKind.of(0xF, 3), payload(id), id, CausationId.NIL)));
        }
        for (Ticket<Receipt> ticket : tickets) {
            try {
                print("E", List.of(ticket.await()));
            } catch (VisibilityFenceActiveException e) {
                refused.incrementAndGet(); // handed over just before the fence began: nothing of it was stored
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void fences() {
        boolean committed = numbers.get() % 3 != 0;
        CorrelationId id = correlation(committed ? FENCE : CANCELLED, 3);
        try (VisibilityFence fence = store.beginFence()) {
            Ticket<Receipt> first =
                    fence.submitReaction(at(id), EventKind.of(0xF, 4), payload(id), id, CausationId.NIL);
            Ticket<List<Receipt>> others = fence.submitBatch(items(id, 2));
            if (committed) {
                fence.commit();
                print("E", List.of(first.await()));
                print("E", others.await());
            } else {
                say("C 3\n");
                fence.cancel();
                say("D 3\n");
            }
            Thread.sleep(2);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Tries again while a fence is active.
    private static <T> T unfenced(Supplier<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (VisibilityFenceActiveException e) {
                Thread.onSpinWait();
            }
        }
    }

    private CorrelationId correlation(int what, int size) {
        return new CorrelationId((long) what << 32 | size, (long) session << 32 | numbers.incrementAndGet());
    }

    private static Coordinate at(CorrelationId id) {
        return Coordinate.of("order:" + id.low() % 7, "shop");
    }

    private static List<BatchItem> items(CorrelationId id, int size) {
        AppendOptions options = AppendOptions.none().correlationId(id);
        List<BatchItem> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(BatchItem.of(at(id), EventKind.of(0xF, 2), payload(id), options));
        }
        return items;
    }

    private static Payload payload(CorrelationId id) {
        return Payload.of(Value.map("n", id.low(), "text", "x".repeat((int) (id.low() % 97))));
    }

    private void print(String what, List<Receipt> receipts) {
        StringBuilder lines = new StringBuilder();
        receipts.forEach(receipt -> lines.append(what + " " + SigkillTest.facts(receipt) + "\n"));
        say(lines.toString());
    }

    private void say(String lines) {
        OutputStream out = System.out;
        synchronized (printing) {
            try {
                out.write(lines.getBytes(StandardCharsets.US_ASCII));
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
