package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.json.TmfVersion;

/** A subscription of events is registered and removed. */
final class SubscriptionChecks {
    /** The registration, which comes first. */
    static final Check REGISTRATION =
            ChangeChecks.check("hub.register", "POST of a hub gives 201 with the subscription", "TMF630 part 1, hub");

    private static final Check REMOVAL =
            ChangeChecks.check("hub.remove", "DELETE of a hub gives 204, and 404 after that", "TMF630 part 1, hub");
    private static final String NO_BODY = "";

    private final CheckContext context;
    private final CheckLog log;
    private final ProbeClient client;

    SubscriptionChecks(CheckContext context) {
        this.context = context;
        this.log = context.log();
        this.client = context.client();
    }

    void run(String callback) {
        var body = Json.object().put("callback", callback);
        if (context.version() == TmfVersion.V5) {
            body.put("@type", "Hub");
        }
        var response =
                client.send("POST", client.target().url("hub"), Optional.of(Json.write(body)), ChangeChecks.JSON);
        var hub = response.status() == 201 ? response.resource() : Optional.<ObjectNode>empty();
        if (hub.isPresent()) {
            var faults = context.shape().faults("Hub", hub.get());
            boolean isSame = hub.get().path("callback").asText().equals(callback);
            log.require(
                    faults.isEmpty() && isSame,
                    REGISTRATION,
                    response,
                    "the subscription with its callback: " + String.join("; ", faults));
            remove(ResourceSample.id(hub.get()), response);
        } else if (response.status() == 400 && response.isRefusal()) {
            log.cannotKnow(REGISTRATION, "the callback " + callback + " is refused; name one by --callback");
        } else if (response.isRefusal()) {
            log.notSupported(REGISTRATION, "there is no hub", response);
        } else {
            log.failed(REGISTRATION, Evidence.of(response, "status 201 with the subscription"));
        }
    }

    private void remove(String id, ProbeResponse registered) {
        if (id.isEmpty()) {
            log.failed(REMOVAL, Evidence.of(registered, "an id, by which it can be removed: it is still there"));
            return;
        }
        var url = client.target().url("hub/" + ConformanceTarget.encode(id));
        var removed = client.send("DELETE", url, Optional.empty(), NO_BODY);
        log.require(removed.status() == 204, REMOVAL, removed, "status 204");
        var again = client.send("DELETE", url, Optional.empty(), NO_BODY);
        log.require(again.status() == 404, REMOVAL, again, "status 404 with an error");
    }
}
