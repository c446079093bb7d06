package io.batpak.cli;

import io.batpak.cli.bench.BenchCase;
import io.batpak.model.CausalDirection;
import io.batpak.model.ClockRange;
import io.batpak.model.CopyPreference;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Option texts to values. Refusals say what a right value looks like.
final class Converters {
    private static final long U32_MAX = 0xFFFF_FFFFL;
    private static final Pattern ID = Pattern.compile("(?:[a-z]+:)?([0-9a-f]{32})");
    private static final Pattern KIND = Pattern.compile("(?:0x)?([0-9a-f]{4})");
    private static final Pattern AGE = Pattern.compile("([0-9]{1,9})([dhms])|p.*");
    private static final Pattern CLOCKS = Pattern.compile("([0-9]{1,10})(?:-([0-9]{1,10}))?");
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-f]{2})*");

    private Converters() {}

    private static Matcher match(Pattern pattern, String text, String wanted) {
        Matcher matcher = pattern.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not " + wanted);
        }
        return matcher;
    }

    private static String idDigits(String text) {
        return match(ID, text.replace("-", ""), "an id of 32 hex digits").group(1);
    }

    static long u32(String option, long value) {
        if (value < 0 || value > U32_MAX) {
            throw new UsageException(option + " is " + value + ", must be from 0 to " + U32_MAX);
        }
        return value;
    }

    static byte[] bytes(String option, String text) {
        String digits = text.toLowerCase(Locale.ROOT);
        if (!HEX.matcher(digits).matches()) {
            throw new UsageException(option + " must be hex, an even number of digits: '" + text + "'");
        }
        return HexFormat.of().parseHex(digits);
    }

    /// `f001` or `0xF001`.
    static final class Kind implements ITypeConverter<EventKind> {
        @Override
        public EventKind convert(String text) {
            return EventKind.ofRaw(HexFormat.fromHexDigits(match(KIND, text, "a kind of 4 hex digits, for example f001")
                    .group(1)));
        }
    }

    /// `30d`, `12h`, `90m`, `45s`, or as `PT36H`.
    static final class Age implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Matcher matcher = match(AGE, text, "a duration, for example 30d, 12h or PT36H");
            try {
                if (matcher.group(1) == null) {
                    return Duration.parse(text);
                }
                return Duration.of(
                        Long.parseLong(matcher.group(1)),
                        switch (matcher.group(2)) {
                            case "d" -> ChronoUnit.DAYS;
                            case "h" -> ChronoUnit.HOURS;
                            case "m" -> ChronoUnit.MINUTES;
                            default -> ChronoUnit.SECONDS;
                        });
            } catch (DateTimeParseException | ArithmeticException e) {
                throw new TypeConversionException("'" + text + "' is not a duration: " + e.getMessage());
            }
        }
    }

    /// 32 hex digits, with or without `event:` and dashes.
    static final class Event implements ITypeConverter<EventId> {
        @Override
        public EventId convert(String text) {
            return EventId.fromHex(idDigits(text));
        }
    }

    /// 32 hex digits.
    static final class Key implements ITypeConverter<IdempotencyKey> {
        @Override
        public IdempotencyKey convert(String text) {
            return IdempotencyKey.fromHex(idDigits(text));
        }
    }

    private static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
        for (E each : type.getEnumConstants()) {
            if (word(each).equals(text)) {
                return each;
            }
        }
        throw new TypeConversionException("'" + text + "' is none of "
                + Arrays.stream(type.getEnumConstants()).map(Converters::word).collect(Collectors.joining(", ")));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /// `effects`, `causes` or `both`.
    static final class Direction implements ITypeConverter<CausalDirection> {
        @Override
        public CausalDirection convert(String text) {
            return oneOf(CausalDirection.class, text);
        }
    }

    /// A way to fork by its name.
    static final class Copying implements ITypeConverter<CopyPreference> {
        @Override
        public CopyPreference convert(String text) {
            return oneOf(CopyPreference.class, text);
        }
    }

    /// A format of `graph` by its name.
    static final class Drawing implements ITypeConverter<GraphFormat> {
        @Override
        public GraphFormat convert(String text) {
            return oneOf(GraphFormat.class, text);
        }
    }

    /// `A-B` or `A`.
    static final class Clocks implements ITypeConverter<ClockRange> {
        @Override
        public ClockRange convert(String text) {
            Matcher matcher = match(CLOCKS, text, "a clock range A-B, for example 0-9");
            long start = Long.parseLong(matcher.group(1));
            long end = matcher.group(2) == null ? start : Long.parseLong(matcher.group(2));
            if (start > end || end > U32_MAX) {
                throw new TypeConversionException(
                        "'" + text + "' is not a clock range: A must not exceed B, B not " + U32_MAX);
            }
            return new ClockRange(start, end);
        }
    }

    /// A case of `bench` by its name.
    static final class Bench implements ITypeConverter<BenchCase> {
        @Override
        public BenchCase convert(String text) {
            for (BenchCase each : BenchCase.values()) {
                if (each.label().equals(text)) {
                    return each;
                }
            }
            throw new TypeConversionException("'" + text + "' is none of "
                    + Arrays.stream(BenchCase.values()).map(BenchCase::label).collect(Collectors.joining(", ")));
        }
    }
}
