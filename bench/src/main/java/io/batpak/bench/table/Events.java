package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.bench.Workload;
import io.batpak.model.AppendOptions;
import io.batpak.model.IdempotencyKey;

/// The appends of one caller. Callers share no entity, so that expected clocks never conflict. One thread.
final class Events {
    private final Store store;
    private final Workload workload;
    private final int caller;
    private final int callers;
    private final int entities;
    private final long[] clocks;

    /// The events of number `caller` out of `callers`.
    Events(Store store, Workload workload, int caller, int callers) {
        this.store = store;
        this.workload = workload;
        this.caller = caller;
        this.callers = callers;
        this.entities = (Workload.ENTITIES - caller + callers - 1) / callers;
        this.clocks = new long[entities];
    }

    /// The number by which the workload knows the caller's event `index`.
    long number(long index) {
        return caller + callers * (index % entities);
    }

    /// Encodes and appends.
    void append(long index) {
        append(index, AppendOptions.none());
    }

    /// The same with options.
    void append(long index, AppendOptions options) {
        long number = number(index);
        store.append(workload.coordinate(number), workload.kind(number), workload.payload(index), options);
    }

    /// The same, expecting the clock at which the stream stands.
    void appendExpecting(long index) {
        int entity = (int) (index % entities);
        long clock = clocks[entity]++;
        append(index, clock == 0 ? AppendOptions.expectNoStream() : AppendOptions.expecting(clock - 1));
    }

    /// The same with a key that nobody used before.
    void appendKeyed(long index) {
        append(index, AppendOptions.none().idempotencyKey(new IdempotencyKey(caller + 1L, index + 1)));
    }
}
