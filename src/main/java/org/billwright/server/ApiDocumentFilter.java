package org.billwright.server;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/** Tells the OpenAPI document where the API is: below the configured base path. */
@OpenApiFilter(OpenApiFilter.RunStage.RUN)
public final class ApiDocumentFilter implements OASFilter {
    @Override
    public void filterOpenAPI(OpenAPI document) {
        var settings = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(Settings.class);
        var edge = ConfigMapping.edge(settings);
        var api = edge.publicUrl().orElse("") + edge.basePath() + "/v4";
        document.setServers(List.of(OASFactory.createServer().url(api)));
    }
}
