package org.billwright.pdf;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.billwright.statement.Amount;
import org.billwright.statement.StatementLine;

/** The texts of a line in the order of its columns. */
record DetailRow(String date, String description, String quantity, String unitPrice, String tax, String amount) {
    static DetailRow of(StatementLine line, BillTexts texts, Optional<String> currency) {
        var format = texts.format();
        var date = line.period().map(format::days).or(() -> line.date().map(format::day));
        var description =
                line.isInTotal() ? line.description() : line.description() + " (" + texts.get("forInformation") + ")";
        var unit = line.unit().map(of -> " " + of).orElse("");
        return new DetailRow(
                date.orElse(""),
                description,
                line.quantity().map(of -> format.number(of) + unit).orElse(""),
                line.unitPrice().map(price -> format.price(price, currency)).orElse(""),
                line.taxes().stream().map(texts::shortTax).distinct().collect(Collectors.joining(" + ")),
                line.taxExcluded().map(of -> amount(of, texts, currency)).orElse(""));
    }

    /** Without its currency where that is the one of the bill. */
    static String amount(Amount amount, BillTexts texts, Optional<String> currency) {
        return currency.filter(amount.unit()::equals).isPresent()
                ? texts.format().number(amount)
                : texts.format().money(amount);
    }

    /** The texts of the columns. */
    List<String> columns() {
        return List.of(date, description, quantity, unitPrice, tax, amount);
    }
}
