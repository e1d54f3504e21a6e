package org.billwright.einvoice;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.billwright.statement.Days;
import un.unece.uncefact.data.standard.qualifieddatatype._100.FormattedDateTimeType;
import un.unece.uncefact.data.standard.reusableaggregatebusinessinformationentity._100.SpecifiedPeriodType;
import un.unece.uncefact.data.standard.unqualifieddatatype._100.AmountType;
import un.unece.uncefact.data.standard.unqualifieddatatype._100.DateTimeType;
import un.unece.uncefact.data.standard.unqualifieddatatype._100.IDType;
import un.unece.uncefact.data.standard.unqualifieddatatype._100.QuantityType;
import un.unece.uncefact.data.standard.unqualifieddatatype._100.TextType;

/** Values as CII has them. */
final class CiiValues {
    /** UNTDID 2379: a day as {@code CCYYMMDD}. */
    private static final String DAY = "102";

    private CiiValues() {}

    static TextType text(String value) {
        return new TextType(value);
    }

    static IDType id(String value) {
        return new IDType(value);
    }

    /** An identifier of a list, such as {@code VA} for VAT identifiers. */
    static IDType id(String value, String scheme) {
        var id = new IDType(value);
        id.setSchemeID(scheme);
        return id;
    }

    static AmountType amount(BigDecimal value) {
        return new AmountType(value);
    }

    static QuantityType quantity(BigDecimal value, String unitCode) {
        var quantity = new QuantityType(value);
        quantity.setUnitCode(unitCode);
        return quantity;
    }

    static DateTimeType day(LocalDate day) {
        var text = new DateTimeType.DateTimeString();
        text.setFormat(DAY);
        text.setValue(DateTimeFormatter.BASIC_ISO_DATE.format(day));
        var value = new DateTimeType();
        value.setDateTimeString(text);
        return value;
    }

    static FormattedDateTimeType formattedDay(LocalDate day) {
        var text = new FormattedDateTimeType.DateTimeString();
        text.setFormat(DAY);
        text.setValue(DateTimeFormatter.BASIC_ISO_DATE.format(day));
        var value = new FormattedDateTimeType();
        value.setDateTimeString(text);
        return value;
    }

    static SpecifiedPeriodType period(Days days) {
        var period = new SpecifiedPeriodType();
        period.setStartDateTime(day(days.first()));
        period.setEndDateTime(day(days.last()));
        return period;
    }
}
