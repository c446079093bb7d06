package io.batpak.testkit;

import io.batpak.fs.IoKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/// What a disk shall do wrong. A plain value whose text is the Java that makes it again.
///
/// ```java
/// FaultPlan plan = FaultPlan.seeded(7).failing(MemOperation.SYNC, 3).failingEvery(MemOperation.READ, 10);
/// plan.applyTo(disk);
/// ```
///
/// Occurrences and bytes are counted from [#applyTo] on. Of several faults that are due at once the first counts.
/// Reads through a mapping do not fail. Immutable.
///
/// @param seed decides what is drawn: which syncs are dropped, which bits rot
/// @param faults everything that goes wrong
public record FaultPlan(long seed, List<Fault> faults) {
    private static final String SEGMENT = ".fbat";

    /// One thing that goes wrong.
    public sealed interface Fault {
        /// One operation fails without effect.
        ///
        /// @param operation of this kind
        /// @param occurrence which one, 1 or more
        /// @param ioKind with this cause
        record Failing(MemOperation operation, long occurrence, IoKind ioKind) implements Fault {
            /// Checks the count.
            public Failing {
                requirePositive("occurrence", occurrence);
            }

            @Override
            public String toString() {
                return ".failing(" + operation.name() + ", " + occurrence + cause(ioKind) + ")";
            }
        }

        /// Every n-th operation fails without effect.
        ///
        /// @param operation of this kind
        /// @param n 1 or more; 1 fails all of them
        /// @param ioKind with this cause
        record FailingEvery(MemOperation operation, long n, IoKind ioKind) implements Fault {
            /// Checks the count.
            public FailingEvery {
                requirePositive("n", n);
            }

            @Override
            public String toString() {
                return ".failingEvery(" + operation.name() + ", " + n + cause(ioKind) + ")";
            }
        }

        /// The disk is full: writes take in no more than so many bytes. Deleting frees nothing.
        ///
        /// @param bytes 0 or more
        record FullAfter(long bytes) implements Fault {
            /// Checks the number.
            public FullAfter {
                requirePositive("bytes + 1", bytes + 1);
            }

            @Override
            public String toString() {
                return ".fullAfter(" + bytes + ")";
            }
        }

        /// Syncs of files report success and make nothing durable, one in so many.
        ///
        /// @param oneIn 1 or more; 1 drops all of them
        record DroppingSyncs(int oneIn) implements Fault {
            /// Checks the number.
            public DroppingSyncs {
                requirePositive("oneIn", oneIn);
            }

            @Override
            public String toString() {
                return ".droppingSyncs(" + oneIn + ")";
            }
        }

        /// Bits of finished segments have turned over, at the moment in which the plan is applied.
        ///
        /// @param bits how many, 1 or more
        record Rotting(int bits) implements Fault {
            /// Checks the number.
            public Rotting {
                requirePositive("bits", bits);
            }

            @Override
            public String toString() {
                return ".rotting(" + bits + ")";
            }
        }

        private static void requirePositive(String name, long value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " is " + value + ", less than 1");
            }
        }

        private static String cause(IoKind ioKind) {
            return ioKind == IoKind.OTHER ? "" : ", IoKind." + ioKind.name();
        }
    }

    /// Keeps its own copy of the list.
    public FaultPlan {
        faults = List.copyOf(faults);
    }

    /// Nothing goes wrong.
    public static FaultPlan none() {
        return seeded(0);
    }

    /// Nothing goes wrong yet; what is added and has to be drawn is drawn from this seed.
    public static FaultPlan seeded(long seed) {
        return new FaultPlan(seed, List.of());
    }

    /// The same, and the `occurrence`-th such operation fails.
    public FaultPlan failing(MemOperation operation, long occurrence) {
        return failing(operation, occurrence, IoKind.OTHER);
    }

    /// The same, and the `occurrence`-th such operation fails with that cause.
    public FaultPlan failing(MemOperation operation, long occurrence, IoKind ioKind) {
        return with(new Fault.Failing(operation, occurrence, ioKind));
    }

    /// The same, and every `n`-th such operation fails.
    public FaultPlan failingEvery(MemOperation operation, long n) {
        return failingEvery(operation, n, IoKind.OTHER);
    }

    /// The same, and every `n`-th such operation fails with that cause.
    public FaultPlan failingEvery(MemOperation operation, long n, IoKind ioKind) {
        return with(new Fault.FailingEvery(operation, n, ioKind));
    }

    /// The same, and the disk is full when so many bytes more were written; the write that does not fit is cut short.
    public FaultPlan fullAfter(long bytes) {
        return with(new Fault.FullAfter(bytes));
    }

    /// The same, and one sync of a file in `oneIn` is a lie, see [SyncDrops].
    public FaultPlan droppingSyncs(int oneIn) {
        return with(new Fault.DroppingSyncs(oneIn));
    }

    /// The same, and so many bits of finished segments have turned over: of any `.fbat` but the newest. Without one
    /// nothing happens.
    public FaultPlan rotting(int bits) {
        return with(new Fault.Rotting(bits));
    }

    private FaultPlan with(Fault fault) {
        List<Fault> more = new ArrayList<>(faults);
        more.add(fault);
        return new FaultPlan(seed, more);
    }

    /// From now on that disk, with all its directories, goes wrong in these ways, and no longer in those of the plan
    /// before. Copies of it do not.
    public void applyTo(MemFs disk) {
        disk.inject(faults.isEmpty() ? null : new FaultInjector(this));
        SplittableRandom random = new SplittableRandom(seed);
        for (Fault fault : faults) {
            switch (fault) {
                case Fault.DroppingSyncs syncs -> disk.dropSyncs(SyncDrops.seeded(random.nextLong(), syncs.oneIn()));
                case Fault.Rotting rot -> rot(disk, rot.bits(), random);
                case Fault.Failing _, Fault.FailingEvery _, Fault.FullAfter _ -> {}
            }
        }
    }

    private static void rot(MemFs disk, int bits, SplittableRandom random) {
        List<String> segments =
                disk.names().stream().filter(name -> name.endsWith(SEGMENT)).toList();
        for (int i = 0; i < bits && segments.size() > 1; i++) {
            String segment = segments.get(random.nextInt(segments.size() - 1));
            disk.damage(segment, bytes -> flipped(bytes, random));
        }
    }

    private static byte[] flipped(byte[] bytes, SplittableRandom random) {
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return bytes;
    }

    @Override
    public String toString() {
        String begin = seed == 0 ? "FaultPlan.none()" : "FaultPlan.seeded(" + seed + ")";
        return begin + faults.stream().map(Fault::toString).collect(Collectors.joining());
    }
}
