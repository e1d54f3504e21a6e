package org.billwright.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.imports.job.Importer;
import org.billwright.store.Database;

/** Puts documents into the tests' store by the importer, the way an integrator would. */
public final class Documents {
    private Documents() {}

    /** Loads documents, none of which may be refused. */
    public static void load(String... documents) {
        var refusals = new ArrayList<Importer.Refusal>();
        load(Store.database(), refusals, documents);
        if (!refusals.isEmpty()) {
            throw new AssertionError(refusals.toString());
        }
    }

    /** Loads documents into a store; tells what was refused. */
    public static Importer.Result load(Database database, List<Importer.Refusal> refusals, String... documents) {
        var importer = new Importer(database, Store.TENANT, refusals::add);
        var lines = String.join(
                "\n", List.of(documents).stream().map(d -> d.replace("\n", " ")).toList());
        try {
            importer.read("test", new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return importer.finish();
    }

    /** An account's document. */
    public static String account(String id, String currency) {
        return """
            {"@type":"BillingAccount","id":"%s","name":"Test %s","currency":"%s","timeZone":"America/Puerto_Rico",
             "relatedParty":[{"id":"party-%s","name":"Party","role":"customer"}]}""".formatted(id, id, currency, id);
    }

    /** An unbilled rate's document, taxed at 11.5 percent. */
    public static String rate(String id, String account, String unit, String value) {
        return """
            {"@type":"AppliedCustomerBillingRate","id":"%s","isBilled":false,"billingAccount":{"id":"%s"},
             "type":"usageCharge","date":"2026-05-01T00:00:00Z","description":"Usage %s",
             "taxExcludedAmount":{"unit":"%s","value":%s},
             "appliedTax":[{"taxCategory":"IVU","taxRate":10.5},{"taxCategory":"MUNI","taxRate":1}]}""".formatted(id, account, id, unit, value);
    }
}
