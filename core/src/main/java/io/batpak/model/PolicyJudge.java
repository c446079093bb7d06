package io.batpak.model;

import java.util.HashMap;
import java.util.Map;

/// Applies a policy to the events of one journal. One thread.
final class PolicyJudge implements KeepRule {
    /// Answers kept about so many entities; more than that begin anew, so that memory has a bound.
    private static final int REMEMBERED_MAX = 16_384;

    private final RetentionPolicy policy;
    private final RetentionPolicy.Facts facts;
    private final long nowMillis;
    private final Map<Asked, Long> firstKept = new HashMap<>();

    PolicyJudge(RetentionPolicy policy, RetentionPolicy.Facts facts) {
        this.policy = policy;
        this.facts = facts;
        this.nowMillis = facts.nowMillis();
    }

    private record Asked(String entity, int count) {}

    @Override
    public boolean keeps(CompactionCandidate candidate) {
        Entry entry = candidate.entry();
        return entry.kind().isReserved() || !releases(policy, entry);
    }

    private boolean releases(RetentionPolicy some, Entry entry) {
        return switch (some) {
            case RetentionPolicy.BeyondLast(int count) -> entry.sequence() < firstKept(entry.entity(), count);
            case RetentionPolicy.Before(var moment) -> entry.wallMillis() < moment.toEpochMilli();
            case RetentionPolicy.Older(var age) -> isOlder(entry, age);
            case RetentionPolicy.OfKinds(var kinds) -> kinds.contains(entry.kind());
            case RetentionPolicy.InScopes(var scopes) -> scopes.contains(entry.scope());
            case RetentionPolicy.OfEntities(var entities) -> entities.contains(entry.entity());
            case RetentionPolicy.And(var all) -> all.stream().allMatch(one -> releases(one, entry));
            case RetentionPolicy.Or(var any) -> any.stream().anyMatch(one -> releases(one, entry));
            case RetentionPolicy.Not(var other) -> !releases(other, entry);
        };
    }

    private boolean isOlder(Entry entry, java.time.Duration age) {
        // An age of more milliseconds than a long holds is older than anything.
        boolean countable = age.toSeconds() < Long.MAX_VALUE / 2000;
        return countable && entry.wallMillis() < nowMillis - age.toMillis();
    }

    /// The lowest sequence that is among the last `count` of the entity; all are if there are fewer.
    private long firstKept(String entity, int count) {
        Asked asked = new Asked(entity, count);
        Long known = firstKept.get(asked);
        if (known != null) {
            return known;
        }
        if (firstKept.size() >= REMEMBERED_MAX) {
            firstKept.clear();
        }
        long first = facts.nthNewest(entity, count).orElse(0);
        firstKept.put(asked, first);
        return first;
    }
}
