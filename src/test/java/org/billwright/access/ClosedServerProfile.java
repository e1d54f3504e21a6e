package org.billwright.access;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import org.billwright.api.Store;

/** The server as it runs in production: every request needs credentials. */
public final class ClosedServerProfile implements QuarkusTestProfile {
    /** A second tenant, without any bills. */
    public static final String OTHER_TENANT = "EMPTY";

    /** A third tenant, of which nobody expects that nothing has happened there. */
    public static final String THIRD_TENANT = "THIRD";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("billwright.auth.open", "false"),
                Map.entry("billwright.tenants", Store.TENANT + "," + OTHER_TENANT + "," + THIRD_TENANT),
                Map.entry("billwright.auth.issuers.test.issuer", TestIssuer.TRUSTED.issuer()),
                Map.entry("billwright.auth.issuers.test.tenant-claim", "tenant"),
                Map.entry("billwright.auth.issuers.test.console-client-id", "console"),
                Map.entry("billwright.credits.operator-limits", "GBP 50.00"),
                Map.entry("billwright.cors-origins", "https://app.example.com,http://localhost:3000"),
                Map.entry("billwright.console.self-care-tenants", Store.TENANT));
    }
}
