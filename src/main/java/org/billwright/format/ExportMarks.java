package org.billwright.format;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;
import org.billwright.tax.TaxRateUnit;

/**
 * What an export says of a stored document that the document itself does not have. An import removes it again, so that it is never
 * stored in a document.
 *
 * @param heldFrom the state that a bill on hold was held from
 * @param isProduced whether it is a bill that was produced here, or a rate on one
 * @param taxRate the unit of tax rates in CSV files of the tenant, where that is another than the stored one, percent
 */
public record ExportMarks(Optional<String> heldFrom, boolean isProduced, Optional<TaxRateUnit> taxRate) {
    /** Nothing. */
    public static final ExportMarks NONE = new ExportMarks(Optional.empty(), false);

    /** The name of the attribute with the unit of a document's tax rates: so that an import need not find it, nor ask its settings. */
    public static final String TAX_RATE_UNIT = "@taxRateUnit";

    /** The name of the attribute of what was produced here. */
    public static final String PRODUCED = "@producedHere";

    /** The name of the attribute that has the document type where {@code @type} has another name. */
    public static final String DOCUMENT_TYPE = "@documentType";

    /** Marks of a tenant whose imports read tax rates in percent, or have the tax amounts decide. */
    public ExportMarks(Optional<String> heldFrom, boolean isProduced) {
        this(heldFrom, isProduced, Optional.empty());
    }

    /** Removes the unit of a document's tax rates. */
    public static Optional<TaxRateUnit> removeTaxRateUnit(ObjectNode document) {
        if (!document.has(TAX_RATE_UNIT)) {
            return Optional.empty();
        }
        var unit =
                Optional.ofNullable(document.remove(TAX_RATE_UNIT).textValue()).flatMap(TaxRateUnit::of);
        ProblemException.unless(unit.isPresent(), TAX_RATE_UNIT, "must be percent or fraction");
        return unit;
    }

    /** Removes the mark of what was produced here; whether it was there. */
    public static boolean removeProduced(ObjectNode document) {
        var mark = Optional.ofNullable(document.remove(PRODUCED));
        ProblemException.unless(
                mark.filter(value -> !value.equals(BooleanNode.TRUE)).isEmpty(), PRODUCED, "must be true");
        return mark.isPresent();
    }

    /** A stored document with the marks. */
    public String addedTo(String stored) {
        if (equals(NONE)) {
            return stored;
        }
        var document = Json.stored(stored);
        addTo(document);
        return Json.write(document);
    }

    /** Adds the marks to a document. */
    public void addTo(ObjectNode document) {
        heldFrom.ifPresent(state -> document.put(HeldFromState.NAME, state));
        if (isProduced) {
            document.put(PRODUCED, true);
        }
    }
}
