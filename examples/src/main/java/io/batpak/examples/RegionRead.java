package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.ClockRange;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.KindFilter;
import io.batpak.model.Page;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Ask for a part of the journal, and go through a large answer page by page.
public final class RegionRead {
    private static final EventKind READING = EventKind.of(0xF, 0x41);
    private static final EventKind ALARM = EventKind.of(0xF, 0x42);

    private RegionRead() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            for (int celsius = 20; celsius < 30; celsius++) {
                store.append(Coordinate.of("sensor:3", "plant"), READING, Payload.of(Value.map("celsius", celsius)));
            }
            store.append(Coordinate.of("sensor:4", "plant"), ALARM, Payload.of(Value.map("text", "hot")));
            store.append(Coordinate.of("sensors", "office"), READING, Payload.of(Value.map("celsius", 21)));

            Region sensors = Region.entity("sensor").withScope("plant");
            Region alarms = sensors.withKind(new KindFilter.Exact(ALARM));
            Region begin = sensors.withClockRange(new ClockRange(0, 2));

            out.println("sensors: " + store.query(sensors).stream().count());
            out.println("alarms: " + store.query(alarms).stream().count());
            out.println("begin: " + store.query(begin).stream().count());
            inPages(store, sensors, out);
        }
    }

    private static void inPages(Store store, Region region, PrintStream out) {
        Page next = Page.first(4);
        while (true) {
            List<Entry> page = store.query(region, next);
            if (page.isEmpty()) {
                return;
            }
            out.println("page of " + page.size());
            next = Page.after(page.getLast().sequence(), 4);
        }
    }
}
