package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.item;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.LiveTail;
import io.batpak.Store;
import io.batpak.VisibilityFence;
import io.batpak.fs.StoreIoException;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is seen of a journal beside the store that writes it.
///
/// Tier: unit. Covers: D10.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveTailTest {
    private static final int MANY = 1000;

    private final MemFs fs = new MemFs();

    private static List<Integer> numbers(List<LiveTail.Event> events) {
        return events.stream()
                .filter(event -> event.coordinate().equals(AT))
                .map(event -> number(event))
                .toList();
    }

    private static int number(LiveTail.Event event) {
        Value value = Value.fromMessagePack(event.payload().toByteArray());
        return Integer.parseInt(value.toJson().replaceAll("[^0-9]", ""));
    }

    private static LiveTail tail(MemFs of) {
        return LiveTail.of(quiet(of).build());
    }

    @Test
    void showsWhatIsThereAndWhatComesAndChangesNothing() {
        try (Store store = Store.open(quiet(fs).build());
                LiveTail tail = tail(fs)) {
            append(store, 1);
            append(store, 2);
            long mutations = fs.mutations();
            List<String> names = fs.list();
            assertThat(numbers(tail.poll(MANY))).containsExactly(1, 2);
            assertThat(tail.poll(MANY)).isEmpty();
            assertThat(fs.mutations()).isEqualTo(mutations);
            assertThat(fs.list()).isEqualTo(names);

            Receipt third = append(store, 3);
            List<LiveTail.Event> events = tail.poll(MANY);
            assertThat(numbers(events)).containsExactly(3);
            LiveTail.Event event = events.getFirst();
            assertThat(event.header().eventId()).isEqualTo(third.eventId());
            assertThat(event.header().kind()).isEqualTo(KIND);
            assertThat(event.position()).isEqualTo(third.position());
            assertThat(event.chain()).isEqualTo(store.get(third.eventId()).chain());
        }
    }

    @Test
    void goesOnWithTheNextSegmentAndLeavesNothingOut() {
        List<Integer> seen = new ArrayList<>();
        try (LiveTail tail = tail(fs)) {
            int n = 0;
            for (int session = 0; session < 3; session++) {
                try (Store store = Store.open(quiet(fs).segmentBytesMax(2000).build())) {
                    for (int i = 0; i < 20; i++) {
                        append(store, n++);
                        if (i % 7 == 0 || session == 0) {
                            seen.addAll(numbers(tail.poll(3)));
                        }
                    }
                }
            }
            for (List<LiveTail.Event> page = tail.poll(3); !page.isEmpty(); page = tail.poll(3)) {
                seen.addAll(numbers(page));
            }
            assertThat(fs.list().stream().filter(name -> name.endsWith(".fbat")))
                    .hasSizeGreaterThan(5);
            assertThat(seen).isEqualTo(IntStream.range(0, n).boxed().toList());
        }
    }

    @Test
    void aFrameCountsWhenItIsWholeAndABatchWhenItsEndIsThere() {
        MemFs image;
        try (Store store = Store.open(quiet(fs).build())) {
            append(store, 1);
            store.appendBatch(List.of(item(2), item(3), item(4)));
            append(store, 5);
            image = fs.killed();
        }
        String segment = image.list().stream()
                .filter(name -> name.endsWith(".fbat"))
                .findFirst()
                .orElseThrow();
        byte[] whole = image.bytes(segment);
        List<List<Integer>> polls = new ArrayList<>();
        try (LiveTail tail = tail(image)) {
            for (int length = 0; length <= whole.length; length++) {
                byte[] soFar = Arrays.copyOf(whole, length);
                image.damage(segment, _ -> soFar);
                List<Integer> numbers = numbers(tail.poll(MANY));
                if (!numbers.isEmpty()) {
                    polls.add(numbers);
                }
            }
        }
        assertThat(polls).containsExactly(List.of(1), List.of(2, 3, 4), List.of(5));
    }

    @Test
    void aWrongByteIsNotShownUntilItIsRight() {
        MemFs image;
        try (Store store = Store.open(quiet(fs).build())) {
            append(store, 1);
            append(store, 2);
            image = fs.killed();
        }
        String segment = image.list().stream()
                .filter(name -> name.endsWith(".fbat"))
                .findFirst()
                .orElseThrow();
        image.damage(segment, LiveTailTest::flippedInTheEnd);
        try (LiveTail tail = tail(image)) {
            assertThat(numbers(tail.poll(MANY))).containsExactly(1);
            assertThat(tail.poll(MANY)).isEmpty();
            image.damage(segment, LiveTailTest::flippedInTheEnd);
            assertThat(numbers(tail.poll(MANY))).containsExactly(2);
        }
    }

    private static byte[] flippedInTheEnd(byte[] bytes) {
        bytes[bytes.length - 3] ^= 0x20;
        return bytes;
    }

    @Test
    void mayShowWhatAFenceHides() throws InterruptedException {
        try (Store store = Store.open(quiet(fs).build());
                LiveTail tail = tail(fs)) {
            VisibilityFence fence = store.beginFence();
            Ticket<Receipt> hidden = fence.submit(AT, KIND, payload(7));
            fence.cancel();
            assertThatThrownBy(hidden::await).isInstanceOf(RuntimeException.class);
            append(store, 8);
            assertThat(numbers(tail.poll(MANY))).contains(8).isSubsetOf(7, 8);
        }
    }

    @Test
    void waitsForWhatComesAndNoLongerThanItShould() throws InterruptedException {
        try (Store store = Store.open(quiet(fs).build());
                LiveTail tail = tail(fs)) {
            tail.poll(MANY);
            assertThat(tail.await(MANY, Duration.ofMillis(60))).isEmpty();
            Thread writer = Thread.ofPlatform().start(() -> append(store, 1));
            assertThat(numbers(tail.await(MANY, Duration.ofSeconds(50)))).containsExactly(1);
            writer.join();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> tail.await(MANY, Duration.ofSeconds(50))).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void aDirectoryWithoutSegmentsShowsNothingAndAMissingOneIsRefused() {
        try (LiveTail tail = tail(fs)) {
            assertThatThrownBy(() -> tail.poll(0)).isInstanceOf(InvalidArgumentException.class);
            assertThatThrownBy(() -> tail.poll(1)).isInstanceOf(StoreIoException.class);
            fs.create();
            assertThat(tail.poll(1)).isEmpty();
            try (Store store = Store.open(quiet(fs).build())) {
                append(store, 1);
                assertThat(numbers(tail.poll(MANY))).containsExactly(1);
            }
        }
    }
}
