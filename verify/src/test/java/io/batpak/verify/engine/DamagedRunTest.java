package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.IndexRunDamageException;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.Hash;
import io.batpak.model.IndexArtifacts;
import io.batpak.model.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damage in a run too large to be checked when the store is opened: a read that meets it says so and returns
/// nothing, the file goes when the store is closed, and the next open reads the segments.
///
/// Tier: crash. Covers: E7, E19.
class DamagedRunTest {
    private static final int EVENTS = 105_000;
    private static final int BATCH = 250;
    private static final int ENTITIES = 50;
    private static final int PLACES = 5;
    private static final long VERIFIED_AT_OPEN_BYTES = 8L << 20;

    @TempDir
    private Path directory;

    private StoreConfig config() {
        return StoreConfig.in(directory).indexArtifacts(IndexArtifacts.NEVER).build();
    }

    private List<Path> runs() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".fbx")).toList();
        }
    }

    @Test
    void aDamagedBlockIsNeverAnsweredFromAndGoesAtTheClose() throws IOException {
        try (Store store = Store.open(config())) {
            for (int first = 0; first < EVENTS; first += BATCH) {
                store.appendBatch(IntStream.range(first, first + BATCH)
                        .mapToObj(n -> BatchItem.of(Coordinate.of("order:" + n % ENTITIES, "shop"), KIND, payload(n)))
                        .toList());
            }
        }
        assertThat(runs()).hasSize(1);
        Path run = runs().getFirst();
        byte[] pristine = Files.readAllBytes(run);
        assertThat(pristine.length).isGreaterThan((int) VERIFIED_AT_OPEN_BYTES);
        List<Integer> met = new ArrayList<>();
        for (int place = 1; place <= PLACES; place++) {
            for (Path other : runs()) {
                Files.delete(other);
            }
            byte[] damaged = pristine.clone();
            int at = (int) ((long) pristine.length * place / (PLACES + 1));
            damaged[at] ^= 1;
            Files.write(run, damaged);
            if (meetsDamage(run, at)) {
                met.add(place);
            }
        }
        assertThat(met).as("places at which a read met the damage").hasSizeGreaterThan(2);
    }

    private boolean meetsDamage(Path run, int at) throws IOException {
        String replay = "byte " + at;
        boolean met;
        try (StoreReader reader = StoreReader.open(config())) {
            assertThat(reader.openReport().openPath()).as(replay).isEqualTo("Runs");
            met = isDamaged(reader, run);
        }
        assertThat(run).as(replay + ": a reader deletes nothing").exists();
        boolean readAnew = false;
        try (Store store = Store.open(config())) {
            readAnew = store.openReport().openPath().equals("Rebuild"); // the open itself met it
            assertThat(isDamaged(store, run)).as(replay).isEqualTo(met && !readAnew);
        } catch (IndexRunDamageException atTheOpen) {
            assertThat(atTheOpen.file()).as(replay).isEqualTo(run.getFileName().toString());
            met = true;
        }
        if (readAnew) {
            try (StoreReader reader = StoreReader.open(config())) {
                assertThat(isDamaged(reader, run)).as(replay).isFalse();
            }
            return true;
        }
        assertThat(Files.exists(run)).as(replay).isEqualTo(!met);
        if (met) {
            try (StoreReader reader = StoreReader.open(config())) {
                assertThat(reader.openReport().openPath()).as(replay).isEqualTo("Rebuild");
                assertThat(isDamaged(reader, run)).as(replay).isFalse();
            }
        }
        return met;
    }

    /// Reads everything, and says whether damage was met; what is answered without it is right.
    private static boolean isDamaged(Journal journal, Path run) {
        try {
            long last = -1;
            int orders = 0;
            Map<String, Hash> heads = new HashMap<>();
            for (Entry entry : journal.query(Region.all())) {
                Hash head = heads.put(entry.entity(), entry.eventHash());
                assertThat(entry.previousHash()).isEqualTo(head == null ? Hash.ZERO : head);
                assertThat(entry.sequence() - last).isEqualTo(1);
                last = entry.sequence();
                orders += entry.entity().startsWith("order:") ? 1 : 0;
            }
            assertThat(orders).isEqualTo(EVENTS);
            for (int entity = 0; entity < ENTITIES; entity++) {
                List<Entry> stream = journal.stream("order:" + entity).toList();
                assertThat(stream).hasSize(EVENTS / ENTITIES);
                assertThat(stream.getLast().clock()).isEqualTo(EVENTS / ENTITIES - 1);
                Entry some = stream.get(entity);
                assertThat(journal.get(some.eventId()).sequence()).isEqualTo(some.sequence());
                assertThat(journal.latest("order:" + entity, 0)).contains(stream.getLast());
            }
            return false;
        } catch (IndexRunDamageException e) {
            assertThat(e.file()).isEqualTo(run.getFileName().toString());
            return true;
        }
    }
}
