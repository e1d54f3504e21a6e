package org.billwright.pdf;

import org.billwright.proof.explanation.LineKind;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementFormat;
import org.billwright.statement.StatementKind;
import org.billwright.statement.StatementTax;
import org.billwright.statement.StatementTexts;
import org.billwright.statement.TaxText;

/** The texts of a statement's parts in its language. For one thread. */
record BillTexts(StatementTexts texts, StatementFormat format) {
    static BillTexts of(Statement statement) {
        return new BillTexts(StatementTexts.of(statement.language()), new StatementFormat(statement.language()));
    }

    String get(String key, String... values) {
        return texts.get(key, values);
    }

    String kind(LineKind kind) {
        return texts.get(kind.code());
    }

    /** What the bill is: its kind and number. */
    String title(Statement statement) {
        var kind = texts.get(statement.kind().code());
        return statement.kind() == StatementKind.TRIAL ? kind : kind + " " + statement.number();
    }

    /** The name of the amount that matters most. */
    String mainLabel(Statement statement) {
        return texts.get(statement.headline().label());
    }

    /** A tax of the bill. */
    String tax(StatementTax tax) {
        return new TaxText(texts, format).name(tax);
    }

    /** The tax of a line. */
    String shortTax(StatementTax tax) {
        return new TaxText(texts, format).ofLine(tax);
    }
}
