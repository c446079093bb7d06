package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.format.RunFile;
import io.batpak.format.SidxWriter;
import io.batpak.fs.Mapping;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.SyncMode;
import io.batpak.index.Index;
import io.batpak.index.IndexView;
import io.batpak.index.ReshapedRows;
import io.batpak.index.Reshaping;
import io.batpak.index.Stretch;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.IndexArtifacts;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.read.ChainVerifier;
import io.batpak.read.DeclaredCuts;
import io.batpak.read.EventReader;
import io.batpak.recovery.Restore;
import io.batpak.segment.SegmentName;
import io.batpak.segment.SegmentReads;
import io.batpak.sidecar.IndexRuns;
import io.batpak.sidecar.RunExchange;
import io.batpak.sign.KeyRing;
import io.batpak.sign.ReceiptVerdict;
import io.batpak.sign.ReceiptVerifier;
import io.batpak.sign.SigningKey;
import io.batpak.testkit.MemFs;
import io.batpak.time.Clock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Events are moved and dropped under readers: whoever looked before goes on seeing what he saw, although the files
/// are gone and their names belong to others; whoever looks later sees what is there then.
///
/// Tier: unit. Covers: J1, J5, A15.
class ReshapedReadsTest {
    private static final int EVENTS = 90;
    private static final List<String> ENTITIES = List.of("order:1", "order:2", "user:1");
    private static final Map<Long, Long> OUTPUTS = Map.of(3L, 2L, 4L, 2L, 5L, 4L, 6L, 4L); // the names 4 are used twice
    private static final SigningKey KEY = SigningKey.ofSeed(seed());
    private static final KeyRing KEYS = KeyRing.of(List.of(KEY));

    private static byte[] seed() {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) 7);
        return seed;
    }

    @Test
    void oldViewsReadWhatTheyShowedInMemory() {
        new World(new MemFs()).check();
    }

    @Test
    void oldViewsReadWhatTheyShowedOnDisk(@TempDir Path directory) {
        new World(StoreFs.local(directory)).check();
    }

    @Test
    void aReceiptFromBeforeACompactionStaysValid() {
        World world = new World(new MemFs());
        world.reshape();
        IndexView view = world.index.view();
        int moved = 0;
        for (Receipt receipt : world.receipts) {
            Optional<Entry> entry = view.find(receipt.eventId());
            ReceiptVerdict verdict = ReceiptVerifier.verify(receipt, entry, KEYS, world.index::keepsPlaces);
            assertThat(verdict)
                    .isEqualTo(entry.isPresent() ? ReceiptVerdict.SIGNED : ReceiptVerdict.MISSING_COMMITTED_EVENT);
            moved += entry.isPresent() && !entry.get().position().equals(receipt.position()) ? 1 : 0;
        }
        assertThat(moved).isPositive();
        try (StoreReader reader = StoreReader.open(world.config().build())) {
            Receipt receipt = world.receipts.stream()
                    .filter(given -> given.position().segment() == 3
                            && view.find(given.eventId()).isPresent())
                    .findFirst()
                    .orElseThrow();
            assertThat(reader.verifyReceipt(receipt)).as("its segment is gone").isEqualTo(ReceiptVerdict.SIGNED);
            FramePosition at = receipt.position();
            Receipt elsewhere = world.receipts.stream()
                    .filter(given -> given.position().segment() == 1)
                    .findFirst()
                    .map(given -> at(given, new FramePosition(1, at.offset() + 1, at.length())))
                    .orElseThrow();
            assertThat(reader.verifyReceipt(elsewhere)).isEqualTo(ReceiptVerdict.DISK_POSITION_MISMATCH);
        }
    }

    @Test
    void aSignatureDoesNotCoverATombstone() {
        World world = new World(new MemFs());
        Receipt receipt = world.receipts.getFirst();
        try (RunExchange exchange = world.runs.reserve(world::finished)) {
            Stretch stretch = exchange.stretch();
            int row = stretch.rowFrom(world.index.writer().rowFrom(receipt.sequence()));
            int length = receipt.position().length();
            Reshaping.Builder verdicts = Reshaping.of(stretch.rows(), Hash.ZERO).tombstone(row, length, length);
            RunFile run = exchange.stage(new ReshapedRows(stretch, verdicts.build()), List.of())
                    .orElseThrow();
            world.index.reshape(stretch, run);
            exchange.install();
        }
        Optional<Entry> tombstone = world.index.view().find(receipt.eventId());
        assertThat(tombstone.map(Entry::kind)).contains(EventKind.TOMBSTONE);
        assertThat(ReceiptVerifier.verify(receipt, tombstone, KEYS, world.index::keepsPlaces))
                .isEqualTo(ReceiptVerdict.INVALID_SIGNATURE);
    }

    private static Receipt at(Receipt of, FramePosition position) {
        return new Receipt(
                of.eventId(),
                of.sequence(),
                of.clock(),
                of.contentHash(),
                of.keyId(),
                of.signature(),
                of.extensions(),
                position);
    }

    /// A journal, opened below the store, and a compaction by hand.
    private static final class World {
        final StoreFs fs;
        final List<Receipt> receipts = new ArrayList<>();
        final SegmentReads reads;
        final EventReader reader;
        final Index index;
        final IndexRuns runs;
        private Runnable between = () -> {};

        World(StoreFs fs) {
            this.fs = fs;
            try (Store store = Store.open(config().build())) {
                for (int n = 0; n < EVENTS; n++) {
                    AppendOptions options = n % 7 == 0
                            ? AppendOptions.none().extension("app.n", new byte[] {(byte) n})
                            : AppendOptions.none();
                    Coordinate at = Coordinate.of(ENTITIES.get(n % ENTITIES.size()), "shop");
                    receipts.add(store.append(at, KIND, payload(n), options));
                }
            }
            reads = new SegmentReads(fs, 3);
            reader = new EventReader(reads);
            index = Restore.run(fs, Clock.system(), true, reader).index();
            index.writer().cut();
            runs = new IndexRuns(fs, index);
            runs.seal(Long.MAX_VALUE - 1);
        }

        StoreConfig.Builder config() {
            return StoreConfig.on(fs)
                    .cooperative(true)
                    .segmentBytesMax(4 << 10)
                    .signingKeys(List.of(KEY))
                    .indexArtifacts(IndexArtifacts.NEVER);
        }

        Stretch finished() {
            return index.joined(0, index.finished().size());
        }

        private void check() {
            IndexView old = index.view();
            List<Entry> entries = toList(old.query(Region.all()));
            List<String> expected = entries.stream().map(this::line).toList();
            Iterator<StoredEvent> underWay =
                    reader.readAll(old.query(Region.all())).iterator();
            List<String> walked = new ArrayList<>();
            for (int n = 0; n < EVENTS / 4; n++) {
                walked.add(line(underWay.next()));
            }
            between = () -> assertThat(entries.stream().map(this::line)).isEqualTo(expected);
            AtomicReference<Throwable> failed = new AtomicReference<>();
            AtomicBoolean done = new AtomicBoolean();
            Thread beside = Thread.ofPlatform().start(() -> readUntil(done, entries, expected, failed));
            List<Long> dropped = reshape();
            done.set(true);
            join(beside);
            assertThat(failed.get()).isNull();
            between.run();
            underWay.forEachRemaining(event -> walked.add(line(event)));
            assertThat(walked).isEqualTo(entries.stream().map(this::content).toList());
            assertThat(toList(old.query(Region.all()))).isEqualTo(entries);
            assertThat(old.eventCount()).isEqualTo(entries.size());
            assertThat(ChainVerifier.run(reads, old, null, DeclaredCuts.NONE).intact())
                    .isTrue();
            checkNew(entries, expected, dropped);
        }

        private void checkNew(List<Entry> entries, List<String> expected, List<Long> dropped) {
            IndexView view = index.view();
            List<Entry> left = toList(view.query(Region.all()));
            List<Entry> kept = entries.stream()
                    .filter(entry -> !dropped.contains(entry.sequence()))
                    .toList();
            assertThat(left).isEqualTo(kept);
            assertThat(left).extracting(entry -> entry.position().segment()).doesNotContain(3L, 5L, 6L);
            assertThat(left).extracting(entry -> entry.position().segment()).contains(2L, 4L);
            assertThat(left.stream().map(this::line).map(World::withoutPlace))
                    .isEqualTo(kept.stream()
                            .map(entry -> expected.get(entries.indexOf(entry)))
                            .map(World::withoutPlace)
                            .toList());
            List<Entry> mixed = new ArrayList<>();
            for (int at = 0; at < left.size(); at++) {
                mixed.add(left.get(at));
                mixed.add(kept.get(at));
            }
            List<String> read = new ArrayList<>();
            reader.readAll(mixed).forEach(event -> read.add(line(event)));
            assertThat(read).isEqualTo(mixed.stream().map(this::content).toList());
            try (StoreReader reopened = StoreReader.open(config().build())) {
                assertThat(reopened.openReport().openPath()).isEqualTo("Runs");
                assertThat(reopened.query(Region.all()).stream().map(Entry::sequence))
                        .isEqualTo(kept.stream().map(Entry::sequence).toList());
                assertThat(reopened.query(Region.all()).stream().map(Entry::position))
                        .isEqualTo(left.stream().map(Entry::position).toList());
            }
        }

        private void readUntil(
                AtomicBoolean done, List<Entry> entries, List<String> expected, AtomicReference<Throwable> failed) {
            try {
                while (!done.get()) {
                    for (int at = 0; at < entries.size(); at++) {
                        assertThat(line(entries.get(at))).isEqualTo(expected.get(at));
                    }
                }
            } catch (RuntimeException | Error e) {
                failed.set(e);
            }
        }

        private static void join(Thread thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static List<Entry> toList(Iterable<Entry> entries) {
            List<Entry> list = new ArrayList<>();
            entries.forEach(list::add);
            return list;
        }

        private String line(Entry entry) {
            return line(reader.read(entry)) + " " + entry.extensions() + " " + entry.eventHash();
        }

        private String content(Entry entry) {
            return line(reader.read(entry));
        }

        private static String line(StoredEvent event) {
            return event.eventId() + " " + event.coordinate() + " " + Arrays.toString(event.payload()) + " "
                    + event.sequence() + " " + event.position() + " " + event.extensions();
        }

        private static String withoutPlace(String line) {
            return line.replaceAll("FramePosition\\[[^]]*]", "");
        }

        /// Drops every third event of the sources; returns the sequences.
        List<Long> reshape() {
            List<Long> dropped = new ArrayList<>();
            try (RunExchange exchange = runs.reserve(this::finished)) {
                Stretch stretch = exchange.stretch();
                ReshapedRows rows = new ReshapedRows(stretch, verdicts(stretch, dropped));
                List<RunExchange.Output> outputs = List.of(write(rows, 2), write(rows, 4));
                Optional<RunFile> run = exchange.stage(rows, outputs);
                Map<Long, Mapping> retired = new HashMap<>();
                OUTPUTS.keySet().forEach(source -> retired.put(source, map(source)));
                between.run();
                index.retire(retired);
                between.run();
                step(2, 3, 4);
                between.run();
                step(4, 5, 6);
                between.run();
                index.reshape(stretch, run.orElseThrow());
                exchange.install();
            }
            return dropped;
        }

        private Reshaping verdicts(Stretch stretch, List<Long> dropped) {
            Reshaping.Builder verdicts = Reshaping.of(stretch.rows(), Hash.ZERO);
            var source = stretch.source();
            OUTPUTS.forEach((from, to) -> verdicts.move(from, to, framesStart(source.offset(0))));
            for (int row = 0; row < stretch.rows(); row++) {
                if (OUTPUTS.containsKey(source.segment(row)) && row % 3 == 0) {
                    verdicts.drop(row);
                    dropped.add(source.sequence(row));
                }
            }
            return verdicts.build();
        }

        private static long framesStart(long firstOffset) {
            return firstOffset; // preambles are of one length
        }

        private Mapping map(long segment) {
            try (StoreFile file = fs.openReadOnly(SegmentName.of(segment).fileName())) {
                return file.mapUntilUnreachable();
            }
        }

        private RunExchange.Output write(ReshapedRows rows, long output) {
            String name = SegmentName.of(output).fileName() + ".compact-new";
            try (StoreFile file = fs.createNew(name)) {
                long at = copy(file, 0, 1, 0, rows.stretch().source().offset(0));
                for (int row = 0; row < rows.count(); row++) {
                    if (rows.segment(row) == output) {
                        assertThat(rows.offset(row)).isEqualTo(at);
                        var from = rows.stretch().source();
                        int source = rows.sourceRow(row);
                        at = copy(file, at, from.segment(source), from.offset(source), from.length(source));
                    }
                }
                long[] end = {at};
                assertThat(rows.framesEnd(output)).isEqualTo(at);
                SidxWriter.write(rows.footerOf(output), rows.rowsOf(output), at, (bytes, offset, length) -> {
                    file.write(bytes, offset, length, end[0]);
                    end[0] += length;
                });
                file.sync(SyncMode.ALL);
            }
            return new RunExchange.Output(output, name);
        }

        private long copy(StoreFile to, long at, long segment, long offset, long length) {
            byte[] bytes = new byte[(int) length];
            map(segment).copy(offset, bytes, 0, bytes.length);
            to.write(bytes, 0, bytes.length, at);
            return at + length;
        }

        private void step(long output, long... sources) {
            String name = SegmentName.of(output).fileName();
            fs.rename(name + ".compact-new", name);
            reads.forget(output);
            between.run();
            for (long source : sources) {
                fs.delete(SegmentName.of(source).fileName());
                reads.forget(source);
            }
            fs.syncDirectory();
        }
    }
}
