package org.billwright.einvoice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.billwright.statement.StatementKind;
import org.junit.jupiter.api.Test;

/** A bill and a credit note are valid by two validators, in both syntaxes; {@link EInvoiceCasesTest} has the other cases. */
class EInvoiceValidationTest {
    @Test
    void a_bill_of_two_rates_with_a_discount_is_valid() {
        assertThat(Validators.failures(InvoiceStatements.bill().invoice())).isEmpty();
    }

    @Test
    void a_credit_note_of_a_bill_is_valid() {
        var note = InvoiceStatements.bill("S", "21", "-20.00", "-4.20", "-24.20")
                .kind(StatementKind.CREDIT_NOTE)
                .corrects("2026-0041", LocalDate.of(2026, 6, 1));
        assertThat(Validators.failures(note.invoice())).isEmpty();
    }

    /** The validators find something: the tax of a valid bill is ten times what it was. */
    @Test
    void what_is_invalid_is_found_by_both_validators() {
        var cii = new String(InvoiceStatements.bill().invoice().cii(), UTF_8).replace(">11.00<", ">110.00<");
        assertThat(Validators.ofCii(cii.getBytes(UTF_8)))
                .anyMatch(failure -> failure.startsWith("phive") && failure.contains("BR-CO-17"))
                .anyMatch(failure -> failure.startsWith("Mustang") && failure.contains("BR-CO-17"));
    }
}
