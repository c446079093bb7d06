package io.batpak.delivery;

import io.batpak.model.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/// Where a worker gets its batches from, with or without a place that is kept.
sealed interface Feed permits Feed.Kept, Feed.InMemory {
    /// The next events; empty when none came in time or it was called off.
    List<Entry> await(int max, Duration limit, BooleanSupplier calledOff) throws InterruptedException;

    /// What was delivered is dealt with.
    void commit();

    /// What was delivered since the last commit comes again.
    void rollback();

    /// The proof to hand on; empty where no place is kept.
    Optional<AtLeastOnce> proof();

    /// Ends it.
    void close();

    /// A place that is kept under a name.
    record Kept(CheckpointedCursor cursor) implements Feed {
        @Override
        public List<Entry> await(int max, Duration limit, BooleanSupplier calledOff) throws InterruptedException {
            return cursor.await(max, limit, calledOff);
        }

        @Override
        public void commit() {
            cursor.commit();
        }

        @Override
        public void rollback() {
            cursor.rollback();
        }

        @Override
        public Optional<AtLeastOnce> proof() {
            return Optional.of(cursor.witness());
        }

        @Override
        public void close() {
            cursor.close();
        }
    }

    /// A place that is forgotten with the worker.
    final class InMemory implements Feed {
        private final Cursor cursor;
        private OptionalLong committed;

        InMemory(Cursor cursor) {
            this.cursor = cursor;
            this.committed = cursor.position();
        }

        @Override
        public List<Entry> await(int max, Duration limit, BooleanSupplier calledOff) throws InterruptedException {
            return cursor.await(max, limit, calledOff);
        }

        @Override
        public void commit() {
            committed = cursor.position();
        }

        @Override
        public void rollback() {
            cursor.seek(committed);
        }

        @Override
        public Optional<AtLeastOnce> proof() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
