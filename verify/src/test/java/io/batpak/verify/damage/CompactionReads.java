package io.batpak.verify.damage;

import io.batpak.Store;
import io.batpak.model.CausalBounds;
import io.batpak.model.CausalDirection;
import io.batpak.model.ChainReport;
import io.batpak.model.Entry;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.sign.ReceiptVerdict;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/// The reading half of [CompactingProcess]: by id, streams and entries held while compactions go by, queries,
/// causal walks, and verifications.
final class CompactionReads {
    private final Store store;
    private final CompactionLoad load;
    private final SplittableRandom seeds;

    CompactionReads(Store store, CompactionLoad load, long seed) {
        this.store = store;
        this.load = load;
        this.seeds = new SplittableRandom(seed + 2);
    }

    List<CompactionFacts.Work> works() {
        return List.of(byId(seeds.split()), held(seeds.split()), queries(seeds.split()), this::verifies);
    }

    private CompactionFacts.Work byId(SplittableRandom random) {
        return () -> {
            LockSupport.parkNanos(500_000);
            List<CompactionFacts> some = load.acknowledged();
            if (!some.isEmpty()) {
                check(some.get(random.nextInt(some.size())));
            }
        };
    }

    private void check(CompactionFacts facts) {
        if (facts.isOfKind(CompactionFacts.KEEP)) {
            StoredEvent event = store.get(facts.id());
            require(event.sequence() == facts.receipt().sequence(), facts, event);
            require(event.header().contentHash().equals(facts.receipt().contentHash()), facts, event);
            require(store.verifyReceipt(facts.receipt()).isValid(), facts, store.verifyReceipt(facts.receipt()));
        } else {
            store.find(facts.id()).ifPresent(event -> {
                require(event.sequence() == facts.receipt().sequence(), facts, event);
            });
            ReceiptVerdict verdict = store.verifyReceipt(facts.receipt());
            boolean emptied = verdict == ReceiptVerdict.MISSING_COMMITTED_EVENT
                    || verdict == ReceiptVerdict.CONTENT_HASH_MISMATCH;
            require(verdict.isValid() || emptied, facts, verdict);
        }
    }

    private static void require(boolean holds, CompactionFacts facts, Object found) {
        if (!holds) {
            throw new AssertionError(facts + ", but " + found);
        }
    }

    /// Reads one journal through while it is reshaped several times, and entries that were taken before that.
    private CompactionFacts.Work held(SplittableRandom random) {
        return () -> {
            long kept = load.kept();
            List<Entry> entries = store.query(Region.all()).toList();
            Iterator<StoredEvent> events = store.read(Region.all()).iterator();
            int pauses = 1 + random.nextInt(20);
            int every = Math.max(1, entries.size() / pauses);
            long seen = 0;
            long last = -1;
            for (int i = 0; events.hasNext(); i++) {
                StoredEvent event = events.next();
                if (event.sequence() <= last) {
                    throw new AssertionError(event.sequence() + " behind " + last);
                }
                last = event.sequence();
                seen += event.kind().equals(CompactionFacts.KEEP) ? 1 : 0;
                if (i % every == 0) {
                    LockSupport.parkNanos(100_000_000);
                }
            }
            if (seen < kept) {
                throw new AssertionError(seen + " of " + kept + " acknowledged events in a stream");
            }
            for (Entry entry : entries) {
                if (random.nextInt(5) == 0 && store.read(entry).sequence() != entry.sequence()) {
                    throw new AssertionError("not the event of " + entry);
                }
            }
        };
    }

    private CompactionFacts.Work queries(SplittableRandom random) {
        return () -> {
            LockSupport.parkNanos(2_000_000);
            List<CompactionFacts> some = new ArrayList<>(load.acknowledged());
            if (some.isEmpty()) {
                return;
            }
            CompactionFacts facts = some.get(random.nextInt(some.size()));
            if (facts.isOfKind(CompactionFacts.KEEP)) {
                long wanted = some.stream()
                        .filter(other -> other.isOfKind(CompactionFacts.KEEP) && other.entity() == facts.entity())
                        .count();
                long found = store.stream(facts.entityName()).stream().count();
                require(found >= wanted, facts, found + " of " + wanted + " in its stream");
                require(!store.ancestors(facts.id(), 50).events().isEmpty(), facts, "no ancestors");
                require(
                        store.correlated(store.entry(facts.id()).orElseThrow().correlationId())
                                        .toList()
                                        .size()
                                >= 1,
                        facts,
                        "its conversation is lost");
                store.causalGraph(facts.id(), CausalDirection.EFFECTS, CausalBounds.events(100));
            } else {
                store.query(Region.entity(facts.entityName())).forEach(entry -> {
                    StoredEvent event = store.read(entry);
                    require(event.sequence() == entry.sequence(), facts, event);
                });
            }
        };
    }

    private void verifies() {
        LockSupport.parkNanos(700_000_000);
        ChainReport report = store.verifyChain();
        if (!report.intact()) {
            throw new AssertionError("broken " + report);
        }
    }

    /// At the end, when nobody appends.
    void everyReceiptVerifies() {
        load.acknowledged().forEach(this::check);
    }
}
