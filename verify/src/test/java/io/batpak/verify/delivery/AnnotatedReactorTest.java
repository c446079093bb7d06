package io.batpak.verify.delivery;

import static io.batpak.verify.delivery.Notes.LONG;
import static io.batpak.verify.delivery.Notes.until;
import static io.batpak.verify.delivery.Parcels.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.batpak.EventReactor;
import io.batpak.ReactionBatch;
import io.batpak.ReactorException;
import io.batpak.ReactorWorker;
import io.batpak.Reacts;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.TypedEvent;
import io.batpak.delivery.AtLeastOnce;
import io.batpak.delivery.CheckpointId;
import io.batpak.delivery.WorkerOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.Region;
import io.batpak.testkit.MemFs;
import io.batpak.verify.delivery.Parcels.Paid;
import io.batpak.verify.delivery.Parcels.Returned;
import io.batpak.verify.delivery.Parcels.Shipped;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A reactor that annotations declare calls its handlers, on the object that it was made of.
///
/// Covers: I10.
/// Tier: unit.
@Timeout(120)
class AnnotatedReactorTest {
    private static final Coordinate ORDERS = Coordinate.of("order:1", "shop");
    private static final Region SHOP = Region.scope("shop");
    private static final WorkerOptions KEPT = WorkerOptions.standard().keeping(CheckpointId.of("post"));

    private final MemFs fs = new MemFs();

    /// Sends parcels, and does not take them back.
    @EventReactor
    record Post(Coordinate at, List<String> seen) {
        @Reacts
        void paid(TypedEvent<Paid> event, ReactionBatch out) {
            out.pushOnce(at, new Shipped(event.payload().order()));
        }

        @Reacts
        void returned(TypedEvent<Returned> event, ReactionBatch out, Optional<AtLeastOnce> proof) throws IOException {
            seen.add("returned " + event.event().coordinate().entity() + " " + proof.isPresent() + " " + out.isEmpty());
            throw new IOException("closed");
        }
    }

    private Store open() {
        return Store.open(StoreConfig.on(fs).payloads(Parcels.TYPES).build());
    }

    @Test
    void handlersAnswerTheirPayloadsAndWhatTheyThrowEndsTheReactor() throws Exception {
        Post post = new Post(Coordinate.of("parcel:1", "post"), new CopyOnWriteArrayList<>());
        try (Store store = open();
                ReactorWorker worker = store.delivery().react(SHOP, KEPT, AnnotatedReactorTest_PostReactor.of(post))) {
            store.append(ORDERS, new Paid(1));
            store.append(ORDERS, new Paid(2));
            until(() -> store.query(Region.kind(SHIPPED)).toList().size() == 2);
            assertThat(store.query(Region.kind(SHIPPED)).stream().map(Entry::entity))
                    .containsOnly("parcel:1");
            assertThat(post.seen()).isEmpty();
            store.append(ORDERS, new Returned(1));
            ReactorException end =
                    Objects.requireNonNull(catchThrowableOfType(ReactorException.class, () -> worker.join(LONG)));
            assertThat(end).hasCauseInstanceOf(IOException.class);
            assertThat(post.seen()).containsExactly("returned order:1 true true");
        }
    }
}
