package org.billwright.cli;

import java.time.OffsetDateTime;
import org.billwright.json.DateTimes;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a point in time from an option, as the APIs read one. */
final class PointInTimeConverter implements ITypeConverter<OffsetDateTime> {
    @Override
    public OffsetDateTime convert(String text) {
        return DateTimes.parsePointInTime(text)
                .orElseThrow(() -> new TypeConversionException(
                        "must be a date-time such as 2026-01-31T00:00:00Z, not '" + text + "'"));
    }
}
