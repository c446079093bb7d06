package io.batpak.index;

import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.KindFilter;
import io.batpak.model.Region;
import io.batpak.testing.Schedules;
import java.util.List;
import java.util.StringJoiner;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever the schedule, readers of the real index answer as if they had come before or after each publication:
/// three rows that are published together are seen together, by every way to find them.
///
/// One thread writes at a time, as in the journal. Each case begins where something grows next.
///
/// Tier: law. Covers: E38, F7, F9.
@Tag("soak-linear")
class IndexLincheckTest {
    private static final String WRITER = "writer";

    /// An index that holds some rows already, and its readers and writer as Lincheck calls them.
    @Param(name = "name", gen = IntGen.class, conf = "0:2")
    abstract static class Subject {
        private final Index index = Histories.index(List.of());
        private final IndexRow row = new IndexRow();
        private int next;

        Subject(int rows) {
            while (next < rows) {
                insert(next % 2);
            }
            index.writer().publish();
        }

        private void insert(int name) {
            index.writer()
                    .insert(row.clear()
                            .sequence(next)
                            .eventId(9, next)
                            .correlation(2, name)
                            .causation(1, name)
                            .coordinate("e:" + name, "s" + name)
                            .kind(0x1000 + name)
                            .at(name, 0, next, 1000)
                            .hashBehindHead(Hash.of(next, 0, 0, 0))
                            .position(1, next, 100));
            next++;
        }

        /// One row.
        @Operation(nonParallelGroup = WRITER)
        public int append(@Param(name = "name") int name) {
            insert(name);
            index.writer().publish();
            return next;
        }

        /// Three rows, seen together.
        @Operation(nonParallelGroup = WRITER)
        public int batch(@Param(name = "name") int name) {
            insert(name);
            insert(2);
            insert(name);
            index.writer().publish();
            return next;
        }

        /// What follows goes to another part.
        @Operation(nonParallelGroup = WRITER)
        public void cut() {
            index.writer().cut();
        }

        /// The rows of an entity, and all its namespace.
        @Operation
        public String entity(@Param(name = "name") int name) {
            IndexView view = index.view();
            return text(view.stream("e:" + name)) + "|" + text(view.queryAfter(Region.entity("e"), next(view)));
        }

        /// By kind, by lane, by scope: all of one bound.
        @Operation
        public String found(@Param(name = "name") int name) {
            IndexView view = index.view();
            EventKind kind = EventKind.ofRaw(0x1000 + name);
            return text(view.query(Region.all().withKind(new KindFilter.Exact(kind))))
                    + "|" + text(view.query(Region.scope("s" + name)))
                    + "|" + text(view.query(Region.all().withLane(name)));
        }

        /// By what led to them.
        @Operation
        public String linked(@Param(name = "name") int name) {
            IndexView view = index.view();
            return text(view.effects(1, name)) + "|" + text(view.correlated(2, name));
        }

        /// The head, the last row by its id, and the one behind it, which is not there.
        @Operation
        public String ends(@Param(name = "name") int name) {
            IndexView view = index.view();
            long end = view.nextSequence();
            return view.latest("e:" + name, name).map(Entry::sequence) + " of " + end
                    + view.find(new EventId(9, end - 1)).map(Entry::sequence)
                    + view.find(new EventId(9, end)).isPresent();
        }

        /// The last few rows of a view only, so that answers stay short.
        private static long next(IndexView view) {
            return Math.max(0, view.nextSequence() - 5);
        }

        private static String text(Iterable<Entry> entries) {
            StringJoiner text = new StringJoiner(" ");
            entries.forEach(entry -> text.add(Long.toString(entry.sequence())));
            return text.toString();
        }
    }

    /// Everything is new.
    public static final class Empty extends Subject {
        public Empty() {
            super(0);
        }
    }

    /// The first bucket of each table is nearly full.
    public static final class BeforeBucket extends Subject {
        public BeforeBucket() {
            super(41);
        }
    }

    /// The columns are about to be doubled.
    public static final class BeforeColumns extends Subject {
        public BeforeColumns() {
            super(63);
        }
    }

    @Test
    void anEmptyIndex() {
        Schedules.chosen(2).check(Empty.class);
    }

    @Test
    void anIndexWhoseTablesGrow() {
        Schedules.chosen(2).check(BeforeBucket.class);
    }

    @Test
    void anIndexWhoseColumnsGrow() {
        Schedules.chosen(2).check(BeforeColumns.class);
    }

    @Test
    void anIndexUnderRealThreads() {
        Schedules.real(3).check(BeforeBucket.class);
    }
}
