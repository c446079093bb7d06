package io.batpak.verify.sim;

import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Receipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All that the callers of a journal know: what they asked for, what they were answered, and what they were promised.
///
/// This is the model that what is found after a crash is held against. It knows nothing of how the journal works.
/// Threads: simulated ones, one at a time.
final class Logbook {
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Attempt> acknowledged = new ArrayList<>();
    private final Map<Long, Draft> drafts = new HashMap<>();
    private final Map<Long, Attempt> byNumber = new HashMap<>();
    private final Set<FenceRecord> fences = new LinkedHashSet<>();
    private final List<Dropping> droppings = new ArrayList<>();
    private final Set<Long> dropped = new HashSet<>();
    private final Set<Long> droppedUntilPowerFails = new HashSet<>();
    private final List<CopyRecord> copies = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private long durableSequence = -1;
    private long numbers;

    /// A number that no event has yet.
    long nextNumber() {
        return ++numbers;
    }

    Attempt begin(List<Draft> wanted, @Nullable FenceRecord fence) {
        Attempt attempt = new Attempt(wanted, fence);
        attempts.add(attempt);
        for (Draft draft : wanted) {
            drafts.put(draft.number(), draft);
            byNumber.put(draft.number(), attempt);
        }
        if (fence != null) {
            fences.add(fence);
            fence.attempts().add(attempt);
        }
        return attempt;
    }

    void acknowledge(Attempt attempt, List<Receipt> receipts, boolean durable) {
        if (receipts.size() != attempt.drafts().size()) {
            violation(receipts.size() + " receipts for " + attempt);
            return;
        }
        attempt.acknowledge(receipts);
        acknowledged.add(attempt);
        if (durable || receipts.getLast().sequence() <= durableSequence) {
            attempt.becomeDurable();
        }
    }

    /// A point such that everything acknowledged before it is durable once a sync that begins now has ended.
    int acknowledgedSoFar() {
        return acknowledged.size();
    }

    void durableThrough(int point) {
        acknowledged.subList(0, Math.min(point, acknowledged.size())).forEach(Attempt::becomeDurable);
    }

    /// The journal says that everything up to this sequence is durable.
    void durableSequence(long sequence) {
        if (sequence > durableSequence) {
            durableSequence = sequence;
            acknowledged.stream()
                    .filter(attempt -> attempt.receipts().getLast().sequence() <= sequence)
                    .forEach(Attempt::becomeDurable);
        }
    }

    /// A crash took what was not durable; its sequences may be used again.
    void crashed() {
        durableSequence = -1;
    }

    void dropping(Dropping begun) {
        droppings.add(begun);
    }

    /// Whether some compaction that was begun takes this event away.
    boolean mayBeDropped(Draft draft) {
        return mayBeDropped(draft.kind(), draft.at());
    }

    boolean mayBeDropped(EventKind kind, Coordinate at) {
        return droppings.stream().anyMatch(each -> each.rejects(kind, at));
    }

    /// It was seen to be gone, so it must not come back: unless a killed compaction had just taken it and the power
    /// fails before the next open is done.
    void sawDropped(long number) {
        droppedUntilPowerFails.add(number);
    }

    /// What is gone is about to be seen anew.
    void lookAgain() {
        droppedUntilPowerFails.clear();
    }

    /// Nothing of what was seen can be lost with the power any more.
    void droppedForGood() {
        dropped.addAll(droppedUntilPowerFails);
        droppedUntilPowerFails.clear();
    }

    boolean isDropped(long number) {
        return dropped.contains(number);
    }

    boolean anyDropping() {
        return !droppings.isEmpty();
    }

    void copied(CopyRecord copy) {
        copies.add(copy);
    }

    List<CopyRecord> copies() {
        return copies;
    }

    List<Attempt> attempts() {
        return attempts;
    }

    List<Attempt> acknowledged() {
        return acknowledged;
    }

    Set<FenceRecord> fences() {
        return fences;
    }

    @Nullable
    Draft draft(long number) {
        return drafts.get(number);
    }

    /// The call that wanted an event; null for a number that nobody has used.
    @Nullable
    Attempt attempt(long number) {
        return byNumber.get(number);
    }

    int events() {
        return drafts.size();
    }

    /// Something happened that never may.
    void violation(String what) {
        violations.add(what);
    }

    List<String> violations() {
        return violations;
    }
}
