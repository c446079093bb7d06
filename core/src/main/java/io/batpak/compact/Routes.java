package io.batpak.compact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds the cheapest way to rewrite groups of segments, given which ids are unused.
///
/// Each group stays, or takes an unused id on its right, on its left, or between its own sources. A group that
/// moves leaves ids for the next one on the side it came from:
///
/// ```
/// takes right: an unused id behind it, or the one on its right moves too, taking right or inside
/// takes left:  an unused id before it, or the one on its left moves too, taking left or inside
/// ```
/// Two groups that both want what lies between them need two unused ids there. A walk over the groups with the best
/// cost for each of these four choices finds the optimum.
final class Routes {
    private static final int STAY = 0;
    private static final int RIGHT = 1;
    private static final int LEFT = 2;
    private static final int INSIDE = 3;
    private static final int CHOICES = 4;
    /// More than all costs together; half the range, so that adding a cost does not overflow.
    private static final long IMPOSSIBLE = Long.MAX_VALUE / 2;

    private final List<Group> groups;
    private final long ceiling;

    private Routes(List<Group> groups, long ceiling) {
        this.groups = groups;
        this.ceiling = ceiling;
    }

    /// What each group does, and what that costs: bytes moved for others, and the worth of what is left undone.
    private record Choice(List<Integer> of, long cost) {}

    /// The plan for these groups.
    ///
    /// @param ceiling every output has a lower id
    static Plan through(List<Group> groups, long ceiling) {
        if (groups.stream().allMatch(Group::mayStay)) {
            return Plan.NOTHING;
        }
        Routes routes = new Routes(groups, ceiling);
        return new Plan(routes.steps(routes.choose().of()), false);
    }

    /// Whether more could be done, or much copying be saved, if the growing segment were finished and an unused
    /// id left behind it.
    ///
    /// @param worthRoom how many bytes of copying a new segment is worth
    static boolean gainsFromRoom(List<Group> groups, SegmentFacts active, long worthRoom) {
        if (groups.stream().allMatch(Group::mayStay)) {
            return false;
        }
        List<Group> longer = new ArrayList<>(groups);
        longer.add(new Group(List.of(active.id()), active.remainingBytes(), 0));
        Routes now = new Routes(groups, active.id());
        Routes then = new Routes(longer, active.id() + 2);
        Choice withoutRoom = now.choose();
        Choice withRoom = then.choose();
        return now.leftOut(withoutRoom) > then.leftOut(withRoom) || withoutRoom.cost() - withRoom.cost() > worthRoom;
    }

    private long leftOut(Choice choice) {
        long out = 0;
        for (int i = 0; i < groups.size(); i++) {
            out += choice.of().get(i) == STAY && !groups.get(i).mayStay() ? 1 : 0;
        }
        return out;
    }

    /// How many unused ids lie in front of a group; behind the last one for the number of groups.
    private long unusedBefore(int group) {
        long below = group == 0 ? 0 : groups.get(group - 1).last();
        long above = group == groups.size() ? ceiling : groups.get(group).first();
        return Math.max(0, above - below - 1);
    }

    private Choice choose() {
        int count = groups.size();
        int[][] from = new int[count][CHOICES];
        long[] best = {0, IMPOSSIBLE, IMPOSSIBLE, IMPOSSIBLE}; // in front of the first group nothing moves
        for (int i = 0; i < count; i++) {
            long[] next = new long[CHOICES];
            for (int choice = 0; choice < CHOICES; choice++) {
                int before = cheapest(best, choice, unusedBefore(i));
                from[i][choice] = before;
                next[choice] = Math.min(IMPOSSIBLE, best[before] + cost(groups.get(i), choice));
            }
            best = next;
        }
        int[] choices = new int[count];
        int choice = cheapest(best, STAY, unusedBefore(count));
        long cost = best[choice];
        for (int i = count - 1; i >= 0; i--) {
            choices[i] = choice;
            choice = from[i][choice];
        }
        return new Choice(Arrays.stream(choices).boxed().toList(), cost);
    }

    /// The best choice for a group whose neighbour on the right has made this one. Staying is the least it can
    /// do, but not in front of one that counts on it: then the answer costs [#IMPOSSIBLE].
    private static int cheapest(long[] best, int right, long unused) {
        int found = -1;
        for (int left = 0; left < CHOICES; left++) {
            if (allows(left, right, unused) && (found < 0 || best[left] < best[found])) {
                found = left;
            }
        }
        return found;
    }

    /// Whether neighbours can choose so with this many unused ids between them.
    private static boolean allows(int left, int right, long unused) {
        boolean leftWants = left == RIGHT && right != RIGHT && right != INSIDE;
        boolean rightWants = right == LEFT && left != LEFT && left != INSIDE;
        return unused >= (leftWants ? 1 : 0) + (rightWants ? 1 : 0);
    }

    private static long cost(Group group, int choice) {
        if (choice == STAY) {
            return group.worth();
        }
        if (choice == INSIDE && group.inside() == 0) {
            return IMPOSSIBLE;
        }
        return group.mayStay() ? Math.max(1, group.bytes()) : 0; // what has to be rewritten costs nothing extra
    }

    /// First those that need nobody, then outwards from them and from the unused ids.
    private List<Step> steps(List<Integer> choices) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i) == INSIDE) {
                steps.add(new Step(groups.get(i).inside(), groups.get(i).sources()));
            }
        }
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i) == LEFT) {
                steps.add(new Step(groups.get(i).first() - 1, groups.get(i).sources()));
            }
        }
        for (int i = choices.size() - 1; i >= 0; i--) {
            if (choices.get(i) == RIGHT) {
                steps.add(new Step(groups.get(i).last() + 1, groups.get(i).sources()));
            }
        }
        return steps;
    }
}
