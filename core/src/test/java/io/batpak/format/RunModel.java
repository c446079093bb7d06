package io.batpak.format;

import io.batpak.model.Extensions;
import io.batpak.model.Hash;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Rows as plain objects: what an index run has to say, in the most obvious form.
final class RunModel implements RunSource {
    final List<Row> rows = new ArrayList<>();
    final List<RunSegment> segments = new ArrayList<>();
    final List<String> entities = new ArrayList<>();
    final List<String> scopes = new ArrayList<>();
    private final Map<String, Integer> heads = new HashMap<>();

    record Id(long high, long low) {}

    record Row(
            Id id,
            long sequence,
            long wall,
            long segment,
            long offset,
            int length,
            int kind,
            int lane,
            int depth,
            int clock,
            int entity,
            int scope,
            Hash hash,
            int before,
            Hash previous,
            Id correlation,
            Id causation,
            int extensionState,
            Extensions extensions) {}

    /// What the random rows look like.
    ///
    /// @param narrow whether numbers stay small, so that columns are narrow
    record Shape(int rows, int entities, int lanes, int segments, boolean narrow) {}

    static RunModel random(long seed, Shape shape) {
        SplittableRandom random = new SplittableRandom(seed);
        RunModel model = new RunModel();
        String[] pieces = {"a", "a:b", "a:b:c", "b", "\u00e9", "\ud83d\ude00", "\uffee", "a;", "z"};
        for (int i = 0; i < shape.entities() + 3; i++) { // three that no row has
            model.entities.add(pieces[i % pieces.length] + (i < pieces.length ? "" : ":" + i));
        }
        for (int i = 0; i < 1 + shape.entities() / 3; i++) {
            model.scopes.add("scope:" + i);
        }
        int left = shape.rows();
        for (int i = 0; i < shape.segments(); i++) {
            int count = i == shape.segments() - 1 ? left : random.nextInt(3) == 0 ? 0 : random.nextInt(left + 1);
            left -= count;
            long id = 1 + 2L * i;
            for (int row = 0; row < count; row++) {
                model.addRandom(random, shape, id);
            }
            model.segments.add(new RunSegment(
                    id,
                    random.nextLong(),
                    random.nextLong(),
                    random.nextInt(),
                    57,
                    i % 2 == 0,
                    random.nextInt(),
                    count));
        }
        return model;
    }

    private void addRandom(SplittableRandom random, Shape shape, long segment) {
        int number = rows.size();
        long sequence = number == 0
                ? random.nextInt(5)
                : rows.getLast().sequence() + (random.nextInt(10) == 0 ? random.nextInt(1, 9) : 1);
        int entity = random.nextInt(shape.entities());
        int lane = random.nextInt(3) > 0 ? 0 : random.nextInt(shape.lanes()) * (shape.narrow() ? 1 : 0x7000_0001);
        boolean repeated = number > 0 && random.nextInt(8) == 0;
        Id id = repeated ? any(random).id() : new Id(random.nextInt(3) - 1, random.nextLong());
        boolean early = number > 0 && random.nextInt(4) == 0;
        long wall = early ? any(random).wall() : shape.narrow() ? 1000 + number : random.nextLong();
        Integer head = heads.get(entity + "/" + lane);
        int before = head != null ? head : random.nextBoolean() ? NONE : EARLIER;
        Hash hash = hash(random);
        Hash previous = random.nextInt(4) == 0 || (head == null && random.nextBoolean())
                ? hash(random)
                : head == null ? Hash.ZERO : rows.get(head).hash();
        Id correlation = random.nextInt(3) > 0 ? id : number > 0 ? any(random).id() : new Id(7, 7);
        Id causation =
                random.nextInt(3) > 0 ? new Id(0, 0) : number > 0 ? any(random).id() : new Id(0, 9);
        int state = random.nextInt(3);
        Extensions extensions = state != EXTENSIONS_KNOWN
                ? Extensions.none()
                : Extensions.none()
                        .with("app.n", new byte[] {(byte) number, -1})
                        .with("b.b", new byte[0]);
        add(new Row(
                id,
                sequence,
                wall,
                segment,
                shape.narrow() ? 57 + 3 * number : random.nextLong(),
                shape.narrow() ? 200 : random.nextInt(),
                shape.narrow() ? 0xF001 : random.nextInt(5) * 0x3333,
                lane,
                shape.narrow() ? 0 : random.nextInt(),
                shape.narrow() ? number : random.nextInt(),
                entity,
                random.nextInt(scopes.size()),
                hash,
                before,
                previous,
                correlation,
                causation,
                state,
                extensions));
    }

    void add(Row row) {
        int number = rows.size();
        rows.add(row);
        heads.merge(row.entity() + "/" + row.lane(), number, (old, next) -> compareKeys(old, next) < 0 ? next : old);
    }

    private Row any(SplittableRandom random) {
        return rows.get(random.nextInt(rows.size()));
    }

    private static Hash hash(SplittableRandom random) {
        return Hash.of(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    int compareKeys(int a, int b) {
        Row left = rows.get(a);
        Row right = rows.get(b);
        int order = Long.compareUnsigned(left.wall(), right.wall());
        order = order != 0 ? order : Integer.compareUnsigned(left.clock(), right.clock());
        order = order != 0
                ? order
                : Long.compareUnsigned(left.id().high(), right.id().high());
        return order != 0
                ? order
                : Long.compareUnsigned(left.id().low(), right.id().low());
    }

    /// The head of (entity, lane) by number, -1 if there is none.
    int head(int entity, int lane) {
        return heads.getOrDefault(entity + "/" + lane, NONE);
    }

    byte[] bytes() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        long length = RunWriter.write(this, segments, file::write);
        if (length != file.size()) {
            throw new AssertionError(length + " told, " + file.size() + " written");
        }
        return file.toByteArray();
    }

    @Override
    public int count() {
        return rows.size();
    }

    @Override
    public long idHigh(int row) {
        return rows.get(row).id().high();
    }

    @Override
    public long idLow(int row) {
        return rows.get(row).id().low();
    }

    @Override
    public long sequence(int row) {
        return rows.get(row).sequence();
    }

    @Override
    public long wallMillis(int row) {
        return rows.get(row).wall();
    }

    @Override
    public long segment(int row) {
        return rows.get(row).segment();
    }

    @Override
    public long offset(int row) {
        return rows.get(row).offset();
    }

    @Override
    public int length(int row) {
        return rows.get(row).length();
    }

    @Override
    public int kind(int row) {
        return rows.get(row).kind();
    }

    @Override
    public int lane(int row) {
        return rows.get(row).lane();
    }

    @Override
    public int depth(int row) {
        return rows.get(row).depth();
    }

    @Override
    public int clock(int row) {
        return rows.get(row).clock();
    }

    @Override
    public int entity(int row) {
        return rows.get(row).entity();
    }

    @Override
    public int scope(int row) {
        return rows.get(row).scope();
    }

    @Override
    public int entityCount() {
        return entities.size();
    }

    @Override
    public String entityName(int number) {
        return entities.get(number);
    }

    @Override
    public boolean entityKeysUnordered(int number) {
        return number % 2 == 1;
    }

    @Override
    public boolean entityLaneUnordered(int number) {
        return number % 3 == 1;
    }

    @Override
    public int scopeCount() {
        return scopes.size();
    }

    @Override
    public String scopeName(int number) {
        return scopes.get(number);
    }

    @Override
    public long hashWord(int row, int word) {
        return rows.get(row).hash().word(word);
    }

    @Override
    public int before(int row) {
        return rows.get(row).before();
    }

    @Override
    public boolean previousIsBefore(int row) {
        int before = before(row);
        return before >= 0 && rows.get(before).hash().equals(rows.get(row).previous());
    }

    @Override
    public long previousHashWord(int row, int word) {
        return rows.get(row).previous().word(word);
    }

    @Override
    public boolean isOwnCorrelation(int row) {
        return rows.get(row).correlation().equals(rows.get(row).id());
    }

    @Override
    public long correlationHigh(int row) {
        return rows.get(row).correlation().high();
    }

    @Override
    public long correlationLow(int row) {
        return rows.get(row).correlation().low();
    }

    @Override
    public long causationHigh(int row) {
        return rows.get(row).causation().high();
    }

    @Override
    public long causationLow(int row) {
        return rows.get(row).causation().low();
    }

    @Override
    public int extensionState(int row) {
        return rows.get(row).extensionState();
    }

    @Override
    public Extensions extensions(int row) {
        return rows.get(row).extensions();
    }
}
