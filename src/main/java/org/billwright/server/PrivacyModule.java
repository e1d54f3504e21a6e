package org.billwright.server;

import java.util.List;
import org.billwright.http.Route;
import org.billwright.imports.server.ImportDataEraser;
import org.billwright.imports.server.ImportQueue;
import org.billwright.json.TmfVersion;
import org.billwright.privacy.PersonalDataOperations;

/** A person's data as a whole: exporting it, erasing it. */
record PrivacyModule(ServerResources resources, ImportQueue imports) implements ServerModule {
    @Override
    public List<Route> operatorRoutes() {
        return new PersonalDataOperations(
                        resources.reads(),
                        resources.writes(),
                        resources.clock(),
                        resources.http().path(TmfVersion.V5),
                        RetentionModule.defaults(resources.settings()),
                        new ImportDataEraser(imports, resources.clock()))
                .routes();
    }
}
