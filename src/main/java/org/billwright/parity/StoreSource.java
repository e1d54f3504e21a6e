package org.billwright.parity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.billwright.format.DocumentType;
import org.billwright.json.Json;
import org.billwright.query.TenantSelect;
import org.billwright.store.Database;
import org.billwright.store.Sql;
import org.billwright.store.copy.CopyOutReader;
import org.billwright.tax.TaxRateUnit;
import org.jdbi.v3.core.Handle;

/** The bills of a tenant in the database of this server, in one snapshot. */
public record StoreSource(Database database, String tenant) implements DocumentSource {
    @Override
    public void read(RecordConsumer consumer) throws IOException {
        try {
            database.<Boolean>snapshot(tenant, tx -> {
                read(tx, TenantSelect.columns("doc", "customer_bill", tenant), DocumentType.BILL, consumer);
                read(
                        tx,
                        TenantSelect.columns("doc", "applied_customer_billing_rate", tenant)
                                .text(" and bill_id is not null"),
                        DocumentType.RATE,
                        consumer);
                return true;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void read(Handle tx, Sql select, DocumentType type, RecordConsumer consumer) {
        long number = 0;
        try (var rows = CopyOutReader.of(tx, select)) {
            while (rows.next()) {
                var bytes = rows.bytes().orElseThrow();
                number++;
                var document = StandardCharsets.UTF_8.decode(bytes).toString();
                consumer.accept(new SourceRecord(
                        "store: " + type.type(),
                        number,
                        document.length(),
                        Optional.of(type),
                        Optional.of(TaxRateUnit.PERCENT),
                        () -> Optional.of(Json.stored(document))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
