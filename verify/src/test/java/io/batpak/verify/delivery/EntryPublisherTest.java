package io.batpak.verify.delivery;

import static io.batpak.verify.delivery.Notes.REGION;
import static io.batpak.verify.delivery.Notes.open;
import static io.batpak.verify.delivery.Notes.until;
import static io.batpak.verify.delivery.Notes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.delivery.CursorOptions;
import io.batpak.delivery.EntryPublisher;
import io.batpak.error.StoreClosedException;
import io.batpak.model.Entry;
import io.batpak.model.InvalidArgumentException;
import io.batpak.testkit.MemFs;
import io.batpak.time.SpawnFailedException;
import io.batpak.time.Spawner;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/// A publisher keeps the rules of Reactive Streams, as their own kit examines them, and ends with the journal.
///
/// Tier: conformance. Covers: I5, I6.
@Timeout(300)
class EntryPublisherTest {
    private static final CursorOptions ALL = CursorOptions.fromTheBeginning();

    private final List<String> signals = new CopyOnWriteArrayList<>();

    /// Asks for so many at once, notes what it is told, and throws at one of the signals.
    private final class Listener implements Flow.Subscriber<Entry> {
        private final long first;
        private final String throwsAt;
        private volatile Flow.@Nullable Subscription subscription;

        Listener(long first, String throwsAt) {
            this.first = first;
            this.throwsAt = throwsAt;
        }

        Flow.Subscription subscription() {
            return Objects.requireNonNull(subscription);
        }

        private void note(String signal) {
            signals.add(signal);
            if (signal.equals(throwsAt)) {
                throw new IllegalStateException("a subscriber that throws");
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            note("subscribed");
            if (first > 0) {
                given.request(first);
            }
        }

        @Override
        public void onNext(Entry entry) {
            note("next " + entry.sequence());
        }

        @Override
        public void onError(Throwable error) {
            note("error " + error.getClass().getSimpleName());
        }

        @Override
        public void onComplete() {
            note("complete");
        }
    }

    /// Some rules are not examined by the kit: it says so by skipping tests whose names begin with `untested`.
    @Test
    void theKitOfReactiveStreamsFindsNothing() {
        TestListenerAdapter results = new TestListenerAdapter();
        TestNG kit = new TestNG(false);
        kit.setTestClasses(new Class<?>[] {EntryPublisherVerification.class});
        kit.addListener(results);
        kit.setVerbose(0);
        kit.run();
        assertThat(results.getFailedTests()).as(text(results.getFailedTests())).isEmpty();
        assertThat(results.getSkippedTests())
                .as(text(results.getSkippedTests()))
                .allMatch(test -> test.getName().startsWith("untested_"));
        assertThat(results.getConfigurationFailures()).isEmpty();
        assertThat(results.getPassedTests()).hasSizeGreaterThan(25);
        System.out.println("Reactive Streams TCK: " + results.getPassedTests().size() + " passed, "
                + results.getSkippedTests().size() + " that it does not examine");
    }

    private static String text(List<ITestResult> tests) {
        return tests.stream()
                .map(test -> test.getName() + ": " + test.getThrowable())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void whatComesLaterIsPublishedAsFarAsItIsAskedFor() throws Exception {
        try (Store store = open(new MemFs())) {
            EntryPublisher publisher = store.delivery().publisher(REGION, ALL);
            Listener listener = new Listener(2, "");
            publisher.subscribe(listener);
            List<Long> all = write(store, "a", 4);
            until(() -> signals.size() == 3);
            listener.subscription().request(1);
            until(() -> signals.size() == 4);
            listener.subscription().cancel();
            listener.subscription().request(1);
            assertThat(signals)
                    .containsExactly("subscribed", "next " + all.get(0), "next " + all.get(1), "next " + all.get(2));
            assertThatThrownBy(() -> publisher.limitedTo(-1)).isInstanceOf(InvalidArgumentException.class);
        }
    }

    @Test
    void theCloseOfTheJournalIsAnErrorToWhoAskedAndToWhoDidNot() throws Exception {
        Store store = open(new MemFs());
        store.delivery().publisher(REGION, ALL).subscribe(new Listener(0, ""));
        store.delivery().publisher(REGION, ALL).subscribe(new Listener(5, ""));
        until(() -> signals.size() == 2);
        store.close();
        until(() -> signals.size() == 4);
        assertThat(signals.subList(2, 4)).containsOnly("error StoreClosedException");
        assertThatThrownBy(store::delivery).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void whoThrowsGetsNothingMoreAndNothingBehindTheEnd() throws Exception {
        try (Store store = open(new MemFs())) {
            long first = write(store, "a");
            write(store, "a");
            EntryPublisher one = store.delivery().publisher(REGION, ALL).limitedTo(1);
            one.subscribe(new Listener(5, "complete"));
            until(() -> signals.contains("complete"));
            one.subscribe(new Listener(5, "next " + first));
            until(() -> signals.size() == 5);
            one.limitedTo(0).subscribe(new Listener(0, ""));
            until(() -> signals.size() == 7);
            assertThat(signals)
                    .containsExactly(
                            "subscribed",
                            "next " + first,
                            "complete",
                            "subscribed",
                            "next " + first,
                            "subscribed",
                            "complete");
        }
    }

    @Test
    void withoutAThreadTheSubscriberIsTold() {
        Spawner none = (name, body) -> {
            if (name.equals("batpak-publisher")) {
                throw new SpawnFailedException(name, new OutOfMemoryError("no thread"));
            }
            return Spawner.platformThreads().spawn(name, body);
        };
        try (Store store = Store.open(StoreConfig.on(new MemFs()).spawner(none).build())) {
            store.delivery().publisher(REGION, ALL).subscribe(new Listener(3, ""));
            assertThat(signals).containsExactly("subscribed", "error SpawnFailedException");
        }
    }
}
