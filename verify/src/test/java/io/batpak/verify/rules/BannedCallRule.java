package io.batpak.verify.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Disk, time and threads are reached only through the seams: these calls stand in `fs` and `time` alone.
/// `ThreadLocal` stands nowhere.
final class BannedCallRule {
    private static final Set<String> SEAMS = Set.of("fs", "time");
    private static final Predicate<String> OUTSIDE_SEAMS = Pattern.compile("java/nio/file/Files\\..*"
                    + "|java/nio/channels/(Asynchronous)?FileChannel\\.open"
                    + "|java/io/(RandomAccessFile|FileInputStream|FileOutputStream|FileReader|FileWriter)\\.<init>"
                    + "|java/lang/System\\.(nanoTime|currentTimeMillis)"
                    + "|java/time/(Instant|LocalDateTime|ZonedDateTime|Clock)\\.(now|system.*)"
                    + "|java/lang/Thread\\.(start|startVirtualThread|<init>)"
                    + "|java/lang/Thread\\$Builder(\\$Of\\w+)?\\.(start|unstarted)"
                    + "|java/util/concurrent/Executors\\..*")
            .asMatchPredicate();
    private static final Predicate<String> ANYWHERE =
            Pattern.compile("java/lang/(Inheritable)?ThreadLocal\\..*").asMatchPredicate();

    private BannedCallRule() {}

    static List<String> violations(List<ClassFacts> coreClasses) {
        List<String> violations = new ArrayList<>();
        for (ClassFacts facts : coreClasses) {
            boolean seam = SEAMS.contains(facts.ownPackage());
            for (String call : facts.calls()) {
                if (ANYWHERE.test(call) || (!seam && OUTSIDE_SEAMS.test(call))) {
                    violations.add(facts.name() + " calls " + call);
                }
            }
        }
        return violations;
    }
}
