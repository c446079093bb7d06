package io.batpak.verify.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.Generate.constant;
import static org.quicktheories.generators.Generate.oneOf;
import static org.quicktheories.generators.SourceDSL.booleans;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.longs;
import static org.quicktheories.generators.SourceDSL.maps;
import static org.quicktheories.generators.SourceDSL.strings;

import io.batpak.model.EventKind;
import io.batpak.verify.typed.Shapes.Line;
import io.batpak.verify.typed.Shapes.Mixed;
import io.batpak.verify.typed.Shapes.Pay;
import io.batpak.verify.typed.Shapes.Tree;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quicktheories.QuickTheory;
import org.quicktheories.core.Gen;

/// Laws of generated codecs over random graphs of records: what is written is read again, equal values have equal
/// bytes, the order of fields and unknown fields do not matter, and an upcast chain gives what the last version says.
///
/// A failure prints QuickTheories' seed; `-Dbatpak.seed=N` runs it again.
///
/// Covers: A3, A6.
/// Tier: law.
class TypedLawTest {
    private static final long SEED = Long.getLong("batpak.seed", 20261128L);
    private static final int EXAMPLES = Boolean.getBoolean("batpak.ci") ? 1_000 : 500;
    private static final EventKind ACCOUNT = EventKind.of(0xE, 0x380);

    private static QuickTheory laws() {
        return qt().withFixedSeed(SEED).withExamples(EXAMPLES);
    }

    /// Text of all planes, without halves of pairs.
    private static Gen<String> text() {
        return strings().allPossible().ofLengthBetween(0, 40).map(TypedLawTest::wellFormed);
    }

    private static String wellFormed(String any) {
        StringBuilder text = new StringBuilder();
        any.codePoints()
                .forEach(point -> text.appendCodePoint(
                        point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0x1F600 : point));
        return text.toString();
    }

    private static Gen<Tree> tree(int depth) {
        Gen<List<Tree>> children = depth == 0
                ? constant(List.<Tree>of())
                : lists().of(tree(depth - 1)).ofSizeBetween(0, 3);
        Gen<Optional<Tree>> next =
                depth == 0 ? constant(Optional.<Tree>empty()) : tree(depth - 1).toOptionals(50);
        return text().zip(children, next, Tree::new);
    }

    private static Gen<Pay> pay() {
        Gen<Pay> cash = constant(new Shapes.Cash());
        Gen<Pay> card =
                text().zip(integers().between(-128, 127), (text, month) -> new Shapes.Card(text, month.byteValue()));
        Gen<Pay> points = longs().all().map(Shapes.Points::new);
        return oneOf(cash, oneOf(card, points));
    }

    private static Gen<Mixed> mixed() {
        Gen<Line> line =
                text().zip(integers().between(-32768, 32767), (text, count) -> new Line(text, count.shortValue()));
        Gen<Map<String, Pay>> named = maps().of(text(), pay()).ofSizeBetween(0, 20);
        return pay().toOptionals(30).zip(line.toOptionals(30), named, Mixed::new);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        laws().forAll(tree(3)).checkAssert(TypedLawTest::assertRoundTrip);
        laws().forAll(mixed()).checkAssert(TypedLawTest::assertRoundTrip);
        laws().forAll(maps().of(
                                text(),
                                lists().of(booleans().all().toOptionals(30)).ofSizeBetween(0, 20))
                        .ofSizeBetween(0, 20))
                .checkAssert(all -> assertRoundTrip(new Shapes.Answers(all)));
        Samples.all().forEach(samples -> samples.forEach(TypedLawTest::assertRoundTrip));
    }

    @Test
    void everyMomentThatFitsIsReadAgain() {
        laws().forAll(longs().all()).checkAssert(micros -> assertRoundTrip(when(micros)));
        for (long micros : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1_000_000, -1, 0, 1, Long.MAX_VALUE}) {
            assertRoundTrip(when(micros));
        }
    }

    private static Shapes.When when(long micros) {
        return new Shapes.When(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), LocalDate.EPOCH);
    }

    private static void assertRoundTrip(Record value) {
        byte[] bytes = Headers.bytes(value);
        Object read = Headers.decoded(value, bytes);
        assertThat(read).isEqualTo(value);
        assertThat(Headers.bytes(read)).as("%s", value).isEqualTo(bytes);
    }

    @Test
    void neitherOrderNorUnknownFieldsMatter() {
        laws().forAll(tree(2), longs().all()).checkAssert(TypedLawTest::assertTolerant);
        laws().forAll(mixed(), longs().all()).checkAssert(TypedLawTest::assertTolerant);
        for (List<Record> samples : Samples.all()) {
            samples.forEach(sample -> assertTolerant(sample, SEED));
        }
    }

    private static void assertTolerant(Record value, long seed) {
        byte[] other = Rewritten.shuffledWithMore(Headers.bytes(value), seed);
        assertThat(Headers.decoded(value, other)).isEqualTo(value);
    }

    @Test
    void aChainOfStepsGivesWhatTheLastVersionSays() {
        laws().forAll(text(), longs().all()).checkAssert((holder, cents) -> {
            Account euros = new Account(holder, new Account.Amount(cents, "EUR"));
            assertVersion(1, new Account.First(holder, cents), euros);
            assertVersion(2, new Account.Second(holder, cents), euros);
            assertVersion(3, new Account.Third(holder, cents, "EUR"), euros);
            assertVersion(4, euros, euros);
            assertVersion(0, euros, euros);
        });
        laws().forAll(text(), longs().all(), text())
                .checkAssert((holder, cents, currency) -> assertVersion(
                        3,
                        new Account.Third(holder, cents, currency),
                        new Account(holder, new Account.Amount(cents, currency))));
    }

    private static void assertVersion(int version, Record stored, Account expected) {
        byte[] bytes = Headers.bytes(stored);
        byte[] before = bytes.clone();
        assertThat(Headers.TYPES.decode(Headers.of(ACCOUNT, version), bytes, Account.class))
                .isEqualTo(expected);
        assertThat(bytes).isEqualTo(before);
    }
}
