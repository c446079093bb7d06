package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.StoreConfig;
import io.batpak.error.ConfigurationException;
import io.batpak.error.StoreErrorKind;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.RestartPolicy;
import io.batpak.sign.SigningKey;
import io.batpak.sign.SigningPolicy;
import io.batpak.testkit.MemFs;
import java.time.Duration;
import java.util.List;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every option is refused outside its range, by name, and taken at both ends of it.
///
/// Tier: unit. Covers: A37, B19.
class ConfigRefusalTest {
    private static final long MIB = 1 << 20;
    private static final long U32_MAX = 0xFFFF_FFFFL;
    private static final long INT_MAX = Integer.MAX_VALUE;

    record Option(String name, long min, long max, ObjLongConsumer<StoreConfig.Builder> set) {
        StoreConfig with(long value) {
            StoreConfig.Builder builder = StoreConfig.on(new MemFs());
            set.accept(builder, value);
            return builder.build();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Option> options() {
        return Stream.of(
                new Option("segmentBytesMax", 1, Long.MAX_VALUE, StoreConfig.Builder::segmentBytesMax),
                new Option("appendBytesMax", 1, 64 * MIB, StoreConfig.Builder::appendBytesMax),
                new Option("batchEventsMax", 1, 4096, StoreConfig.Builder::batchEventsMax),
                new Option("batchBytesMax", 1, 16 * MIB, StoreConfig.Builder::batchBytesMax),
                new Option("syncEveryEvents", 0, U32_MAX, StoreConfig.Builder::syncEveryEvents),
                new Option("queueCapacity", 1, 1 << 24, StoreConfig.Builder::queueCapacity),
                new Option("pressureRetryPercent", 1, 100, StoreConfig.Builder::pressureRetryPercent),
                new Option("groupCommitEvents", 0, U32_MAX, StoreConfig.Builder::groupCommitEvents),
                new Option("shutdownDrainMax", 0, INT_MAX, StoreConfig.Builder::shutdownDrainMax),
                new Option("writerStackBytes", 0, 1 << 30, StoreConfig.Builder::writerStackBytes),
                new Option("subscriberQueueMax", 1, 1 << 24, StoreConfig.Builder::subscriberQueueMax),
                new Option("openFilesMax", 1, INT_MAX, StoreConfig.Builder::openFilesMax));
    }

    @ParameterizedTest
    @MethodSource("options")
    void bothEndsOfTheRangeAreTaken(Option option) {
        assertThatCode(() -> option.with(option.min())).doesNotThrowAnyException();
        assertThatCode(() -> option.with(option.max())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("options")
    void beyondItTheErrorNamesOptionValueAndRange(Option option) {
        refused(option, option.min() - 1);
        refused(option, Long.MIN_VALUE);
        if (option.max() < Long.MAX_VALUE) {
            refused(option, option.max() + 1);
            refused(option, Long.MAX_VALUE);
        }
    }

    private static void refused(Option option, long value) {
        assertThatThrownBy(() -> option.with(value))
                .isInstanceOfSatisfying(ConfigurationException.class, e -> {
                    assertThat(e.option()).isEqualTo(option.name());
                    assertThat(e.kind()).isEqualTo(StoreErrorKind.CONFIGURATION);
                })
                .hasMessage("%s is %d, accepted: %d to %d", option.name(), value, option.min(), option.max());
    }

    @Test
    void theTimeBoundOfSyncsIsADayAtMost() {
        for (Duration good : List.of(Duration.ZERO, Duration.ofDays(1))) {
            assertThatCode(() -> StoreConfig.on(new MemFs()).syncWithin(good).build())
                    .doesNotThrowAnyException();
        }
        for (Duration wrong : List.of(Duration.ofNanos(-1), Duration.ofDays(1).plusNanos(1))) {
            assertThatThrownBy(
                            () -> StoreConfig.on(new MemFs()).syncWithin(wrong).build())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("syncWithin is %s, accepted: 0 to PT24H", wrong);
        }
    }

    @Test
    void aPolicyThatAsksForSignaturesAsksForAKey() {
        assertThatThrownBy(() -> StoreConfig.on(new MemFs())
                        .signingPolicy(SigningPolicy.REQUIRED)
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("signingKeys")
                .hasMessageContaining("REQUIRED");
        assertThatCode(() -> StoreConfig.on(new MemFs())
                        .signingPolicy(SigningPolicy.REQUIRED)
                        .signingKeys(List.of(SigningKey.ofSeed(new byte[32])))
                        .build())
                .doesNotThrowAnyException();
    }

    @Test
    void aRestartPolicyIsCheckedWhereItIsMade() {
        assertThatThrownBy(() -> RestartPolicy.bounded(-1, Duration.ZERO)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> RestartPolicy.bounded(0, Duration.ofNanos(-1)))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void theFirstWrongOptionIsNamedInTheDocumentedOrder() {
        assertThatThrownBy(() -> StoreConfig.on(new MemFs())
                        .batchBytesMax(0)
                        .batchEventsMax(0)
                        .appendBytesMax(0)
                        .subscriberQueueMax(0)
                        .openFilesMax(0)
                        .pressureRetryPercent(0)
                        .queueCapacity(0)
                        .segmentBytesMax(0)
                        .build())
                .hasMessageStartingWith("segmentBytesMax");
        assertThatThrownBy(() -> StoreConfig.on(new MemFs())
                        .openFilesMax(0)
                        .pressureRetryPercent(0)
                        .build())
                .hasMessageStartingWith("pressureRetryPercent");
    }

    @Test
    void buildingTouchesNoFile() {
        MemFs fs = new MemFs();
        StoreConfig.on(fs).build();
        assertThat(fs.steps()).isEmpty();
    }
}
