package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.format.FrameHead.Verdict;
import io.batpak.format.SidxFooter.Found;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every segment batpak ever gave us, read and written again byte for byte.
///
/// Covers: A1, A6, E4.
/// Tier: golden.
class GoldenSegmentTest {

    private final FrameView view = new FrameView();
    private final FrameDraft draft = new FrameDraft();

    /// A segment cut into its parts; `end` is where the intact frames end.
    private static final class Segment {

        final Path file;
        final byte[] bytes;
        final long framesStart;
        final List<Integer> frames = new ArrayList<>();
        final int end;

        Segment(Path file, byte[] bytes, long framesStart) {
            this.file = file;
            this.bytes = bytes;
            this.framesStart = framesStart;
            int at = (int) framesStart;
            while (FrameHead.check(bytes, at, bytes.length) == Verdict.OK) {
                frames.add(at);
                at += length(at);
            }
            end = at;
        }

        boolean old() {
            return file.toString().contains("adr0009");
        }

        /// Whether the bytes behind the intact frames are a footer or nothing.
        boolean whole() {
            String name = file.toString();
            return !name.contains("torn") && !name.contains("defect-");
        }

        private int length(int offset) {
            return FrameHead.BYTES + (int) FrameHead.bodyLength(bytes, offset);
        }
    }

    @BeforeEach
    void needsReferenceData() {
        GoldenBytes.root();
    }

    private static List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        for (Path file : GoldenBytes.segments()) {
            byte[] bytes = GoldenBytes.bytes(file);
            if (Preamble.decode(bytes, bytes.length) instanceof Decoded.Ok<Preamble.Fields>(Preamble.Fields preamble)) {
                segments.add(new Segment(file, bytes, preamble.framesStart()));
            } else {
                assertThat(file.toString()).contains("defect-newest-segment");
            }
        }
        return segments;
    }

    @Test
    void everyPreambleIsWrittenAgainByteForByte() {
        for (Segment segment : segments()) {
            Preamble.Fields fields = ok(Preamble.decode(segment.bytes, segment.bytes.length));
            byte[] again = Preamble.encode(fields.segmentId(), fields.createdNanos());
            assertThat(again).as(segment.file.toString()).isEqualTo(Arrays.copyOf(segment.bytes, (int)
                    segment.framesStart));
        }
    }

    @Test
    void everyFrameIsWrittenAgainByteForByte() {
        int frames = 0;
        for (Segment segment : segments()) {
            for (int at : segment.frames) {
                decode(segment, at);
                assertThat(view.copyTo(draft)).isNull();
                byte[] frame = Arrays.copyOfRange(segment.bytes, at, at + segment.length(at));
                if (segment.old()) {
                    assertThat(FrameSamples.frame(draft)).hasSize(frame.length + 17);
                } else {
                    assertThat(FrameSamples.frame(draft))
                            .as("%s at %d", segment.file, at)
                            .isEqualTo(frame);
                }
                frames++;
            }
        }
        assertThat(frames).isGreaterThan(1400);
    }

    @Test
    void everyStoredPayloadHasTheHashItsChainClaims() {
        PayloadHasher hasher = new PayloadHasher();
        for (Segment segment : segments()) {
            for (int at : segment.frames) {
                decode(segment, at);
                assertThat(view.hasChain()).isEqualTo(!Kinds.isMarker(view.kind()));
                assertThat(!view.hasChain() || hasher.matches(view))
                        .as("%s at %d", segment.file, at)
                        .isTrue();
                byte[] content = new byte[32];
                byte[] event = new byte[32];
                view.copyContentHash(content, 0);
                view.copyEventHash(event, 0);
                assertThat(event).isEqualTo(content);
            }
        }
    }

    @Test
    void everySpellingOfEveryStoredFrameReadsTheSame() {
        for (Segment segment : segments()) {
            for (int at : segment.frames) {
                decode(segment, at);
                FrameSamples.Facts facts = FrameSamples.Facts.of(view);
                byte[] body = Arrays.copyOfRange(segment.bytes, at + FrameHead.BYTES, at + segment.length(at));
                byte[] scrambled = new FrameScrambler(at).scramble(body);
                assertThat(view.decode(scrambled, 0, scrambled.length)).isNull();
                assertThat(FrameSamples.Facts.of(view)).isEqualTo(facts);
            }
        }
    }

    @Test
    void framesEndWhereTheFooterBegins() {
        int footers = 0;
        for (Segment segment : segments()) {
            switch (SidxFooter.read(ByteSource.of(segment.bytes), segment.bytes.length)) {
                case Found.Footer footer -> {
                    assertThat(footer.framesEnd()).as(segment.file.toString()).isEqualTo(segment.end);
                    assertThat(footer.version()).isEqualTo(segment.old() ? 2 : 3);
                    footers++;
                }
                case Found.None _ -> {
                    if (segment.whole()) {
                        assertThat(segment.end).as(segment.file.toString()).isEqualTo(segment.bytes.length);
                    }
                }
                case Found.TooNew newer -> throw new AssertionError(segment.file + ": " + newer);
                case Found.Damaged damaged -> throw new AssertionError(segment.file + ": " + damaged);
            }
        }
        assertThat(footers).isGreaterThan(40);
    }

    @Test
    void everyFooterIsWrittenAgainByteForByte() {
        SidxBuilder fromRows = new SidxBuilder();
        SidxBuilder fromFrames = new SidxBuilder();
        SidxBuilder fromDrafts = new SidxBuilder();
        for (Segment segment : segments()) {
            if (SidxFooter.read(ByteSource.of(segment.bytes), segment.bytes.length) instanceof Found.Footer footer
                    && footer.version() == 3) {
                SidxRows rows = footer.rows();
                fromRows.reset();
                fromFrames.reset();
                fromDrafts.reset();
                for (long row = 0; row < rows.count(); row++) {
                    int at = (int) rows.frameOffset(row);
                    int length = (int) rows.frameLength(row);
                    decode(segment, at);
                    assertThat(view.copyTo(draft)).isNull();
                    fromRows.add(rows, row);
                    fromFrames.add(view, at, length, rows.sequence(row));
                    fromDrafts.add(draft, at, length, rows.sequence(row));
                }
                byte[] stored = Arrays.copyOfRange(segment.bytes, segment.end, segment.bytes.length);
                assertThat(fromRows.toByteArray(segment.end))
                        .as(segment.file.toString())
                        .isEqualTo(stored);
                assertThat(fromFrames.toByteArray(segment.end))
                        .as(segment.file.toString())
                        .isEqualTo(stored);
                assertThat(fromDrafts.toByteArray(segment.end))
                        .as(segment.file.toString())
                        .isEqualTo(stored);
                assertThat(fromRows.encodedLength()).isEqualTo(stored.length);
            }
        }
    }

    @Test
    void theDocumentedFooterOfTheOlderReleaseIsRead() {
        byte[] bytes = GoldenBytes.bytes(GoldenBytes.root().resolve("stores/adr0009-checkpoint-v5/000001.fbat"));
        assertThat(SidxFooter.read(ByteSource.of(bytes), bytes.length))
                .isInstanceOfSatisfying(Found.Footer.class, footer -> {
                    SidxRows rows = footer.rows();
                    assertThat(footer.framesEnd()).isEqualTo(2125);
                    assertThat(rows.count()).isEqualTo(3);
                    assertThat(rows.endAt(2125)).isTrue();
                    assertThat(rows.strings())
                            .containsExactly(
                                    "batpak:store",
                                    "batpak:lifecycle",
                                    "entity:adr0009-checkpoint-v5",
                                    "scope:fixture");
                    assertThat(rows.eventHigh(1)).isZero();
                    assertThat(rows.eventLow(1)).isEqualTo(0xad05);
                    assertThat(rows.entity(1)).isEqualTo("entity:adr0009-checkpoint-v5");
                    assertThat(rows.scope(1)).isEqualTo("scope:fixture");
                    assertThat(rows.kind(1)).isEqualTo(Kinds.DATA);
                    assertThat(rows.wallMillis(1)).isEqualTo(0x19e355b0969L);
                    assertThat(rows.clock(1)).isZero();
                    assertThat(rows.lane(1)).isEqualTo(5);
                    assertThat(rows.depth(1)).isEqualTo(3);
                    assertThat(rows.frameOffset(1)).isEqualTo(1076);
                    assertThat(rows.frameLength(1)).isEqualTo(521);
                    assertThat(rows.sequence(1)).isEqualTo(1);
                    assertThat(rows.correlationLow(1)).isEqualTo(0xad05);
                    assertThat(rows.causationLow(1) | rows.causationHigh(1) | rows.correlationHigh(1))
                            .isZero();
                    byte[] hash = new byte[32];
                    rows.eventHash(1, hash, 0);
                    assertThat(HexFormat.of().formatHex(hash))
                            .startsWith("0a7ddac6")
                            .endsWith("58b1");
                    rows.previousHash(1, hash, 0);
                    assertThat(hash).containsOnly(0);
                });
    }

    private void decode(Segment segment, int at) {
        Damage damage = view.decode(segment.bytes, at + FrameHead.BYTES, segment.length(at) - FrameHead.BYTES);
        assertThat(damage).as("%s at %d", segment.file, at).isNull();
    }

    private static <T> T ok(Decoded<T> decoded) {
        return switch (decoded) {
            case Decoded.Ok<T>(T value) -> value;
            case Decoded.Damaged<T>(Damage damage) -> throw new AssertionError(damage.toString());
        };
    }
}
