package org.billwright.server;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import org.billwright.json.TmfVersion;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/** Sets the URL of the API in its OpenAPI document: it is below the configured base path. */
@OpenApiFilter(OpenApiFilter.RunStage.RUN)
public final class ApiDocumentFilter implements OASFilter {
    @Override
    public void filterOpenAPI(OpenAPI document) {
        var settings = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(Settings.class);
        var http = ConfigRecords.http(settings);
        var api = http.publicUrl().orElse("") + http.basePath() + "/" + TmfVersion.V4.code();
        document.setServers(List.of(OASFactory.createServer().url(api)));
    }
}
