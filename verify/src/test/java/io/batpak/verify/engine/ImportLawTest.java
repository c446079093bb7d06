package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.AppendOptions;
import io.batpak.model.Bytes;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventHeader;
import io.batpak.model.EventKind;
import io.batpak.model.ImportOptions;
import io.batpak.model.ImportProvenance;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Importing what one journal holds gives the journal that appending it directly gives, but for ids and the mark
/// where each event comes from; before and after it is opened again.
///
/// Covers: E39, J7.
/// Tier: law.
class ImportLawTest {
    private static final int EVENTS = 200;
    private static final int SEEDS = "full".equals(System.getProperty("batpak.depth")) ? 200 : 10;

    static LongStream seeds() {
        Long only = Long.getLong("batpak.seed");
        return only == null ? LongStream.range(0, SEEDS) : LongStream.of(only);
    }

    /// One event as the generator makes it.
    private record Drawn(Coordinate at, EventKind kind, Payload payload, AppendOptions options) {
        void appendTo(Store store) {
            store.append(at, kind, payload, options);
        }
    }

    private static Drawn draw(Random random) {
        byte[] payload = new byte[random.nextInt(random.nextInt(10) == 0 ? 3000 : 100)];
        random.nextBytes(payload);
        AppendOptions options = AppendOptions.none().flags(random.nextInt(256)).payloadVersion(random.nextInt(4));
        if (random.nextBoolean()) {
            options = options.extension("app.n" + random.nextInt(3), new byte[] {(byte) random.nextInt()});
        }
        Coordinate at = Coordinate.of("order:" + random.nextInt(5), "scope" + random.nextInt(2));
        return new Drawn(at, EventKind.of(0xF, random.nextInt(4)), Payload.messagePack(payload), options);
    }

    private static StoreConfig config(MemFs fs, Random random) {
        return Samples.quiet(fs)
                .segmentBytesMax(1L << (10 + random.nextInt(8)))
                .batchEventsMax(1 + random.nextInt(60))
                .batchBytesMax(4096)
                .build();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void importedIsAppendedApartFromIds(long seed) {
        Random random = new Random(seed);
        MemFs importedFs = new MemFs();
        MemFs directFs = new MemFs();
        try (Store source = Store.open(config(new MemFs(), random));
                Store imported = Store.open(config(importedFs, random));
                Store direct = Store.open(config(directFs, random))) {
            for (int n = 0; n < EVENTS; n++) {
                Drawn event = draw(random);
                event.appendTo(source);
                event.appendTo(direct);
                if (random.nextInt(40) == 0) {
                    source.sync();
                    imported.importEvents(source, ImportOptions.from("law").chunkSize(1 + random.nextInt(50)));
                }
            }
            imported.importEvents(source, ImportOptions.from("law"));
            assertThat(facts(imported))
                    .as("seed " + seed)
                    .isEqualTo(facts(direct))
                    .hasSize(EVENTS);
            assertThat(imported.verifyChain().intact()).isTrue();
        }
        try (Store imported = Store.open(Samples.quiet(importedFs).build());
                Store direct = Store.open(Samples.quiet(directFs).build())) {
            assertThat(facts(imported)).as("reopened, seed " + seed).isEqualTo(facts(direct));
        }
    }

    private static List<String> facts(Store store) {
        List<String> facts = new ArrayList<>();
        for (Entry entry : store.query(Region.entity("order"))) {
            StoredEvent event = store.read(entry);
            EventHeader header = event.header();
            Map<String, Bytes> extensions = new TreeMap<>(event.extensions().asMap());
            extensions.remove(ImportProvenance.EXTENSION_KEY);
            facts.add(entry.sequence() + " " + entry.coordinate() + " " + entry.kind() + " " + entry.lane() + " "
                    + entry.clock() + " " + entry.wallMillis() + " " + entry.eventHash() + " "
                    + entry.previousHash() + " " + header.flags() + " " + header.payloadVersion() + " " + extensions
                    + " " + HexFormat.of().formatHex(event.payload()));
        }
        return facts;
    }
}
