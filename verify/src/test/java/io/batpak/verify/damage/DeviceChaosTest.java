package io.batpak.verify.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.StoreException;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.verify.damage.ChaosDevice.Failure;
import io.batpak.verify.script.Missing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A real file system on a device that fails under a journal: what was synced before is there afterwards, what is
/// recovered is the beginning of what was appended, batches are whole, and a write to the failed device is refused.
///
/// Runs when it is asked for: `./batpak soak device`. Needs root and Linux; what else it misses is said, and is a
/// failure on the build server.
///
/// Tier: crash. Covers: E30.
@Tag("soak-device")
class DeviceChaosTest {
    private static final EventKind KIND = EventKind.of(0xF, 1);
    private static final Coordinate AT = Coordinate.of("order:1", "shop");
    private static final int EVENTS = 20;
    /// After so many calls at most a failed sync has been told.
    private static final int CALLS_UNTIL_TOLD = 50;

    @TempDir
    private Path work;

    private final List<Integer> appended = new ArrayList<>();
    private final List<ChaosDevice> devices = new ArrayList<>();

    private ChaosDevice device(Failure failure) {
        List<String> missing = ChaosDevice.missing(failure);
        if (!missing.isEmpty()) {
            throw Missing.skip("the device that fails by " + failure + ": " + String.join("; ", missing));
        }
        ChaosDevice device = new ChaosDevice(failure, work);
        devices.add(device);
        return device;
    }

    @AfterEach
    void leaveNoDevice() {
        devices.forEach(ChaosDevice::close);
    }

    private static StoreConfig config(ChaosDevice device, long syncEvery) {
        return StoreConfig.in(device.journal())
                .segmentBytesMax(4_000)
                .syncEveryEvents(syncEvery)
                .build();
    }

    private void append(Store store) {
        int number = appended.size();
        appended.add(number);
        store.append(AT, KIND, payload(number));
    }

    private void appendBatch(Store store, int size) {
        List<BatchItem> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(BatchItem.of(AT, KIND, payload(appended.size())));
            appended.add(appended.size());
        }
        store.appendBatch(items);
    }

    private static Payload payload(int number) {
        return Payload.of(Value.map("n", number));
    }

    /// The journal is given up as it is; its close could only fail.
    private static void leave(Store store) {
        try {
            store.drop();
        } catch (StoreException expected) {
            assertThat(expected).isNotNull();
        }
    }

    /// Opens what is there after the failure: the beginning of what was appended, at least `least` events, all of
    /// it durable, and it goes on.
    private int recovered(ChaosDevice device, int least) {
        device.revive();
        try (Store store = Store.open(config(device, 1))) {
            List<byte[]> found = new ArrayList<>();
            long last = -1;
            for (Entry entry : store.query(Region.entity("order"))) {
                found.add(store.read(entry).payload());
                last = entry.sequence();
            }
            assertThat(found.size()).isBetween(least, appended.size());
            for (int at = 0; at < found.size(); at++) {
                assertThat(found.get(at)).isEqualTo(payload(at).bytes());
            }
            assertThat(store.frontier().durable().sequence()).isGreaterThanOrEqualTo(last);
            assertThat(store.verifyChain().intact()).isTrue();
            store.append(AT, KIND, payload(-1));
            return found.size();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR", "SHUTDOWN"})
    void afterTheFailureWritesFail(Failure failure) throws IOException {
        ChaosDevice device = device(failure);
        Path file = device.journal().resolveSibling("file");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[100]));
            channel.force(true);
            device.fail();
            assertThatThrownBy(() -> {
                        channel.write(ByteBuffer.wrap(new byte[100]));
                        channel.force(true);
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasSyncedIsThereAndOfTheRestTheBeginning(Failure failure) {
        ChaosDevice device = device(failure);
        Store store = Store.open(config(device, 1_000));
        for (int i = 0; i < EVENTS; i++) {
            append(store);
        }
        store.sync();
        for (int i = 0; i < EVENTS; i++) {
            append(store);
        }
        device.fail();
        leave(store);
        int found = recovered(device, EVENTS);
        System.out.println(failure + ": " + EVENTS + " synced, " + EVENTS + " not; recovered " + found);
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR", "SHUTDOWN"})
    void withASyncForEachEventTheFailureIsToldAndNothingSyncedIsLost(Failure failure) {
        ChaosDevice device = device(failure);
        Store store = Store.open(config(device, 1));
        for (int i = 0; i < EVENTS; i++) {
            append(store);
        }
        store.sync();
        int synced = appended.size();
        device.fail();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < CALLS_UNTIL_TOLD; i++) {
                        append(store);
                        store.sync();
                    }
                })
                .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> append(store)).isInstanceOf(StoreException.class);
        leave(store);
        recovered(device, synced);
    }

    @ParameterizedTest
    @CsvSource({"ERROR, 5", "ERROR, 20", "DROPPED_WRITES, 5", "SHUTDOWN, 5", "SHUTDOWN, 20"})
    void batchesAreThereWholeOrNotAtAll(Failure failure, int size) {
        ChaosDevice device = device(failure);
        Store store = Store.open(config(device, 1_000));
        append(store);
        for (int i = 0; i < 3; i++) {
            appendBatch(store, size);
            append(store);
        }
        int batches = 3 * size + 3; // the last batch was synced with all that stood before it
        device.fail();
        if (failure.isTold()) {
            assertThatThrownBy(() -> appendBatch(store, size)).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> appendBatch(store, size)).isInstanceOf(StoreException.class);
        } else {
            appendBatch(store, size);
        }
        leave(store);
        int found = recovered(device, batches);
        assertThat((found - batches) % size)
                .as("%d events, %d of them of synced batches", found, batches)
                .isLessThanOrEqualTo(1);
    }
}
