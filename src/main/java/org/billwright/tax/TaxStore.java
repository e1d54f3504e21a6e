package org.billwright.tax;

import static org.billwright.json.JsonValues.dateTime;
import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.SqlErrors;
import org.billwright.store.StoredDocument;
import org.billwright.store.copy.StagingTable;
import org.billwright.store.copy.StagingTable.StagedColumn;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** The SQL statements on tax rules and tax settings. */
public final class TaxStore {
    /** Loads many rules at once. */
    public static final StagingTable<ObjectNode> STAGING = new StagingTable<>(
            "tax_rule",
            StagingTable.BY_DOCUMENT,
            List.of(
                    StagedColumn.text("id", rule -> text(rule, "id").orElseThrow()),
                    StagedColumn.text(
                            "tax_category", rule -> text(rule, "taxCategory").orElseThrow()),
                    StagedColumn.optionalText("jurisdiction_name", rule -> text(rule, "jurisdictionName")),
                    StagedColumn.time("valid_from", rule -> dateTime(rule, "validFor", "startDateTime")),
                    StagedColumn.time("valid_to", rule -> dateTime(rule, "validFor", "endDateTime")),
                    StagedColumn.document(Json::write)));

    private static final String CHECK_VIOLATION = "23514";

    private TaxStore() {}

    /** All that taxes follow from, as a value. */
    public static TaxTable table(Handle tx, String tenant) {
        var rules = documents(tx, tenant).stream()
                .map(doc -> TaxRule.of(Json.stored(doc)))
                .toList();
        return new TaxTable(rules, settings(tx, tenant).policy());
    }

    /** The same with other rules than the tenant's own. */
    public static TaxTable table(Handle tx, String tenant, JsonNode rules) {
        var given =
                rules.valueStream().map(rule -> TaxRule.of((ObjectNode) rule)).toList();
        return new TaxTable(given, settings(tx, tenant).policy());
    }

    /** The rules of a tenant as documents, by id. */
    public static List<String> documents(Handle tx, String tenant) {
        return tx.createQuery("select doc::text from tax_rule where tenant = :tenant order by id")
                .bind("tenant", tenant)
                .mapTo(String.class)
                .list();
    }

    /** Adds or replaces a rule. One about the same tax at the same time as another is a {@link Problem.Conflict}. */
    public static StoredDocument put(Handle tx, String tenant, ObjectNode rule) {
        var id = text(rule, "id").orElseThrow();
        var doc = Json.write(rule);
        try {
            long revision = tx.createQuery("""
                        insert into tax_rule as r (tenant, id, tax_category, jurisdiction_name, valid_from, valid_to, doc)
                        values (:tenant, :id, :category, :jurisdiction, :from, :to, :doc::json)
                        on conflict (tenant, id) do update
                        set (tax_category, jurisdiction_name, valid_from, valid_to, doc, revision) = (
                            excluded.tax_category, excluded.jurisdiction_name, excluded.valid_from, excluded.valid_to,
                            excluded.doc, r.revision + 1)
                        returning revision
                        """)
                    .bind("tenant", tenant)
                    .bind("id", id)
                    .bind("category", text(rule, "taxCategory").orElseThrow())
                    .bind("jurisdiction", text(rule, "jurisdictionName"))
                    .bind("from", dateTime(rule, "validFor", "startDateTime"))
                    .bind("to", dateTime(rule, "validFor", "endDateTime"))
                    .bind("doc", doc)
                    .mapTo(Long.class)
                    .one();
            return new StoredDocument(id, revision, Buffer.buffer(doc));
        } catch (UnableToExecuteStatementException e) {
            if (SqlErrors.sqlState(e).filter(CHECK_VIOLATION::equals).isPresent()) {
                throw new ProblemException(
                        new Problem.Conflict("another tax rule is about the same tax at the same time"));
            }
            throw e;
        }
    }

    /** Deletes a rule; false where there is none. */
    static boolean delete(Handle tx, String tenant, String id) {
        return tx.createUpdate("delete from tax_rule where tenant = :tenant and id = :id")
                        .bind("tenant", tenant)
                        .bind("id", id)
                        .execute()
                > 0;
    }

    /** The settings of a tenant, or the default ones. */
    public static TaxSettings settings(Handle tx, String tenant) {
        return tx.createQuery("select tax_policy, tax_rate_unit from tax_settings where tenant = :tenant")
                .bind("tenant", tenant)
                .map((row, context) -> new TaxSettings(
                        TaxPolicy.of(row.getString("tax_policy")).orElseThrow(),
                        Optional.ofNullable(row.getString("tax_rate_unit")).flatMap(TaxRateUnit::of)))
                .findOne()
                .orElse(TaxSettings.DEFAULT);
    }

    /** Replaces the settings of a tenant. */
    public static void put(Handle tx, String tenant, TaxSettings settings) {
        tx.createUpdate("""
                        insert into tax_settings as s (tenant, tax_policy, tax_rate_unit) values (:tenant, :policy, :unit)
                        on conflict (tenant) do update
                        set (tax_policy, tax_rate_unit, revision) = (
                            excluded.tax_policy, excluded.tax_rate_unit, s.revision + 1)
                        """)
                .bind("tenant", tenant)
                .bind("policy", settings.policy().code())
                .bind("unit", settings.rateUnit().map(TaxRateUnit::code))
                .execute();
    }
}
