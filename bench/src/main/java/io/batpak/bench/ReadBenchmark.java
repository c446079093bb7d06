package io.batpak.bench;

import io.batpak.StoreReader;
import io.batpak.model.ChainReport;
import io.batpak.model.EventId;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Reads from a closed store of 200-byte events, warm: by id, by entity, the replay and the verified scan of
/// everything.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ReadBenchmark {
    /// How many events the store has.
    @Param({"200000"})
    public int events;

    @SuppressWarnings("NullAway.Init") // JMH calls the set-up before any benchmark
    private Opened opened;

    /// The store of the run.
    record Opened(Fixture fixture, StoreReader reader) {}

    /// What a scan went through, beside its own rate.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Scanned {
        /// Bytes of files.
        public long bytes;

        /// Events proved.
        public long eventsProved;

        /// Events read and decoded.
        public long eventsRead;
    }

    /// Fills and opens the store.
    @Setup(Level.Trial)
    public void open() throws IOException {
        Fixture fixture = Fixture.of(events);
        opened = new Opened(fixture, StoreReader.open(fixture.config()));
    }

    /// Closes and deletes it.
    @TearDown(Level.Trial)
    public void close() throws IOException {
        opened.reader().close();
        opened.fixture().close();
    }

    /// One event by its id, at random, payload decoded.
    @Benchmark
    public Object get() {
        List<EventId> sample = opened.fixture().sample();
        StoredEvent event =
                opened.reader().get(sample.get(ThreadLocalRandom.current().nextInt(sample.size())));
        return event.value();
    }

    /// All entries of one entity, at random.
    @Benchmark
    public long queryEntity() {
        String entity = "acct:" + ThreadLocalRandom.current().nextInt(10_000);
        return opened.reader().query(Region.entity(entity)).stream().count();
    }

    /// All events of one entity, at random, in its order.
    @Benchmark
    public long readStream(Scanned scanned) {
        long events = 0;
        String entity = "acct:" + ThreadLocalRandom.current().nextInt(10_000);
        for (StoredEvent event : opened.reader().readStream(entity)) {
            events += event.payloadLength() > 0 ? 1 : 0;
        }
        scanned.eventsRead += events;
        return events;
    }

    /// Every event in commit order, checksums checked, decoded; no hash is recomputed.
    @Benchmark
    public long replay(Scanned scanned) {
        long payloadBytes = 0;
        long events = 0;
        for (StoredEvent event : opened.reader().read(Region.all())) {
            payloadBytes += event.payloadLength();
            events++;
        }
        scanned.bytes += opened.fixture().bytes();
        scanned.eventsRead += events;
        return payloadBytes;
    }

    /// Every frame read, its checksum and hash proved, its link followed.
    @Benchmark
    public ChainReport verifiedScan(Scanned scanned) {
        ChainReport report = opened.reader().verifyChain();
        if (!report.intact()) {
            throw new IllegalStateException("not intact: " + report);
        }
        scanned.bytes += opened.fixture().bytes();
        scanned.eventsProved += report.events();
        return report;
    }
}
