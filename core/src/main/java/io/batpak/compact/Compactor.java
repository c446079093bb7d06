package io.batpak.compact;

import io.batpak.error.SegmentDamageException;
import io.batpak.error.StoreException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.error.WriterCrashedException;
import io.batpak.format.Decoded;
import io.batpak.format.TombstoneFrames;
import io.batpak.fs.FileFacts;
import io.batpak.fs.StoreIoException;
import io.batpak.index.Stretch;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionResult;
import io.batpak.model.CompactionStrategy;
import io.batpak.model.Entry;
import io.batpak.model.FramePosition;
import io.batpak.model.KeepRule;
import io.batpak.recovery.OpenFacts;
import io.batpak.segment.FrameBuffer;
import io.batpak.segment.SegmentBirth;
import io.batpak.segment.SegmentName;
import io.batpak.segment.StoreFileKind;
import io.batpak.sidecar.IndexRuns;
import io.batpak.sidecar.RunExchange;
import io.batpak.write.Housekeeping;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compacts an open journal.
///
/// Any thread, one compaction at a time. The commit turn is taken twice, for a sync with perhaps a rotation, and
/// for the exchange in the index; everything else happens beside appends and reads.
public final class Compactor {
    private static final System.Logger LOG = System.getLogger("io.batpak");
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final String ROLLED_BACK = "compaction pre-swap phase failed; disk layout rolled back: ";

    /// So many rows of the index are written in a moment.
    private static final int BRIEF_ROWS_MAX = 1 << 17;

    private final Tools tools;
    private final boolean brief;

    /// For a journal.
    public Compactor(Tools tools) {
        this(tools, false);
    }

    private Compactor(Tools tools, boolean brief) {
        this.tools = tools;
        this.brief = brief;
    }

    /// The same for merges that somebody waits for: one run of segments at a time, and none if much of the index
    /// would have to be written anew for it.
    public Compactor brief() {
        return new Compactor(tools, true);
    }

    /// Compacts. What it changes is durable when it returns.
    ///
    /// @return a failure that left the journal as it was is an outcome, not an exception
    /// @throws VisibilityFenceActiveException while a fence is active; nothing was changed
    /// @throws WriterCrashedException when it failed behind the point of no return: the journal takes no more
    ///     writes, and the next open finds everything in its new place
    public CompactionResult run(Compaction how) {
        long growing = tools.housekeeping().growingSegment();
        Account account = new Account(how, 0);
        try {
            account = new Account(how, finishedIds(growing).size());
            if (account.finished() < how.minSegments() || account.finished() == 0) {
                return account.skipped(growing);
            }
            try (IndexRuns.Hold _ = tools.runs().holdJoins()) {
                return run(new Order(how, account, Verdicts.rule(how.strategy(), facts()), false));
            }
        } catch (StoreIoException | SegmentDamageException e) { // of a disk or the rule; nothing staged or committed
            return account.failed(ROLLED_BACK + e.getMessage(), growing);
        }
    }

    private CompactionResult run(Order order) {
        boolean retains = order.how().strategy() instanceof CompactionStrategy.Retention;
        // With room: if it turns out to be needed, no second segment, an empty one in front of it, is in the way.
        Housekeeping.Sealed end = tools.housekeeping().seal(retains, true);
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

    /// Whether a merge would find something to do, judged by the lengths of the files alone. Reads no event and
    /// ends no segment.
    public boolean hasWork(Compaction merge) {
        long growing = tools.housekeeping().growingSegment();
        List<OpenFacts.Segment> finished = new ArrayList<>();
        for (long id : finishedIds(growing)) {
            long bytes = tools.fs()
                    .facts(SegmentName.of(id).fileName())
                    .map(FileFacts::length)
                    .orElse(0L);
            finished.add(new OpenFacts.Segment(id, bytes));
        }
        return hasWork(merge, finished, growing);
    }

    /// The same, judged by lengths that are known. Looks at no file.
    ///
    /// @param segments ascending; those from `growing` on are left out
    public boolean hasWork(Compaction merge, List<OpenFacts.Segment> segments, long growing) {
        if (segments.size() < merge.minSegments()) {
            return false;
        }
        List<SegmentFacts> facts = new ArrayList<>();
        long last = -1;
        for (OpenFacts.Segment segment : segments) {
            if (segment.id() > last && segment.id() < growing) {
                last = segment.id();
                facts.add(new SegmentFacts(last, segment.length(), segment.length(), 0, false, false, false));
            }
        }
        facts.add(new SegmentFacts(growing, 0, 0, 0, false, false, true));
        Plan plan = CompactionPlanner.plan(facts, limits(merge));
        return plan.needsFreeId() || !plan.steps().isEmpty();
    }

    private CompactionPlanner.Limits limits(Compaction how) {
        CompactionPlanner.Limits limits = CompactionPlanner.Limits.of(how, tools.segmentBytesMax());
        return brief ? limits.single() : limits;
    }

    /// @param rule null keeps everything
    /// @param last whether the plan is to make do with the unused ids there are
    private record Order(
            Compaction how, Account account, @Nullable KeepRule rule, boolean last) {
        Order asLast() {
            return new Order(how, account, rule, true);
        }
    }

    private record Attempt(CompactionResult result, boolean needsRoom) {}

    private JournalFacts facts() {
        return new JournalFacts(tools.index().view(), Math.max(0, tools.clock().wallMicros()) / 1000);
    }

    private List<Long> finishedIds(long growing) {
        return tools.fs().list().stream()
                .filter(name -> StoreFileKind.of(name) == StoreFileKind.SEGMENT)
                .map(name -> SegmentName.parse(name).orElseThrow())
                .filter(name -> name.isCanonical() && name.id() < growing)
                .map(SegmentName::id)
                .sorted()
                .toList();
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
        if (partsBelow(end.growing()).isEmpty()) {
            return new Attempt(account.skipped(end.growing()), false);
        }
        try (RunExchange reserved = tools.runs().reserve(() -> everythingBelow(end.growing()))) {
            List<Stretch> parts = partsBelow(end.growing());
            if (parts.stream().anyMatch(Stretch::isInMemory)) {
                String why = ROLLED_BACK + "the index of finished segments could not be written";
                return new Attempt(account.failed(why, end.growing()), false);
            }
            return attempt(order, end, parts, reserved);
        }
    }

    private Stretch everythingBelow(long growing) {
        return tools.index().joined(0, partsBelow(growing).size());
    }

    /// The finished parts of the index that were there when the log ended: a rotation may finish another at any
    /// moment.
    private List<Stretch> partsBelow(long growing) {
        return tools.index().finished().stream()
                .takeWhile(part -> lastSegment(part) < growing)
                .toList();
    }

    private static long lastSegment(Stretch part) {
        return part.isInMemory()
                ? part.segments().getLast().segment()
                : part.runs().getLast().segments().getLast().id();
    }

    private Attempt attempt(Order order, Housekeeping.Sealed end, List<Stretch> parts, RunExchange reserved) {
        Compaction how = order.how();
        Account account = order.account();
        Survey survey = Survey.of(tools.fs(), parts, end.growing());
        long limit = survey.firstUncovered(end.before());
        Verdicts.Judge judge = new Verdicts.Judge(tools.index(), tools.events(), how.strategy(), order.rule());
        Verdicts verdicts = Verdicts.of(survey, limit, judge);
        Plan plan = CompactionPlanner.plan(facts(survey, verdicts, limit), limits(how));
        boolean needsRoom = plan.needsFreeId() && !order.last();
        if (plan.steps().isEmpty() || needsRoom) {
            return new Attempt(account.skipped(end.growing()), needsRoom);
        }
        BitSet emptied = Anchors.of(tools.index(), survey, verdicts, plan.steps());
        Terms terms = new Terms(tools.index(), survey, verdicts, emptied, plan.steps(), form(survey, plan));
        long bytes = plan.steps().stream()
                .flatMap(step -> step.sources().stream())
                .mapToLong(survey::fileBytes)
                .sum();
        Pacer pacer = new Pacer(how, tools.ticker(), bytes, plan.steps().size());
        List<Region> regions = Region.of(terms);
        if (brief && regions.stream().mapToLong(region -> region.rows().count()).sum() > BRIEF_ROWS_MAX) {
            return new Attempt(account.skipped(end.growing()), false);
        }
        Round round = new Round(tools, terms, regions, reserved);
        return new Attempt(carryOut(account, round, pacer, end.growing()), false);
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

    private Terms.Form form(Survey survey, Plan plan) {
        FrameBuffer buffer = new FrameBuffer();
        return new Terms.Form(
                bornAfterSources(survey, plan),
                TombstoneFrames.emptiedHash(),
                position -> emptiedLength(position, buffer));
    }

    /// An id and this moment together tell one segment from another that had the id before, so it has to be later
    /// even if the clock stands; and behind the newest event and all that is in the sources, so that no receipt
    /// takes an output for the segment that its event was written to, even if the clock was set back.
    private long bornAfterSources(Survey survey, Plan plan) {
        long newest = tools.index().view().last().map(Entry::wallMillis).orElse(0L);
        for (Step step : plan.steps()) {
            for (long source : step.sources()) {
                newest = Math.max(newest, survey.newestWallMillis(source));
            }
        }
        long moment = tools.clock().wallNanos();
        moment = newest >= Long.MAX_VALUE / NANOS_PER_MILLI ? moment : Math.max(moment, (newest + 1) * NANOS_PER_MILLI);
        for (Step step : plan.steps()) {
            for (long source : step.sources()) {
                long born = SegmentBirth.nanos(
                                tools.fs(), SegmentName.of(source).fileName())
                        .orElse(0);
                moment = born == Long.MAX_VALUE ? moment : Math.max(moment, born + 1);
            }
        }
        return moment;
    }

    private int emptiedLength(FramePosition position, FrameBuffer buffer) {
        tools.reads().frame(position, buffer);
        return switch (TombstoneFrames.emptied(buffer.array(), 0, position.length())) {
            case Decoded.Ok<byte[]>(byte[] frame) -> frame.length;
            case Decoded.Damaged<byte[]>(var damage) ->
                throw SegmentDamageException.frame(position.segment(), position.offset(), damage.detail());
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
            LOG.log(System.Logger.Level.WARNING, "some files that a compaction has replaced stay", e);
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
