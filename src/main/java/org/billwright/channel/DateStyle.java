package org.billwright.channel;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import org.billwright.billsource.SourceDates;
import org.billwright.json.DateTimes;

/** The form in which a business's dates are written. */
enum DateStyle {
    /** RFC 3339 with milliseconds: {@code 2022-12-20T00:00:00.000Z}. */
    ISO("iso"),

    /** A form of some billing systems: {@code 2022-12-20T00.00.000Z}. */
    DOTTED("dotted");

    private final String word;

    DateStyle(String word) {
        this.word = word;
    }

    static Optional<DateStyle> of(String word) {
        return Arrays.stream(values()).filter(style -> style.word.equals(word)).findFirst();
    }

    String code() {
        return word;
    }

    String write(OffsetDateTime time) {
        return switch (this) {
            case ISO -> DateTimes.format(time);
            case DOTTED -> SourceDates.DOTTED.format(time.withOffsetSameInstant(ZoneOffset.UTC));
        };
    }
}
