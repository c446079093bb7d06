/// Following the journal: cursors, workers, subscriptions and publishers, all of them positions in the log itself.
///
/// [io.batpak.delivery.Cursor] is the simplest: a region and how far it has come. `CheckpointedCursor` keeps that
/// in a file (`Checkpoints`) and delivers only what is durable; `CursorWorker` gives it a thread and a handler.
/// `Subscription` follows from now on and may lose events, which it counts; `EntryPublisher` is the same log for
/// `Flow`. What they follow is a [io.batpak.delivery.DeliverySource]. `AtLeastOnce` and `ObservedOnce` are proofs
/// that a consumer hands on.
///
/// Uses: `sidecar`, `format`, `fs`, `time`, `hash`, `error`, `model`. Used by: `io.batpak`, callers.
/// Threads: a cursor has one owner at a time; workers and publishers bring threads of their own; values are
/// immutable.
@NullMarked
package io.batpak.delivery;

import org.jspecify.annotations.NullMarked;
