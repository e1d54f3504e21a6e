package org.billwright.statement;

import com.fasterxml.jackson.databind.JsonNode;
import org.billwright.bill.BillShape;
import org.billwright.json.JsonValues;

/** What a statement is to its receiver. */
public enum StatementKind {
    /** A bill (UNTDID 1001: 380). */
    BILL("bill"),
    /** It gives back a part of a bill, or all of it (381). */
    CREDIT_NOTE("creditNote"),
    /** It replaces another bill (384). */
    CORRECTED_BILL("correctedBill"),
    /** The receiver of the amounts is billed by the one who pays them (389). */
    SELF_BILLED("selfBilled"),
    /** A trial, which asks for nothing. */
    TRIAL("trial");

    private static final String CATEGORY_SELF_BILLED = "selfBilled";
    private static final String CATEGORY_TRIAL = "trial";

    private final String code;

    StatementKind(String code) {
        this.code = code;
    }

    /** The key of its name in the texts. */
    public String code() {
        return code;
    }

    static StatementKind of(JsonNode bill) {
        return switch (JsonValues.text(bill, "category").orElse("")) {
            case BillShape.CREDIT_NOTE_CATEGORY -> CREDIT_NOTE;
            case CATEGORY_SELF_BILLED -> SELF_BILLED;
            case CATEGORY_TRIAL -> TRIAL;
            default -> bill.has(BillShape.CORRECTED_BILL) ? CORRECTED_BILL : BILL;
        };
    }
}
