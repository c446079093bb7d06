package io.batpak.bench;

import io.batpak.model.CorrelationId;
import io.batpak.model.DagPosition;
import io.batpak.model.EventHeader;
import io.batpak.model.EventId;
import io.batpak.model.Hash;
import io.batpak.payload.EncodedPayload;
import io.batpak.payload.PayloadRegistry;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

/// A record of six fields to bytes and back: with its generated codec, with msgpack-core written out by hand for the
/// same bytes, and with Jackson as JSON.
///
/// One thread; `-prof gc` adds the bytes allocated. The codec is asked for by the class of the object, as an append
/// does.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PayloadBenchmark {
    private static final PayloadRegistry TYPES = PayloadRegistry.discovered();
    private static final JsonMapper JSON = JsonMapper.shared();
    /// A buffer as small as ours; by default it takes 8 KiB for each message.
    private static final MessagePack.PackerConfig SMALL = new MessagePack.PackerConfig().withBufferSize(128);

    private final OrderPlaced order = new OrderPlaced(1_234_567, "customer:4711", "EUR", 199_900, 3, true);
    private final byte[] stored = TYPES.encode(order).payload().bytes();
    private final byte[] json = JSON.writeValueAsBytes(order);
    private final EventHeader header = header();

    private static EventHeader header() {
        EventId id = new EventId(1, 2);
        return new EventHeader(
                id,
                CorrelationId.of(id),
                Optional.empty(),
                0,
                DagPosition.root(),
                0,
                TYPES.codec(OrderPlaced.class).kind(),
                0,
                Hash.ZERO,
                1,
                Optional.empty());
    }

    /// To bytes with the generated codec.
    @Benchmark
    public EncodedPayload encode() {
        return TYPES.encode(order);
    }

    /// The same bytes with msgpack-core.
    @Benchmark
    public byte[] encodeMsgpackCore() throws IOException {
        MessageBufferPacker out = SMALL.newBufferPacker();
        out.packMapHeader(6);
        out.packString("number").packLong(order.number());
        out.packString("customer").packString(order.customer());
        out.packString("currency").packString(order.currency());
        out.packString("cents").packLong(order.cents());
        out.packString("items").packInt(order.items());
        out.packString("paid").packBoolean(order.paid());
        return out.toByteArray();
    }

    /// To JSON with Jackson.
    @Benchmark
    public byte[] encodeJackson() {
        return JSON.writeValueAsBytes(order);
    }

    /// From bytes with the generated codec.
    @Benchmark
    public OrderPlaced decode() {
        return TYPES.decode(header, stored, OrderPlaced.class);
    }

    /// From JSON with Jackson.
    @Benchmark
    public OrderPlaced decodeJackson() {
        return JSON.readValue(json, OrderPlaced.class);
    }
}
