package org.billwright.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.billwright.json.Json;
import org.junit.jupiter.api.Test;

/** The amounts of one document. */
class DocumentInvariantsTest {
    private static final String RATE = """
            {"id":"r","isBilled":true,"taxExcludedAmount":{"unit":"USD","value":-8.31},
             "taxIncludedAmount":{"unit":"USD","value":-9.13},
             "appliedTax":[{"taxCategory":"EXC","taxRate":10,"taxAmount":{"unit":"USD","value":-0.82}}]%s}""";

    /** 10 % of 8.31 is 0.831, more than 0.011 away from 0.82 by nothing: the net and the tax of a credit note are both what was left. */
    @Test
    void the_tax_of_a_line_of_a_credit_note_is_what_others_left() {
        var credited = ",\"characteristic\":[{\"name\":\"CreditedRate\",\"value\":\"x\"}]";
        assertThat(DocumentInvariants.ofRate(Json.stored(RATE.formatted(credited))))
                .isEmpty();
        assertThat(DocumentInvariants.ofRate(Json.stored(RATE.formatted("")))).isPresent();
        assertThat(DocumentInvariants.ofRate(Json.stored(
                        RATE.formatted(credited).replace("-0.82", "-0.80").replace("-9.13", "-9.11"))))
                .isPresent();
    }
}
