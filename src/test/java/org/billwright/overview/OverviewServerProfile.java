package org.billwright.overview;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;
import org.billwright.access.ClosedServerProfile;

/** A server with tenants of which the tests of the overview know every bill. */
public final class OverviewServerProfile implements QuarkusTestProfile {
    static final String TENANT = "OVERVIEW";
    static final String OTHER_TENANT = "OVERVIEW-2";

    @Override
    public Map<String, String> getConfigOverrides() {
        var settings = new HashMap<>(new ClosedServerProfile().getConfigOverrides());
        settings.put("billwright.tenants", TENANT + "," + OTHER_TENANT);
        return settings;
    }
}
