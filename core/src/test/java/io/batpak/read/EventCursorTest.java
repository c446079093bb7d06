package io.batpak.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.batpak.error.SegmentDamageException;
import io.batpak.format.FrameDraft;
import io.batpak.format.FrameEncoder;
import io.batpak.format.FrameHead;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.index.Index;
import io.batpak.index.IndexRow;
import io.batpak.model.Bytes;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.PayloadEncryption;
import io.batpak.model.StoredEvent;
import io.batpak.msgpack.MessageWriter;
import io.batpak.payload.HandWritten;
import io.batpak.payload.HandWritten.Counted;
import io.batpak.payload.HandWritten.Sale;
import io.batpak.payload.HandWritten.SaleCodec;
import io.batpak.payload.PayloadDecodeException;
import io.batpak.payload.PayloadFutureVersionException;
import io.batpak.payload.PayloadRegistry;
import io.batpak.segment.SegmentReads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Events one after another, made whole or not: a payload that is asked for alone is the one that the whole event has,
/// and what is refused is refused in the same words.
///
/// Covers: A16, H5.
/// Tier: unit.
class EventCursorTest {
    private static final PayloadRegistry TYPES =
            PayloadRegistry.of(List.of(SaleCodec.standard(), HandWritten.counted(HandWritten.legacy())));
    private static final EventKind SALE = SaleCodec.standard().kind();
    private static final EventKind COUNTED = HandWritten.counted().kind();

    @TempDir
    private Path directory;

    private final Index index = new Index(position -> {
        throw new AssertionError("no frame is to be read: " + position);
    });
    private final IndexRow row = new IndexRow();
    private StoreFile file;
    private SegmentReads reads;
    private EventReader events;
    private long sequence;

    @BeforeEach
    void begin() {
        StoreFs fs = StoreFs.local(directory);
        file = fs.createNew("000001.fbat");
        reads = new SegmentReads(fs, 1);
        events = new EventReader(reads);
    }

    @AfterEach
    void close() {
        reads.close();
        file.close();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /// An event of an entity `e`, to be changed and added.
    private FrameDraft draft(EventKind kind, int version, byte[] payload) {
        return new FrameDraft()
                .eventId(7, sequence + 1)
                .correlationId(7, sequence + 1)
                .clock(sequence)
                .kind(kind.raw())
                .payloadVersion(version)
                .payload(payload, 0, payload.length)
                .contentHash(Hash.of(1, 2, 3, sequence))
                .hasChain(true)
                .entity("e")
                .scope("s");
    }

    private void add(FrameDraft draft) {
        MessageWriter out = new MessageWriter(64);
        FrameEncoder.encode(draft, out);
        add(out.toByteArray());
    }

    private void add(byte[] frame) {
        long at = file.length();
        file.write(frame, 0, frame.length, at);
        index.writer()
                .insert(row.clear()
                        .sequence(sequence)
                        .eventId(7, sequence + 1)
                        .coordinate("e", "s")
                        .kind(SALE.raw())
                        .at(0, 0, sequence, 1000)
                        .hashBehindHead(Hash.of(1, 2, 3, sequence))
                        .position(1, at, frame.length));
        index.writer().publish();
        sequence++;
    }

    private void addSale(long amount) {
        add(draft(SALE, 1, TYPES.encode(new Sale(amount, "x")).payload().bytes()));
    }

    private Iterator<Entry> entries() {
        return index.view().entityAfter("e", -1).iterator();
    }

    private EventCursor atLast() {
        EventCursor cursor = events.cursor(entries());
        for (long i = 0; i < sequence; i++) {
            assertThat(cursor.next()).isTrue();
        }
        return cursor;
    }

    @Test
    void payloadsAloneAreThoseOfWholeEvents() {
        addSale(5);
        add(draft(SALE, 0, TYPES.encode(new Sale(6, "version 0")).payload().bytes()));
        add(draft(SALE, 1, hex("83a46e6f7465a178a47a7a7a7a8101a179a6616d6f756e7405")));
        EventCursor cursor = events.cursor(entries());
        List<Sale> alone = new ArrayList<>();
        while (cursor.next()) {
            assertThat(cursor.kind()).isEqualTo(SALE.raw());
            alone.add(cursor.payload(TYPES, Sale.class));
        }
        List<Sale> whole = new ArrayList<>();
        events.readAll(index.view().entityAfter("e", -1)).forEach(event -> whole.add(TYPES.decode(event, Sale.class)));
        assertThat(alone).containsExactly(new Sale(5, "x"), new Sale(6, "version 0"), new Sale(5, "x"));
        assertThat(alone).isEqualTo(whole);
    }

    @Test
    void theWholeEventIsThereBeforeAndBehindItsPayload() {
        addSale(5);
        EventCursor cursor = atLast();
        assertThat(cursor.payload(TYPES, Sale.class)).isEqualTo(new Sale(5, "x"));
        StoredEvent event = cursor.event();
        assertThat(event.sequence()).isZero();
        assertThat(event.eventId()).isEqualTo(cursor.entry().eventId());
        assertThat(event.payload())
                .isEqualTo(TYPES.encode(new Sale(5, "x")).payload().bytes());
        assertThat(cursor.event()).isSameAs(event);
        assertThat(cursor.payload(TYPES, Sale.class)).isEqualTo(new Sale(5, "x"));
    }

    @Test
    void anOldVersionGoesThroughItsSteps() {
        MessageWriter out = new MessageWriter(16);
        out.mapHeader(1);
        out.string("count");
        out.signed(7);
        add(draft(COUNTED, 1, out.toByteArray()));
        assertThat(atLast().payload(TYPES, Counted.class)).isEqualTo(new Counted(7, "legacy"));
    }

    /// What a cursor says must be what the whole event says.
    private Throwable refused(Class<?> type) {
        EventCursor cursor = atLast();
        Throwable alone = catchThrowable(() -> cursor.payload(TYPES, type));
        Throwable whole = catchThrowable(() -> TYPES.decode(atLast().event(), type));
        assertThat(alone).isNotNull().hasSameClassAs(whole).hasMessage(whole.getMessage());
        return alone;
    }

    @Test
    void whatCannotBeDecodedIsRefusedInTheSameWords() {
        add(draft(SALE, 1, hex("81a6616d6f756e7405")));
        assertThat(refused(Sale.class))
                .isInstanceOf(PayloadDecodeException.class)
                .hasMessageContaining("note");
        add(draft(SALE, 2, hex("80")));
        assertThat(refused(Sale.class)).isInstanceOf(PayloadFutureVersionException.class);
        add(draft(COUNTED, 2, hex("80")));
        assertThat(refused(Sale.class)).hasMessageContaining("Sale");
        assertThat(refused(String.class)).hasMessageContaining("String");
        byte[] plain = TYPES.encode(new Sale(5, "x")).payload().bytes();
        PayloadEncryption sealed = new PayloadEncryption(Bytes.of(new byte[] {1}), Bytes.of(new byte[24]));
        add(draft(SALE, 1, plain).encryption(sealed));
        assertThat(refused(Sale.class)).hasMessageContaining("encrypted");
    }

    @Test
    void aFrameThatIsNoEventIsRefusedAndTheNextOneIsRead() {
        byte[] plain = TYPES.encode(new Sale(5, "x")).payload().bytes();
        add(draft(SALE, 1, plain).hasChain(false));
        add(draft(SALE, 1, plain).eventId(7, 99));
        add(draft(SALE, 1, plain).scope("t"));
        MessageWriter out = new MessageWriter(64);
        FrameEncoder.encode(draft(SALE, 1, plain), out);
        byte[] flipped = out.toByteArray();
        flipped[FrameHead.BYTES]++;
        add(flipped);
        addSale(8);
        EventCursor cursor = events.cursor(entries());
        for (String detail : List.of("hash_chain", "another event", "another coordinate", "checksum")) {
            assertThatThrownBy(cursor::next)
                    .isInstanceOf(SegmentDamageException.class)
                    .hasMessageContaining(detail);
            assertThatThrownBy(cursor::event).isInstanceOf(IllegalStateException.class);
        }
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.payload(TYPES, Sale.class).amount()).isEqualTo(8);
        assertThat(cursor.next()).isFalse();
    }

    @Test
    void aPayloadThatIsNoByteStringIsRefusedEitherWay() {
        MessageWriter out = new MessageWriter(64);
        FrameEncoder.encode(draft(SALE, 1, hex("8101")), out);
        byte[] frame = out.toByteArray();
        byte[] stored = concat(key("payload"), hex("92cc8101"));
        int at = indexOf(frame, stored);
        frame[at + stored.length - 3] = (byte) 0xd0; // -127 is no byte
        FrameHead.put(frame, 0, frame.length - FrameHead.BYTES);
        add(frame);
        assertThat(refused(Sale.class))
                .isInstanceOf(SegmentDamageException.class)
                .hasMessageContaining("payload");
    }

    private static byte[] key(String name) {
        return concat(new byte[] {(byte) (0xa0 | name.length())}, name.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static int indexOf(byte[] all, byte[] part) {
        int at = HexFormat.of().formatHex(all).indexOf(HexFormat.of().formatHex(part));
        assertThat(at).isPositive().isEven();
        return at / 2;
    }

    @Test
    void atNoEventThereIsNothingToAskFor() {
        addSale(1);
        EventCursor cursor = events.cursor(entries());
        assertThatThrownBy(cursor::entry).isInstanceOf(IllegalStateException.class);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.next()).isFalse();
        assertThatThrownBy(cursor::kind).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cursor.payload(TYPES, Sale.class)).isInstanceOf(IllegalStateException.class);
        assertThat(cursor.next()).isFalse();
    }
}
