package io.batpak.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Says which events may go, as a plain value: something to print, to compare, and to keep in a configuration.
///
/// Policies combine: `olderThan(Duration.ofDays(30)).and(kinds(DEBUG).or(keepLast(10)))` lets go what is older than
/// 30 days and either a debug event or not among the last 10 of its entity. Whatever it says, an event of a
/// reserved kind stays, tombstones included. Immutable.
public sealed interface RetentionPolicy {
    /// What a policy needs to know of the journal. Asked on the thread that compacts.
    interface Facts {
        /// The time that ages count from, milliseconds since 1970.
        long nowMillis();

        /// The sequence of the `n`-th newest event of an entity, 1 being the newest, on all lanes together;
        /// events of reserved kinds do not count. Empty if the entity has fewer.
        OptionalLong nthNewest(String entity, int n);
    }

    /// Lets go of all but the newest events of each entity.
    ///
    /// @param count how many of each stay, 1 or more
    record BeyondLast(int count) implements RetentionPolicy {
        /// @throws InvalidArgumentException if the count is below 1
        public BeyondLast {
            if (count < 1) {
                throw new InvalidArgumentException("count", count, "1 or more");
            }
        }

        @Override
        public String toString() {
            return "beyond the last " + count + " of the entity";
        }
    }

    /// Lets go of events that were committed before a moment.
    ///
    /// @param moment the first moment whose events stay
    record Before(Instant moment) implements RetentionPolicy {
        @Override
        public String toString() {
            return "before " + moment;
        }
    }

    /// Lets go of events that are older than this when a compaction begins.
    ///
    /// @param age the greatest age that stays, 0 or more
    record Older(Duration age) implements RetentionPolicy {
        /// @throws InvalidArgumentException if the age is negative
        public Older {
            if (age.isNegative()) {
                throw new InvalidArgumentException("age", age, "0 or more");
            }
        }

        @Override
        public String toString() {
            return "older than " + age;
        }
    }

    /// Lets go of events of these kinds.
    ///
    /// @param kinds at least one
    record OfKinds(Set<EventKind> kinds) implements RetentionPolicy {
        /// @throws InvalidArgumentException if there is none
        public OfKinds {
            kinds = notEmpty("kinds", kinds);
        }

        @Override
        public String toString() {
            return kinds.stream().map(EventKind::toString).sorted().collect(Collectors.joining(", ", "kind in [", "]"));
        }
    }

    /// Lets go of events in these scopes.
    ///
    /// @param scopes at least one
    record InScopes(Set<String> scopes) implements RetentionPolicy {
        /// @throws InvalidArgumentException if there is none
        public InScopes {
            scopes = notEmpty("scopes", scopes);
        }

        @Override
        public String toString() {
            return "scope in " + new TreeSet<>(scopes);
        }
    }

    /// Lets go of events of these entities.
    ///
    /// @param entities at least one
    record OfEntities(Set<String> entities) implements RetentionPolicy {
        /// @throws InvalidArgumentException if there is none
        public OfEntities {
            entities = notEmpty("entities", entities);
        }

        @Override
        public String toString() {
            return "entity in " + new TreeSet<>(entities);
        }
    }

    /// Lets go of what all of them let go.
    ///
    /// @param all at least one
    record And(List<RetentionPolicy> all) implements RetentionPolicy {
        /// @throws InvalidArgumentException if there is none
        public And {
            all = notEmpty("all", all);
        }

        @Override
        public String toString() {
            return all.stream().map(Object::toString).collect(Collectors.joining(" and ", "(", ")"));
        }
    }

    /// Lets go of what at least one of them lets go.
    ///
    /// @param any at least one
    record Or(List<RetentionPolicy> any) implements RetentionPolicy {
        /// @throws InvalidArgumentException if there is none
        public Or {
            any = notEmpty("any", any);
        }

        @Override
        public String toString() {
            return any.stream().map(Object::toString).collect(Collectors.joining(" or ", "(", ")"));
        }
    }

    /// Lets go of what the other one keeps.
    ///
    /// @param other the other one
    record Not(RetentionPolicy other) implements RetentionPolicy {
        @Override
        public String toString() {
            return "not " + other;
        }
    }

    /// Lets go of all but the `count` newest events of each entity, see [BeyondLast].
    ///
    /// @throws InvalidArgumentException if the count is below 1
    static RetentionPolicy keepLast(int count) {
        return new BeyondLast(count);
    }

    /// Lets go of events older than `age`, see [Older].
    ///
    /// @throws InvalidArgumentException if the age is negative
    static RetentionPolicy olderThan(Duration age) {
        return new Older(age);
    }

    /// Lets go of events from before `moment`, see [Before].
    static RetentionPolicy olderThan(Instant moment) {
        return new Before(moment);
    }

    /// Lets go of events of these kinds, see [OfKinds].
    ///
    /// @throws InvalidArgumentException if there is none
    static RetentionPolicy kinds(EventKind... kinds) {
        return new OfKinds(Set.copyOf(Arrays.asList(kinds)));
    }

    /// Lets go of events in these scopes, see [InScopes].
    ///
    /// @throws InvalidArgumentException if there is none
    static RetentionPolicy scopes(String... scopes) {
        return new InScopes(Set.copyOf(Arrays.asList(scopes)));
    }

    /// Lets go of events of these entities, see [OfEntities].
    ///
    /// @throws InvalidArgumentException if there is none
    static RetentionPolicy entities(String... entities) {
        return new OfEntities(Set.copyOf(Arrays.asList(entities)));
    }

    /// Lets go of what this and the other one let go.
    default RetentionPolicy and(RetentionPolicy other) {
        return new And(List.of(this, other));
    }

    /// Lets go of what this or the other one lets go.
    default RetentionPolicy or(RetentionPolicy other) {
        return new Or(List.of(this, other));
    }

    /// Lets go of what `policy` keeps; reserved kinds stay all the same.
    static RetentionPolicy not(RetentionPolicy policy) {
        return new Not(policy);
    }

    /// The rule that keeps what this policy does not let go, for one journal at one moment. One thread at a time.
    default KeepRule over(Facts facts) {
        return new PolicyJudge(this, facts);
    }

    private static <T> Set<T> notEmpty(String argument, Set<T> values) {
        if (values.isEmpty()) {
            throw new InvalidArgumentException(argument, values, "at least one");
        }
        return Set.copyOf(values);
    }

    private static <T> List<T> notEmpty(String argument, List<T> values) {
        if (values.isEmpty()) {
            throw new InvalidArgumentException(argument, values, "at least one");
        }
        return List.copyOf(values);
    }
}
