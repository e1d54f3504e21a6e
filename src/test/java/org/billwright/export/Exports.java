package org.billwright.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.billwright.api.Store;
import org.billwright.compression.Compression;
import org.billwright.format.FileFormat;
import org.billwright.generate.Generator;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportSource;
import org.billwright.store.Database;

/** Exports as tests make them, and what they are compared with. */
public final class Exports {
    private static final List<String> TABLES = List.of(
            "billing_account",
            "bill_cycle_specification",
            "bill_cycle",
            "customer_bill",
            "applied_customer_billing_rate");

    private Exports() {}

    /** What an export writes, uncompressed. */
    public static byte[] exported(Database database, ExportRequest request) {
        var out = new ByteArrayOutputStream();
        try (var destination = ExportDestination.open("-", request.kinds(), Compression.NONE, out)) {
            new Export(database, Store.TENANT, request).write(destination);
            destination.finish();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    /** Imports lines, none of which may be rejected. */
    public static void imported(Database database, byte[] lines) {
        var source = ImportSource.of("exported", new ByteArrayInputStream(lines), FileFormat.NDJSON);
        Import.loadAll(database, Store.TENANT, Clock.systemUTC(), source, Optional.empty());
    }

    /**
     * Every row of every table as PostgreSQL writes it, but for how often it was changed, by which line it was loaded, and what the undo
     * of a bill run needs: runs are not exported.
     */
    public static Map<String, List<String>> rows(String database) {
        var rows = new TreeMap<String, List<String>>();
        for (var table : TABLES) {
            rows.put(
                    table,
                    Store.asOwner(database)
                            .withHandle(handle -> handle.createQuery(
                                            "select (to_jsonb(t) - 'revision' - 'doc' - 'loaded_import' - 'loaded_line' - 'before_billing')::text || t.doc::text from "
                                                    + table + " t where tenant = :tenant order by id")
                                    .bind("tenant", Store.TENANT)
                                    .mapTo(String.class)
                                    .list()));
        }
        return rows;
    }

    /** Loads generated documents. */
    public static void generated(Database database, Generator generator) {
        var source = ImportSource.of("generated", generator.documents());
        Import.loadAll(database, Store.TENANT, Clock.systemUTC(), source, Optional.empty());
    }
}
