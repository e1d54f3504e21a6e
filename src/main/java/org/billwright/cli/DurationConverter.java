package org.billwright.cli;

import java.time.DateTimeException;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration from an option, as settings have one: ISO 8601, or a number with its unit. */
final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            return io.quarkus.runtime.configuration.DurationConverter.parseDuration(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new TypeConversionException("must be a duration such as 24h or PT24H, not '" + text + "'");
        }
    }
}
