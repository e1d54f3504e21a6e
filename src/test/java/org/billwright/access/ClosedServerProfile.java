package org.billwright.access;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import org.billwright.api.Store;

/** The server as it runs in production: every request needs credentials. */
public final class ClosedServerProfile implements QuarkusTestProfile {
    /** A second tenant, without any bills. */
    public static final String OTHER_TENANT = "EMPTY";

    /** A third tenant, of which nobody expects that nothing has happened there. */
    public static final String THIRD_TENANT = "THIRD";

    /** Tenants of which {@code BillingOverviewTest} knows every bill. */
    public static final String OVERVIEW_TENANT = "OVERVIEW";

    public static final String OTHER_OVERVIEW_TENANT = "OVERVIEW-2";

    private static final List<String> TENANTS =
            List.of(Store.TENANT, OTHER_TENANT, THIRD_TENANT, OVERVIEW_TENANT, OTHER_OVERVIEW_TENANT);

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("billwright.auth.open", "false"),
                Map.entry("billwright.tenants", String.join(",", TENANTS)),
                Map.entry("billwright.auth.issuers.test.issuer", TestIssuer.TRUSTED.issuer()),
                Map.entry("billwright.auth.issuers.test.tenant-claim", "tenant"),
                Map.entry("billwright.auth.issuers.test.console-client-id", "console"),
                Map.entry("billwright.credits.operator-limits", "GBP 50.00"),
                Map.entry("billwright.cors-origins", "https://app.example.com,http://localhost:3000"),
                Map.entry("billwright.console.self-care-tenants", Store.TENANT));
    }
}
