package org.billwright.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.billwright.creditnote.CurrencyAmounts;
import org.billwright.dispute.DisputeMetrics;
import org.billwright.dispute.DisputeOperations;
import org.billwright.http.Route;

/** Disputes. */
record DisputesModule(ServerResources resources, DisputeMetrics metrics) implements ServerModule {
    DisputesModule(ServerResources resources) {
        this(resources, new DisputeMetrics());
    }

    @Override
    public List<Route> operatorRoutes() {
        var settings = resources.settings();
        return new DisputeOperations(
                        resources.auditedReads(),
                        resources.writes(),
                        CreditNotesModule.limits(settings),
                        CurrencyAmounts.of(settings.credits().grantedAtOnce().orElse(List.of())),
                        metrics,
                        resources.clock())
                .routes();
    }

    @Override
    public void register(MeterRegistry registry) {
        for (var state : DisputeMetrics.states()) {
            FunctionCounter.builder("billwright.disputes", metrics, counts -> counts.count(state))
                    .tag("state", state)
                    .register(registry);
        }
    }
}
