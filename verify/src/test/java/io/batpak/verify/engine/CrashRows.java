package io.batpak.verify.engine;

import io.batpak.testkit.MemOperation;
import io.batpak.testkit.MemStep;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Puts neighbouring changes of which the same was found into one row: those of one file until its name is durable,
/// then those that did the same to files of one kind, or of one copy, then all rows that come again.
final class CrashRows {
    private static final Set<String> OF_MANY = Set.of("delete", "clone", "link");
    private static final String NAMES = "sync directory";
    private static final Pattern NUMBER = Pattern.compile("\\d{6}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{16,}");
    private static final String STAGED = ".batpak-staged";
    private static final int AGAIN_MAX = 12;

    private CrashRows() {}

    /// One row.
    ///
    /// @param what the changes
    /// @param changes how many they are
    /// @param found what a cut before or after any of them leaves
    record Row(String what, int changes, Set<String> found) {
        private boolean isLike(Row other) {
            return what.equals(other.what) && found.equals(other.found);
        }
    }

    /// Changes in a row.
    ///
    /// @param directory where that is
    /// @param subject the file, or several of one kind
    /// @param verbs what is done to it
    private record Group(String directory, String subject, Set<String> verbs, int changes, Set<String> found) {
        boolean isOfMany() {
            return OF_MANY.containsAll(verbs);
        }

        boolean isNamesOnly() {
            return verbs.equals(Set.of(NAMES));
        }

        /// Whether the other one is about the same file, or makes the names durable that this one changed.
        boolean goesOnWith(Group next) {
            if (!found.equals(next.found) || !directory.equals(next.directory) || isNamesOnly()) {
                return false;
            }
            return next.isNamesOnly() ? !isOfMany() : subject.equals(next.subject) && !verbs.contains(NAMES);
        }

        /// Whether the same was done to another file of that kind, or to any other file of a copy.
        boolean isLike(Group next) {
            boolean near = directory.equals(next.directory) && !directory.isEmpty() && !isNamesOnly();
            boolean same = verbs.equals(next.verbs) && (near || kind(subject).equals(kind(next.subject)));
            boolean end = isOfMany() && next.isNamesOnly() && directory.equals(next.directory);
            return found.equals(next.found) && (same || end);
        }

        Group withAlso(Group next) {
            boolean all = !next.isNamesOnly() && !kind(subject).equals(kind(next.subject));
            return new Group(directory, all ? directory + "/*" : subject, verbs, changes, found).and(next);
        }

        Group and(Group next) {
            Set<String> all = new LinkedHashSet<>(verbs);
            all.addAll(next.verbs);
            return new Group(directory, subject, all, changes + next.changes, found);
        }

        Row row() {
            String done = String.join(", ", verbs);
            return new Row(subject.isEmpty() ? done : "`" + kind(subject) + "`: " + done, changes, found);
        }
    }

    /// The rows of changes, each between one outcome and the next.
    static List<Row> of(List<MemStep> steps, List<String> outcomes) {
        List<Group> ofFiles = new ArrayList<>();
        for (int k = 0; k < steps.size(); k++) {
            Group next = group(steps.get(k), new LinkedHashSet<>(outcomes.subList(k, k + 2)));
            if (!ofFiles.isEmpty() && ofFiles.getLast().goesOnWith(next)) {
                next = ofFiles.removeLast().and(next);
            }
            ofFiles.add(next);
        }
        List<Group> ofKinds = new ArrayList<>();
        for (Group next : ofFiles) {
            if (!ofKinds.isEmpty() && ofKinds.getLast().isLike(next)) {
                next = ofKinds.removeLast().withAlso(next);
            }
            ofKinds.add(next);
        }
        return withoutRepetitions(ofKinds.stream().map(Group::row).toList());
    }

    private static Group group(MemStep step, Set<String> found) {
        String name = step.name().startsWith("/") && step.name().length() > 1
                ? step.name().substring(1)
                : step.name();
        if (step.operation() == MemOperation.SYNC_DIRECTORY) {
            return new Group(name, name, Set.of(NAMES), 1, found);
        }
        String directory = name.lastIndexOf('/') > 0 ? name.substring(0, name.lastIndexOf('/')) : "";
        boolean file = step.operation() != MemOperation.CREATE_DIRECTORY
                && step.operation() != MemOperation.MOVE_DIRECTORY
                && step.operation() != MemOperation.DELETE_DIRECTORY;
        boolean staged = file && name.endsWith(STAGED);
        String subject = staged ? name.substring(0, name.length() - STAGED.length()) : name;
        String verb = switch (step.operation()) {
            case CREATE -> staged ? "stage" : "create";
            case MOVE_DIRECTORY -> "move " + step.detail().replace("to /", "to `") + "`";
            default -> step.operation().toString();
        };
        return new Group(directory, subject, Set.of(verb), 1, found);
    }

    private static String kind(String name) {
        return NUMBER.matcher(DIGEST.matcher(name).replaceAll("DIGEST")).replaceAll("NNNNNN");
    }

    private static List<Row> withoutRepetitions(List<Row> rows) {
        List<Row> shown = new ArrayList<>();
        int at = 0;
        while (at < rows.size()) {
            int length = 0;
            int times = 0;
            for (int tried = 2; tried <= AGAIN_MAX; tried++) {
                int again = repetitions(rows, at, tried);
                if (again > 0 && tried * again > length * times) {
                    length = tried;
                    times = again;
                }
            }
            shown.addAll(rows.subList(at, at + Math.max(1, length)));
            if (times > 0) {
                List<Row> again = rows.subList(at + length, at + length * (1 + times));
                Set<String> found = new LinkedHashSet<>();
                again.forEach(row -> found.addAll(row.found()));
                int changes = again.stream().mapToInt(Row::changes).sum();
                String often = times == 1 ? "once more" : times + " times more";
                shown.add(new Row("the same " + length + " rows " + often, changes, found));
            }
            at += Math.max(1, length * (1 + times));
        }
        return shown;
    }

    /// How often the rows of this length come again directly behind themselves.
    private static int repetitions(List<Row> rows, int at, int length) {
        int same = 0;
        while (at + length + same < rows.size() && rows.get(at + same).isLike(rows.get(at + length + same))) {
            same++;
        }
        return same / length;
    }
}
