package org.billwright.fuzz;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.access.ClosedServerProfile;
import org.billwright.access.TestIssuer;
import org.billwright.api.Store;
import org.billwright.generate.DemoData;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportSource;

/** A store of its own for requests that nobody means, and another tenant's data in it that none of them may show. */
public final class FuzzStore {
    /** In every document of the other tenant's, and in no request. */
    static final String OTHERS_MARK = "Zanzibar-7f3a";

    private static final String NAME = "fuzz";

    static {
        fill();
    }

    private FuzzStore() {}

    private static void fill() {
        var database = Store.freshDemo(NAME);
        var source = ImportSource.of("demo data", DemoData.documents(Store.SEED + 1, Store.TODAY));
        Import.loadAll(database, ClosedServerProfile.OTHER_TENANT, Clock.systemUTC(), source, Optional.empty());
        Store.asOwner(NAME).useHandle(owner -> {
            for (var table : List.of("customer_bill", "applied_customer_billing_rate")) {
                owner.execute("alter table " + table + " disable trigger user");
                owner.execute(
                        "update " + table
                                + " set doc = jsonb_set(doc::jsonb, '{description}', to_jsonb(?::text))::json where tenant = ?",
                        OTHERS_MARK,
                        ClosedServerProfile.OTHER_TENANT);
                owner.execute("alter table " + table + " enable trigger user");
            }
        });
        database.close();
    }

    /** Ids of the tests' tenant in a table. */
    public static List<String> ids(String table) {
        return Store.asOwner(NAME)
                .withHandle(
                        owner -> owner.createQuery("select id from " + table + " where tenant = ? order by id limit 20")
                                .bind(0, Store.TENANT)
                                .mapTo(String.class)
                                .list());
    }

    private static Map<String, String> settings() {
        return new HashMap<>(
                Map.of("billwright.database.url", Store.config(NAME).url()));
    }

    /** Everyone is let in. */
    public static final class Open implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return settings();
        }
    }

    /** Nobody is let in without credentials. */
    public static final class ClosedToo implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            var settings = settings();
            settings.putAll(new ClosedServerProfile().getConfigOverrides());
            return settings;
        }
    }

    /** Headers of those who ask: good, limited and lesser tokens, and none that is any good. */
    public static List<List<String>> tokens() {
        return List.of(
                bearer(TestIssuer.ofRoles("admin")),
                bearer(TestIssuer.ofRoles("operator", "approver")),
                bearer(TestIssuer.ofRoles("reader")),
                bearer(TestIssuer.token(
                        c -> c.claim("parties", List.of("nobody")).claim("roles", List.of("admin")))),
                bearer(TestIssuer.token(c -> c.claim("billing_accounts", Map.of("x", 1)))),
                bearer(TestIssuer.token(c -> c.claim("roles", 7))),
                bearer(TestIssuer.token(c -> c.subject(""))),
                bearer(TestIssuer.token(c -> c.subject("a\u0000b"))),
                bearer(TestIssuer.token(c -> c.subject("\ud800"))),
                bearer(TestIssuer.token(c -> c.subject("s".repeat(9_000)))),
                bearer(TestIssuer.token(c -> c.claim("sub", 7))),
                bearer(TestIssuer.token(c -> c.claim("parties", List.of("", "\u0000", "p".repeat(5_000))))),
                bearer(TestIssuer.token(c -> c.claim("billing_accounts", List.of(List.of("x"), 1.5)))),
                bearer(TestIssuer.token(c -> c.claim("roles", Collections.nCopies(900, "admin")))),
                bearer(TestIssuer.token(c -> c.claim("tenant", "other\u0000"))),
                bearer(TestIssuer.token(c -> c.claim("exp", "1e999999999"))),
                bearer(TestIssuer.STRANGER.signed(c -> {})),
                bearer("a.b.c"),
                bearer("eyJhbGciOiJub25lIn0.e30."),
                List.of("Authorization: Basic " + "Og==".repeat(900)),
                List.of("Authorization: !"),
                List.of());
    }

    private static List<String> bearer(String token) {
        return List.of("Authorization: Bearer " + token);
    }
}
