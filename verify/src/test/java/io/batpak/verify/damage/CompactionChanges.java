package io.batpak.verify.damage;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.model.BackupOptions;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionResult;
import io.batpak.model.CompactionScope;
import io.batpak.model.EventKind;
import io.batpak.model.ForkOptions;
import io.batpak.model.KeepRule;
import io.batpak.model.RetentionPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The reshaping half of [CompactingProcess]: compactions with random policies, copies, and interrupts.
final class CompactionChanges {
    private final Store store;
    private final Consumer<String> say;
    private final Path copies;
    private final SplittableRandom seeds;
    private volatile Thread compacting = Thread.currentThread();
    private volatile boolean interruptible;
    private int performed;
    private int number;

    CompactionChanges(Store store, Consumer<String> say, Path copies, long seed) {
        this.store = store;
        this.say = say;
        this.copies = copies;
        this.seeds = new SplittableRandom(seed + 1);
    }

    List<CompactionFacts.Work> works() {
        return List.of(compactions(seeds.split()), copies(seeds.split()), this::interrupts);
    }

    private CompactionFacts.Work compactions(SplittableRandom random) {
        return () -> {
            compacting = Thread.currentThread();
            boolean cancelled = random.nextInt(8) == 0;
            Compaction.Builder how = random(random).but().outputBytesMax(8192 + random.nextInt(400_000));
            if (random.nextInt(5) == 0) {
                how.bytesPerSecondMax(1_000_000 + random.nextInt(5_000_000));
            }
            if (cancelled) {
                int after = random.nextInt(400);
                int[] asked = {0};
                how.cancel(() -> asked[0]++ > after);
            }
            Compaction wanted = how.build();
            interruptible = random.nextInt(3) == 0;
            try {
                check(store.compact(wanted), wanted, cancelled);
            } catch (VisibilityFenceActiveException e) {
                LockSupport.parkNanos(1_000_000); // again in a moment
            } finally {
                interruptible = false;
                boolean cleared = Thread.interrupted();
                LockSupport.parkNanos(cleared ? 1_000_000 : 20_000_000);
            }
        };
    }

    private void check(CompactionResult result, Compaction how, boolean cancelled) {
        switch (result.outcome()) {
            case CompactionOutcome.Performed _ -> say.accept("P " + ++performed + "\n");
            case CompactionOutcome.Skipped _ -> LockSupport.parkNanos(10_000_000);
            case CompactionOutcome.Failed(String reason) -> {
                if (!cancelled || !reason.contains("cancel")) {
                    throw new AssertionError(how + " failed: " + reason);
                }
            }
        }
    }

    private Compaction random(SplittableRandom random) {
        int modulus = 2 + random.nextInt(5);
        int rest = random.nextInt(modulus);
        return switch (random.nextInt(6)) {
            case 0 -> Compaction.merge();
            case 1 -> Compaction.merge().but().scope(CompactionScope.TIERED).build();
            case 2 -> {
                say.accept("R " + modulus + " " + rest + "\n");
                KeepRule keep = rule(CompactionFacts.DROP, modulus, rest);
                yield Compaction.retention(
                        random.nextBoolean() ? keep : candidate -> candidate.event() != null && keep.keeps(candidate));
            }
            case 3 -> {
                say.accept("R 1 0\n");
                yield Compaction.retention(RetentionPolicy.kinds(CompactionFacts.DROP))
                        .but()
                        .scope(random.nextBoolean() ? CompactionScope.WHOLE : CompactionScope.TIERED)
                        .build();
            }
            case 4 -> {
                say.accept("T " + modulus + " " + rest + "\n");
                yield Compaction.tombstone(rule(CompactionFacts.TOMB, modulus, rest));
            }
            default ->
                Compaction.retention(RetentionPolicy.kinds(CompactionFacts.LAST)
                        .and(RetentionPolicy.keepLast(CompactionFacts.LAST_KEPT + random.nextInt(20))));
        };
    }

    private static KeepRule rule(EventKind kind, int modulus, int rest) {
        return candidate -> !candidate.entry().kind().equals(kind)
                || candidate.entry().correlationId().low() % modulus != rest;
    }

    private CompactionFacts.Work copies(SplittableRandom random) {
        return () -> {
            LockSupport.parkNanos(300_000_000L + random.nextInt(1_500_000_000));
            Path copy = copies.resolve("copy-" + ProcessHandle.current().pid() + "-" + number++);
            try {
                switch (random.nextInt(3)) {
                    case 0 -> look(copy, () -> store.snapshot(copy));
                    case 1 -> look(copy, () -> store.fork(copy, ForkOptions.standard()));
                    default -> store.backup(copies.resolve("backup"), BackupOptions.standard());
                }
            } catch (VisibilityFenceActiveException e) {
                LockSupport.parkNanos(1_000_000); // the next one, then
            }
        };
    }

    private static void look(Path copy, Runnable make) throws IOException {
        make.run();
        try (StoreReader reader = StoreReader.open(StoreConfig.in(copy).build())) {
            if (!reader.verifyChain().intact()) {
                throw new AssertionError("a copy: " + reader.verifyChain());
            }
        }
        deleteTree(copy);
    }

    static void deleteTree(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private void interrupts() {
        LockSupport.parkNanos(2_000_000);
        if (interruptible) {
            compacting.interrupt();
        }
    }
}
