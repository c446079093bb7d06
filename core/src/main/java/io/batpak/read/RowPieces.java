package io.batpak.read;

import io.batpak.time.Job;
import io.batpak.time.JoinInterruptedException;
import io.batpak.time.JoinTimeoutException;
import io.batpak.time.SpawnFailedException;
import io.batpak.time.Spawner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Goes through all rows in pieces, on the caller and on as many further threads as there are processors for.
///
/// The pieces are taken in ascending order. After a failure no further piece is taken, so all below it are done
/// or under way, and of several failures that of the lowest piece is the one a single thread would have met.
final class RowPieces {
    private static final int THREADS_MAX = 4;
    /// Long enough to read files in large pieces, and whole words of [RowBits].
    private static final int PIECE_ROWS = 128 * RowBits.WORD_ROWS;

    private static final Duration JOIN_AT_ONCE = Duration.ofSeconds(30);

    private final int rows;
    private final @Nullable Spawner spawner;

    /// Work on the rows from `from` to below `to`.
    interface Piece {
        void run(int from, int to);
    }

    /// Pieces of `rows` rows.
    ///
    /// @param spawner where further threads come from, null for none
    RowPieces(int rows, @Nullable Spawner spawner) {
        this.rows = rows;
        this.spawner = spawner;
    }

    /// Does the work of all pieces and returns when no thread works any more. An interrupt does not end it, it
    /// stays pending.
    ///
    /// @param work makes what one thread works with
    void run(Supplier<Piece> work) {
        Round round = new Round(work);
        List<Job> jobs = helpers(round);
        round.run();
        joinAll(jobs);
        round.rethrow();
    }

    private List<Job> helpers(Round round) {
        int wanted = Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors()) - 1;
        int useful = Math.min(wanted, Math.ceilDiv(rows, PIECE_ROWS) - 1);
        List<Job> jobs = new ArrayList<>();
        if (spawner != null) {
            try {
                while (jobs.size() < useful) {
                    jobs.add(spawner.spawn("batpak-verify-" + (jobs.size() + 1), round));
                }
            } catch (SpawnFailedException noThread) {
                return jobs; // those that there are do the work
            }
        }
        return jobs;
    }

    private static void joinAll(List<Job> jobs) {
        boolean interrupted = false;
        for (Job job : jobs) {
            while (!joined(job)) {
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean joined(Job job) {
        try {
            job.join(JOIN_AT_ONCE);
            return true;
        } catch (JoinInterruptedException | JoinTimeoutException _) {
            return false; // its pieces are part of the answer
        }
    }

    private final class Round implements Runnable {
        private final Supplier<Piece> work;
        private int taken;
        private int failedAt = Integer.MAX_VALUE;
        private @Nullable Throwable failure;

        Round(Supplier<Piece> work) {
            this.work = work;
        }

        @Override
        public void run() {
            int from = 0;
            try {
                Piece own = work.get();
                for (from = take(); from < rows; from = take()) {
                    own.run(from, endOf(from));
                }
            } catch (RuntimeException | Error thrown) {
                failed(from, thrown);
            }
        }

        /// The first row of the next piece; `rows` when there is none.
        private synchronized int take() {
            int from = failure == null ? taken : rows;
            taken = endOf(from);
            return from;
        }

        private int endOf(int from) {
            return from + Math.min(rows - from, PIECE_ROWS);
        }

        private synchronized void failed(int from, Throwable thrown) {
            if (from < failedAt) {
                failedAt = from;
                failure = thrown;
            }
        }

        private synchronized void rethrow() {
            switch (failure) {
                case null -> {
                    return;
                }
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException(failure);
            }
        }
    }
}
