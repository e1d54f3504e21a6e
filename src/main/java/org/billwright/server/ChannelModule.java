package org.billwright.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import java.util.Map;
import org.billwright.billsource.RemoteServerConfig;
import org.billwright.channel.ChannelApi;
import org.billwright.channel.ChannelConfig;
import org.billwright.http.ConcurrencyLimit;
import org.billwright.http.HttpServer;
import org.billwright.http.RequestListener;
import org.billwright.machineclient.ClientAuthenticator;

/** The channel API dxp-ux. */
record ChannelModule(ChannelApi api, ConcurrencyLimit limit) implements ServerModule {
    static ChannelModule open(ServerResources resources, ClientAuthenticator clients, RequestListener listener) {
        var limit = ConfigRecords.channelLimit(resources.settings());
        var api = ChannelApi.open(
                config(resources.settings().channel()),
                resources.vertx(),
                resources.database(),
                resources.auditedReads(),
                resources.writes(),
                clients,
                resources.refusals(),
                limit,
                listener);
        return new ChannelModule(api, limit);
    }

    private static ChannelConfig config(ChannelSettings settings) {
        var sources = settings.sources().entrySet().stream()
                .map(source -> ConfigRecords.fill(
                        RemoteServerConfig.class, source.getValue(), Map.of("name", source.getKey())))
                .toList();
        return ConfigRecords.fill(ChannelConfig.class, settings, Map.of("sources", sources));
    }

    @Override
    public void addTo(Router router, HttpServer http) {
        api.serve(router);
        http.answerMalformedUrls(api.path(), api::malformedUrl);
    }

    @Override
    public void register(MeterRegistry metrics) {
        RequestMetrics.register(metrics, "channel", limit);
    }

    @Override
    public void close() {
        api.close();
    }
}
