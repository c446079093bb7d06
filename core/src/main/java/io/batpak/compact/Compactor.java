package io.batpak.compact;

import io.batpak.error.SegmentDamageException;
import io.batpak.error.StoreException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.error.WriterCrashedException;
import io.batpak.format.Decoded;
import io.batpak.format.TombstoneFrames;
import io.batpak.fs.StoreIoException;
import io.batpak.index.Stretch;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionResult;
import io.batpak.model.CompactionStrategy;
import io.batpak.model.Entry;
import io.batpak.model.FramePosition;
import io.batpak.model.KeepRule;
import io.batpak.segment.FrameBuffer;
import io.batpak.segment.SegmentName;
import io.batpak.segment.StoreFileKind;
import io.batpak.sidecar.RunExchange;
import io.batpak.write.Housekeeping;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compacts an open journal.
///
/// Any thread, one compaction at a time. The commit turn is taken twice, for a sync with perhaps a rotation, and for the
/// exchange in the index; everything else happens beside appends and reads.
public final class Compactor {
    private static final System.Logger LOG = System.getLogger("io.batpak");
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final String ROLLED_BACK = "compaction pre-swap phase failed; disk layout rolled back: ";

    private final Tools tools;

    /// For a journal.
    public Compactor(Tools tools) {
        this.tools = tools;
    }

    /// Compacts. What it changes is durable when it returns.
    ///
    /// @return a failure that left the journal as it was is an outcome, not an exception
    /// @throws VisibilityFenceActiveException while a fence is active; nothing was changed
    /// @throws WriterCrashedException when it failed behind the point of no return: the journal takes no more writes, and
    ///     the next open finds everything in its new place
    public CompactionResult run(Compaction how) {
        long growing = tools.housekeeping().growingSegment();
        Account account = new Account(how, 0);
        try {
            account = new Account(how, finishedSegments(growing));
            return run(how, account);
        } catch (StoreIoException | SegmentDamageException e) { // what cannot be undone ends in another exception
            return account.failed(ROLLED_BACK + e.getMessage(), growing);
        }
    }

    private CompactionResult run(Compaction how, Account account) {
        if (account.finished() < how.minSegments() || account.finished() == 0) {
            return account.skipped(tools.housekeeping().growingSegment());
        }
        boolean retains = how.strategy() instanceof CompactionStrategy.Retention;
        Housekeeping.Sealed end = tools.housekeeping().seal(retains, retains);
        Order order = new Order(how, account, rule(how.strategy()), false);
        Attempt attempt = attempt(order, end);
        if (attempt.needsRoom) {
            if (end.growing() - end.before() < 2) {
                end = tools.housekeeping().seal(true, true);
            }
            // What grew until now may become a source, or else nothing lies in front of the unused id.
            attempt = attempt(order.asLast(), new Housekeeping.Sealed(end.growing(), end.growing()));
        }
        return attempt.result;
    }

    /// @param rule null keeps everything
    /// @param last whether the plan is to make do with the unused ids there are
    private record Order(Compaction how, Account account, @Nullable KeepRule rule, boolean last) {
        Order asLast() {
            return new Order(how, account, rule, true);
        }
    }

    private record Attempt(CompactionResult result, boolean needsRoom) {}

    private @Nullable KeepRule rule(CompactionStrategy strategy) {
        return switch (strategy) {
            case CompactionStrategy.Merge() -> null;
            case CompactionStrategy.Retention(KeepRule keep) -> keep.over(facts());
            case CompactionStrategy.Tombstone(KeepRule keep) -> keep.over(facts());
        };
    }

    private JournalFacts facts() {
        return new JournalFacts(tools.index().view(), Math.max(0, tools.clock().wallMicros()) / 1000);
    }

    private long finishedSegments(long growing) {
        return tools.fs().list().stream()
                .filter(name -> StoreFileKind.of(name) == StoreFileKind.SEGMENT)
                .map(name -> SegmentName.parse(name).orElseThrow())
                .filter(name -> name.isCanonical() && name.id() < growing)
                .count();
    }

    /// @param end what was the growing segment is no source
    private Attempt attempt(Order order, Housekeeping.Sealed end) {
        Account account = order.account();
        try {
            tools.housekeeping().awaitSealed();
            tools.runs().seal(end.growing() - 1);
        } catch (StoreException e) {
            return new Attempt(account.failed(ROLLED_BACK + e.getMessage(), end.growing()), false);
        }
        if (tools.index().finished().isEmpty()) {
            return new Attempt(account.skipped(end.growing()), false);
        }
        try (RunExchange reserved = tools.runs().reserve(this::everything)) {
            if (tools.index().finished().stream().anyMatch(Stretch::isInMemory)) {
                String why = ROLLED_BACK + "the index of finished segments could not be written";
                return new Attempt(account.failed(why, end.growing()), false);
            }
            return attempt(order, end, reserved);
        }
    }

    private Stretch everything() {
        return tools.index().joined(0, tools.index().finished().size());
    }

    private Attempt attempt(Order order, Housekeeping.Sealed end, RunExchange reserved) {
        Compaction how = order.how();
        Account account = order.account();
        Survey survey = Survey.of(tools.fs(), tools.index(), end.growing());
        long limit = survey.firstUncovered(end.before());
        Verdicts.Judge judge = new Verdicts.Judge(tools.index(), tools.events(), how.strategy(), order.rule());
        Verdicts verdicts = Verdicts.of(survey, limit, judge, Verdicts.Forecast.NONE);
        Plan plan = CompactionPlanner.plan(facts(survey, verdicts, limit), limits(how));
        boolean needsRoom = plan.needsFreeId() && !order.last();
        if (plan.steps().isEmpty() || needsRoom) {
            return new Attempt(account.skipped(end.growing()), needsRoom);
        }
        BitSet emptied = Anchors.of(tools.index(), survey, verdicts, plan.steps());
        Terms terms = new Terms(tools.index(), survey, verdicts, emptied, plan.steps(), form());
        long bytes = plan.steps().stream()
                .flatMap(step -> step.sources().stream())
                .mapToLong(survey::fileBytes)
                .sum();
        Pacer pacer = new Pacer(how, tools.clock(), tools.pause(), bytes, plan.steps().size());
        Round round = new Round(tools, terms, Region.of(terms), reserved);
        return new Attempt(carryOut(account, round, pacer, end.growing()), false);
    }

    private CompactionPlanner.Limits limits(Compaction how) {
        long outputMax = how.outputBytesMax() == 0 ? tools.segmentBytesMax() : how.outputBytesMax();
        return new CompactionPlanner.Limits(how.scope(), how.minSegments(), outputMax);
    }

    private List<SegmentFacts> facts(Survey survey, Verdicts verdicts, long limit) {
        List<SegmentFacts> facts = new ArrayList<>();
        for (int at = 0; at < survey.segments().size(); at++) {
            Survey.Found segment = survey.segments().get(at);
            if (segment.id() < limit) {
                facts.add(new SegmentFacts(
                        segment.id(),
                        segment.fileBytes(),
                        verdicts.liveBytes(at),
                        verdicts.liveRows(at),
                        verdicts.changed(at),
                        Anchors.closesAtLastRow(tools.index(), survey, segment),
                        false));
            }
        }
        facts.add(new SegmentFacts(limit, 0, 0, 0, false, false, true));
        return facts;
    }

    private Terms.Form form() {
        FrameBuffer buffer = new FrameBuffer();
        return new Terms.Form(
                youngerThanAll(), TombstoneFrames.emptiedHash(), position -> emptiedLength(position, buffer));
    }

    /// The moment at which outputs begin to exist: now, or right behind the newest event where the clock was set
    /// back or has not moved on. So no receipt takes an output for the segment that its event was written to.
    private long youngerThanAll() {
        long now = tools.clock().wallNanos();
        long newest = tools.index().view().last().map(Entry::wallMillis).orElse(0L);
        return newest >= Long.MAX_VALUE / NANOS_PER_MILLI ? now : Math.max(now, (newest + 1) * NANOS_PER_MILLI);
    }

    private int emptiedLength(FramePosition position, FrameBuffer buffer) {
        tools.reads().frame(position, buffer);
        return switch (TombstoneFrames.emptied(buffer.array(), 0, position.length())) {
            case Decoded.Ok<byte[]>(byte[] frame) -> frame.length;
            case Decoded.Damaged<byte[]>(var damage) ->
                throw SegmentDamageException.frame(
                        position.segment(), position.offset(), damage.detail());
        };
    }

    private CompactionResult carryOut(Account account, Round round, Pacer pacer, long growing) {
        try {
            round.stage(pacer);
            round.prepare();
        } catch (CancelledSignal | StoreException e) {
            return rolledBack(account, round, e, growing);
        } catch (RuntimeException | Error e) {
            discard(round, e);
            throw e;
        }
        try {
            round.commit();
            round.exchange();
        } catch (RuntimeException | Error e) {
            if (!round.isCommitted() && e instanceof StoreException refused) {
                return rolledBack(account, round, refused, growing);
            }
            throw tools.housekeeping().poison("a compaction stopped half-way", e);
        }
        try {
            round.install();
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.WARNING, "the next open makes an index run anew", e);
        }
        return account.performed(round, growing);
    }

    private CompactionResult rolledBack(Account account, Round round, RuntimeException why, long growing) {
        if (why instanceof WriterCrashedException crashed) {
            discard(round, why);
            throw crashed;
        }
        discard(round, why);
        return account.failed(ROLLED_BACK + why.getMessage(), growing);
    }

    private void discard(Round round, Throwable why) {
        try {
            round.discard();
        } catch (StoreException e) {
            why.addSuppressed(e);
            LOG.log(System.Logger.Level.WARNING, "the next open takes away what a compaction had prepared", e);
        }
    }
}
