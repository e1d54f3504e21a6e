package org.billwright.fuzz;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;
import org.billwright.access.ClosedServerProfile;

/** A server with little room and little patience. */
public final class Narrow implements QuarkusTestProfile {
    public static final int REQUESTS = 4;
    public static final int OF_CALLER = 3;

    /** Two documents of 8 MB, one of each caller. */
    private static final String RESPONSE_BYTES = "20000000";

    /** Of which a tenant has half: about ten reads. */
    private static final String AUDIT_QUEUE_BYTES = "6000";

    @Override
    public Map<String, String> getConfigOverrides() {
        var settings = new HashMap<>(new ClosedServerProfile().getConfigOverrides());
        settings.put("billwright.limits.requests", String.valueOf(REQUESTS));
        settings.put("billwright.limits.requests-of-caller", String.valueOf(OF_CALLER));
        settings.put("billwright.limits.response-bytes", RESPONSE_BYTES);
        settings.put("billwright.limits.body-timeout", "6s");
        settings.put("quarkus.http.idle-timeout", "8s");
        settings.put("billwright.audit.queue-size", AUDIT_QUEUE_BYTES);
        return settings;
    }
}
