package org.billwright.einvoice;

import com.helger.commons.io.resource.inmemory.ReadableResourceByteArray;
import com.helger.diver.api.coord.DVRCoordinate;
import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.en16931.EN16931Validation;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.source.ValidationSourceXML;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.mustangproject.validator.ESeverity;
import org.mustangproject.validator.IrrecoverableValidationError;
import org.mustangproject.validator.ValidationContext;
import org.mustangproject.validator.XMLValidator;
import org.slf4j.LoggerFactory;

/** Two independent validators of EN 16931: that of Mustang, and the published rules as phive runs them. */
final class Validators {
    private static final ValidationExecutorSetRegistry<IValidationSourceXML> RULES =
            new ValidationExecutorSetRegistry<>();

    static {
        EN16931Validation.initEN16931(RULES);
    }

    private Validators() {}

    /** What the validators say against an invoice in both syntaxes. */
    static List<String> failures(EInvoice.Made invoice) {
        var failures = new ArrayList<>(ofCii(invoice.cii()));
        var ubl = invoice.ubl();
        failures.addAll(failures(
                ubl,
                new String(ubl, StandardCharsets.UTF_8).contains("CreditNoteTypeCode")
                        ? EN16931Validation.VID_UBL_CREDIT_NOTE_1314_1
                        : EN16931Validation.VID_UBL_INVOICE_1314_1));
        return failures;
    }

    /** What the validators say against an invoice in CII. */
    static List<String> ofCii(byte[] cii) {
        return failures(cii, EN16931Validation.VID_CII_1314_1);
    }

    private static List<String> failures(byte[] xml, DVRCoordinate rules) {
        var failures = new ArrayList<String>();
        ValidationExecutionManager.executeValidation(
                        IValidityDeterminator.createDefault(),
                        Objects.requireNonNull(RULES.getOfID(rules)),
                        ValidationSourceXML.create(new ReadableResourceByteArray(xml)),
                        Locale.ENGLISH)
                .getAllFailures()
                .forEach(error -> failures.add("phive: " + error.getAsString(Locale.ENGLISH)));
        failures.addAll(ofMustang(new String(xml, StandardCharsets.UTF_8)));
        return failures;
    }

    /** Without warnings: one is of the empty element of the delivery, which the schema requires. */
    private static List<String> ofMustang(String xml) {
        var context = new ValidationContext(LoggerFactory.getLogger(Validators.class));
        var validator = new XMLValidator(context);
        validator.disableNotices();
        validator.setStringContent(xml);
        try {
            validator.validate();
        } catch (IrrecoverableValidationError e) {
            return List.of("Mustang: " + e.getMessage());
        }
        return context.getResults().stream()
                .filter(result -> result.getSeverity() != ESeverity.notice && result.getSeverity() != ESeverity.warning)
                .map(result -> "Mustang: " + result.getMessage() + " at " + result.getLocation())
                .toList();
    }
}
