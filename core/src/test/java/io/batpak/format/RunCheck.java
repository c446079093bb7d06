package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Asks a run everything it can answer, and compares with the model.
final class RunCheck {
    private final RunFile file;
    private final RunLookup lookup;
    private final RunModel model;

    RunCheck(RunFile file, RunModel model) {
        this.file = file;
        this.lookup = file.lookup();
        this.model = model;
    }

    void everything() {
        assertThat(file.rows()).isEqualTo(model.count());
        assertThat(file.segments()).isEqualTo(model.segments);
        for (int row = 0; row < model.count(); row++) {
            place(row);
            identity(row);
            sparse(row);
        }
        names();
        lists();
        lanes();
        ids();
    }

    private void place(int row) {
        RunModel.Row expected = model.rows.get(row);
        assertThat(file.sequence(row)).isEqualTo(expected.sequence());
        assertThat(file.wallMillis(row)).isEqualTo(expected.wall());
        assertThat(file.segment(row)).isEqualTo(expected.segment());
        assertThat(file.firstRow(file.segmentIndex(row))).isLessThanOrEqualTo(row);
        assertThat(file.offset(row)).isEqualTo(expected.offset());
        assertThat(file.length(row)).isEqualTo(expected.length());
        assertThat(file.kind(row)).isEqualTo(expected.kind());
        assertThat(file.lane(row)).isEqualTo(expected.lane());
        assertThat(file.depth(row)).isEqualTo(expected.depth());
        assertThat(file.clock(row)).isEqualTo(expected.clock());
        assertThat(file.entities().name(file.entity(row))).isEqualTo(model.entityName(expected.entity()));
        assertThat(file.scopes().name(file.scope(row))).isEqualTo(model.scopeName(expected.scope()));
    }

    private void identity(int row) {
        RunModel.Row expected = model.rows.get(row);
        assertThat(new RunModel.Id(file.idHigh(row), file.idLow(row))).isEqualTo(expected.id());
        byte[] hash = new byte[34];
        file.copyEventHash(row, hash, 1);
        assertThat(Hash.of(hash, 1)).isEqualTo(expected.hash());
        assertThat(file.before(row)).isEqualTo(expected.before());
        assertThat(file.previousIsBefore(row)).isEqualTo(model.previousIsBefore(row));
        for (int word = 0; word < 4; word++) {
            assertThat(file.hashWord(row, word)).isEqualTo(expected.hash().word(word));
            assertThat(file.previousHashWord(row, word))
                    .isEqualTo(expected.previous().word(word));
        }
    }

    private void sparse(int row) {
        RunModel.Row expected = model.rows.get(row);
        assertThat(file.isOwnCorrelation(row)).isEqualTo(model.isOwnCorrelation(row));
        assertThat(new RunModel.Id(file.correlationHigh(row), file.correlationLow(row)))
                .isEqualTo(expected.correlation());
        assertThat(new RunModel.Id(file.causationHigh(row), file.causationLow(row)))
                .isEqualTo(expected.causation());
        assertThat(file.hasCausation(row)).isEqualTo(!expected.causation().equals(new RunModel.Id(0, 0)));
        assertThat(file.extensionState(row)).isEqualTo(expected.extensionState());
        assertThat(file.extensions(row)).isEqualTo(expected.extensions());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void names() {
        TreeSet<String> sorted = new TreeSet<>((a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b)));
        model.rows.forEach(row -> sorted.add(model.entityName(row.entity())));
        List<String> names = new ArrayList<>(sorted);
        RunNames entities = file.entities();
        assertThat(IntStream.range(0, entities.count()).mapToObj(entities::name))
                .containsExactlyElementsOf(names);
        for (String asked : model.entities) {
            assertThat(entities.find(asked)).isEqualTo(names.indexOf(asked));
            assertThat(entities.lowerBound(asked))
                    .isEqualTo(sorted.headSet(asked).size());
            assertThat(names.subList(entities.namespaceStart(asked), entities.namespaceEnd(asked)))
                    .isEqualTo(names.stream()
                            .filter(name -> name.startsWith(asked + ":"))
                            .toList());
        }
        assertThat(entities.find("nobody")).isEqualTo(RunNames.NONE);
        assertThat(entities.lowerBound("\uDBFF\uDFFF")).isEqualTo(names.size());
    }

    private void rows(RunList list, IntPredicate member) {
        int[] expected = IntStream.range(0, model.count()).filter(member).toArray();
        assertThat(IntStream.range(0, list.size()).map(list::get)).containsExactly(boxed(expected));
        for (int row = 0; row <= model.count(); row += 1 + model.count() / 7) {
            int bound = row;
            assertThat(list.countBelow(row)).isEqualTo((int)
                    Arrays.stream(expected).filter(at -> at < bound).count());
        }
    }

    private static Integer[] boxed(int[] numbers) {
        return Arrays.stream(numbers).boxed().toArray(Integer[]::new);
    }

    private void lists() {
        for (int number = 0; number < model.entities.size(); number++) {
            int entity = number;
            int id = file.entities().find(model.entityName(number));
            if (id >= 0) {
                rows(lookup.entityRows(id), row -> model.entity(row) == entity);
                assertThat(lookup.entityKeysUnordered(id)).isEqualTo(model.entityKeysUnordered(number));
                assertThat(lookup.entityLaneUnordered(id)).isEqualTo(model.entityLaneUnordered(number));
            }
        }
        for (int number = 0; number < model.scopes.size(); number++) {
            int scope = number;
            int id = file.scopes().find(model.scopeName(number));
            if (id >= 0) {
                rows(lookup.scopeRows(id), row -> model.scope(row) == scope);
            }
        }
        for (int index = 0; index < lookup.kindCount(); index++) {
            int kind = lookup.kindAt(index);
            rows(lookup.kindRows(kind), row -> model.kind(row) == kind);
        }
        rows(lookup.kindRows(0x0BAD), row -> false);
    }

    private void lanes() {
        int[] lanes =
                IntStream.range(0, model.count()).map(model::lane).distinct().toArray();
        assertThat(lookup.laneCount()).isEqualTo(lanes.length);
        assertThat(lookup.laneIndex(0x00BA_DBAD)).isEqualTo(RunFile.NONE);
        for (int lane : lanes) {
            int index = lookup.laneIndex(lane);
            assertThat(lookup.laneAt(index)).isEqualTo(lane);
            int[] on = IntStream.range(0, model.count())
                    .filter(row -> model.lane(row) == lane)
                    .toArray();
            assertThat(lookup.laneRowCount(index)).isEqualTo(on.length);
            assertThat(lookup.laneFirstRow(index)).isEqualTo(on[0]);
            assertThat(lookup.laneLastRow(index)).isEqualTo(on[on.length - 1]);
            assertThat(lookup.laneMaxWallMillis(index))
                    .isEqualTo(Arrays.stream(on)
                            .mapToObj(model::wallMillis)
                            .max(Long::compareUnsigned)
                            .orElseThrow());
            if (lane != 0) {
                rows(lookup.laneRows(index), row -> model.lane(row) == lane);
            }
            for (int number = 0; number < model.entities.size(); number++) {
                int id = file.entities().find(model.entityName(number));
                assertThat(id < 0 ? RunFile.NONE : lookup.head(id, lane)).isEqualTo(model.head(number, lane));
            }
        }
    }

    private void ids() {
        for (int row = 0; row < model.count(); row++) {
            RunModel.Id id = model.rows.get(row).id();
            List<Integer> found = new ArrayList<>();
            for (int at = lookup.findBelow(id.high(), id.low(), model.count());
                    at >= 0;
                    at = lookup.findBelow(id.high(), id.low(), at)) {
                found.addFirst(at);
            }
            assertThat(found)
                    .containsExactly(boxed(IntStream.range(0, model.count())
                            .filter(at -> model.rows.get(at).id().equals(id))
                            .toArray()));
            rows(
                    lookup.causedBy(id.high(), id.low()),
                    at -> model.rows.get(at).causation().equals(id));
            rows(
                    lookup.correlatedWith(id.high(), id.low()),
                    at -> model.rows.get(at).correlation().equals(id) && !model.isOwnCorrelation(at));
            assertThat(lookup.findBelow(id.high(), id.low() ^ 0x5A5A, model.count()))
                    .isEqualTo(RunFile.NONE);
        }
        assertThat(lookup.findBelow(-1, -1, model.count())).isEqualTo(RunFile.NONE);
        assertThat(lookup.findBelow(0, 0, model.count())).isEqualTo(RunFile.NONE);
    }
}
