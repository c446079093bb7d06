package io.batpak.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.outcome.ErrorKind.Standard;
import io.batpak.testing.Laws;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.Generate;

/// The laws of functors and monads for random outcomes, and that their bytes give them back.
///
/// Covers: A9, A11.
/// Tier: law.
class OutcomeLawTest {
    private static final int CASES = 500;
    private static final OutcomeCodec<Long> CODEC = OutcomeCodec.of(OutcomeLawTest::write, OutcomeLawTest::read);

    private static byte[] write(Long value) {
        return ByteBuffer.allocate(9).put((byte) 0xD3).putLong(value).array();
    }

    private static Long read(byte[] value) {
        return ByteBuffer.wrap(value, 1, 8).getLong();
    }

    private static Gen<Long> seeds() {
        return Generate.longRange(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static Outcome<Long> random(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 6 : 8)) {
            case 0, 1 -> Outcome.ok(random.nextLong());
            case 2 -> Outcome.err(error(random));
            case 3 -> Outcome.retry(random.nextLong(), random.nextInt(9), 1L << random.nextInt(32), text(random));
            case 4 -> Outcome.pending(condition(random, 0), new ResumeToken(random.nextLong(), random.nextLong()));
            case 5 -> Outcome.cancelled(text(random));
            default -> {
                List<Outcome<Long>> outcomes = new ArrayList<>();
                for (int count = random.nextInt(5); count > 0; count--) {
                    outcomes.add(random(random, depth + 1));
                }
                yield Outcome.batch(outcomes);
            }
        };
    }

    private static OutcomeError error(Random random) {
        List<ErrorKind> kinds = List.of(Standard.values());
        int kind = random.nextInt(kinds.size() + 1);
        OutcomeError error = OutcomeError.of(
                kind == kinds.size() ? new ErrorKind.Custom(random.nextInt(0x1_0000)) : kinds.get(kind), text(random));
        List<TargetId> targets = List.of(target(random), target(random));
        return switch (random.nextInt(5)) {
            case 0 -> error.withCompensation(new CompensationAction.Rollback(targets));
            case 1 -> error.withCompensation(new CompensationAction.Notify(target(random), text(random)));
            case 2 -> error.withCompensation(new CompensationAction.Release(targets));
            case 3 -> error.withCompensation(new CompensationAction.Custom(text(random), data(random)));
            default -> error;
        };
    }

    private static WaitCondition condition(Random random, int depth) {
        List<WaitCondition> inner = new ArrayList<>();
        int choice = random.nextInt(depth > 3 ? 3 : 5);
        for (int count = choice < 3 ? 0 : random.nextInt(4); count > 0; count--) {
            inner.add(condition(random, depth + 1));
        }
        return switch (choice) {
            case 0 -> new WaitCondition.Timeout(random.nextLong());
            case 1 -> new WaitCondition.Event(target(random));
            case 2 -> new WaitCondition.Custom(random.nextInt(0x1_0000), data(random));
            case 3 -> new WaitCondition.All(inner);
            default -> new WaitCondition.Any(inner);
        };
    }

    private static TargetId target(Random random) {
        return new TargetId(random.nextLong(), random.nextLong());
    }

    private static OpaqueData data(Random random) {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return OpaqueData.of(bytes);
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(8), 0x20, 0x2FF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// A step that gives any kind of outcome, the same one for the same value.
    private static Function<Long, Outcome<Long>> step(long seed) {
        return value -> random(new Random(seed ^ value), 2);
    }

    @Test
    void nothingChangesByMappingToTheSame() {
        Laws.qt(CASES).forAll(seeds()).checkAssert(seed -> {
            Outcome<Long> outcome = random(new Random(seed), 0);
            assertThat(outcome.map(value -> value)).isEqualTo(outcome);
            assertThat(outcome.andThen(Outcome::ok)).isEqualTo(outcome);
            assertThat(outcome.mapErr(error -> error)).isEqualTo(outcome);
            assertThat(outcome.orElse(Outcome::err)).isEqualTo(outcome);
        });
    }

    @Test
    void mappingTwiceIsMappingWithBoth() {
        Laws.qt(CASES).forAll(seeds()).checkAssert(seed -> {
            Outcome<Long> outcome = random(new Random(seed), 0);
            assertThat(outcome.map(value -> value + seed).map(value -> value * 31))
                    .isEqualTo(outcome.map(value -> (value + seed) * 31));
        });
    }

    @Test
    void aStepFromAPlainValueIsThatStep() {
        Laws.qt(CASES)
                .forAll(seeds(), seeds())
                .checkAssert((seed, value) -> assertThat(Outcome.ok(value).andThen(step(seed)))
                        .isEqualTo(step(seed).apply(value)));
    }

    @Test
    void howStepsAreGroupedDoesNotMatter() {
        Laws.qt(CASES).forAll(seeds()).checkAssert(seed -> {
            Outcome<Long> outcome = random(new Random(seed), 0);
            Function<Long, Outcome<Long>> first = step(seed + 1);
            Function<Long, Outcome<Long>> second = step(seed + 2);
            assertThat(outcome.andThen(first).andThen(second))
                    .isEqualTo(outcome.andThen(value -> first.apply(value).andThen(second)));
        });
    }

    @Test
    void joiningJoinedListsIsJoiningTheWhole() {
        Laws.qt(CASES).forAll(seeds()).checkAssert(seed -> {
            Random random = new Random(seed);
            List<Outcome<Long>> outcomes = new ArrayList<>();
            for (int count = random.nextInt(6); count > 0; count--) {
                outcomes.add(random.nextInt(4) > 0 ? Outcome.ok(random.nextLong()) : random(random, 2));
            }
            List<Outcome<Long>> nested = Arrays.asList(Outcome.batch(outcomes), Outcome.batch(List.of()));
            assertThat(Outcomes.joinAll(nested)).isEqualTo(Outcomes.joinAll(outcomes));
        });
    }

    @Test
    void everyOutcomeComesBackFromItsBytes() {
        Laws.qt(CASES).forAll(seeds()).checkAssert(seed -> {
            Outcome<Long> outcome = random(new Random(seed), 0);
            assertThat(CODEC.decode(CODEC.encode(outcome))).isEqualTo(outcome);
        });
    }
}
