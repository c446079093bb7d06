package io.batpak.verify.engine;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.SequenceMismatchException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/// A store without background work as Lincheck calls it. Answers are texts, so that they can be compared with
/// those of [LinearModel].
@Param(name = "stream", gen = IntGen.class, conf = "0:1")
@Param(name = "key", gen = IntGen.class, conf = "1:2")
@Param(name = "clock", gen = IntGen.class, conf = "0:2")
public class LinearStore {
    private static final Payload PAYLOAD = Payload.of(Value.map("n", 1));

    private final Store store;

    /// A new store in memory.
    public LinearStore() {
        SplittableRandom random = new SplittableRandom(1);
        store = Store.open(StoreConfig.on(new MemFs())
                .cooperative(true)
                .clock(new SettableClock(1_700_000_000_000_000L))
                .randomness(random::nextLong)
                .queueCapacity(8)
                .build());
    }

    /// An append.
    @Operation
    public String append(@Param(name = "stream") int stream) {
        return text(store.append(at(stream), Workload.KIND, PAYLOAD));
    }

    /// An append with an expected clock.
    @Operation
    public String expecting(@Param(name = "stream") int stream, @Param(name = "clock") int clock) {
        try {
            return text(store.append(at(stream), Workload.KIND, PAYLOAD, AppendOptions.expecting(clock)));
        } catch (SequenceMismatchException e) {
            return "stands at " + e.actual();
        }
    }

    /// An append with a key.
    @Operation
    public String keyed(@Param(name = "stream") int stream, @Param(name = "key") int key) {
        AppendOptions options = AppendOptions.none().idempotencyKey(new IdempotencyKey(0, key));
        return text(store.append(at(stream), Workload.KIND, PAYLOAD, options));
    }

    /// A batch over both streams.
    @Operation
    public String batch() {
        return store
                .appendBatch(List.of(
                        BatchItem.of(at(0), Workload.KIND, PAYLOAD), BatchItem.of(at(1), Workload.KIND, PAYLOAD)))
                .stream()
                .map(LinearStore::text)
                .collect(Collectors.joining(" "));
    }

    /// The head of a stream.
    @Operation
    public String latest(@Param(name = "stream") int stream) {
        return store.latest(at(stream).entity(), 0).map(LinearStore::text).orElse("empty");
    }

    /// Everything, in order.
    @Operation
    public String query() {
        return store.query(Region.entity("order")).stream()
                .map(LinearStore::text)
                .collect(Collectors.joining(" "));
    }

    private static Coordinate at(int stream) {
        return Coordinate.of("order:" + stream, "shop");
    }

    private static String text(Receipt receipt) {
        return receipt.sequence() + "/" + receipt.clock();
    }

    private static String text(Entry entry) {
        return entry.sequence() + "/" + entry.clock();
    }
}
