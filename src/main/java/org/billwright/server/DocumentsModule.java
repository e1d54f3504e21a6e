package org.billwright.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.qute.Template;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.stream.Stream;
import org.billwright.access.Authenticator;
import org.billwright.access.Permission;
import org.billwright.bill.BillShape;
import org.billwright.bill.ValidatedBills;
import org.billwright.document.BillDocumentOperations;
import org.billwright.document.BillDocuments;
import org.billwright.document.BillLink;
import org.billwright.document.BillLinkOperations;
import org.billwright.document.DocumentGenerator;
import org.billwright.document.DocumentJobOperations;
import org.billwright.document.DocumentMaker;
import org.billwright.document.DocumentMetrics;
import org.billwright.document.DocumentStorage;
import org.billwright.document.DocumentWorker;
import org.billwright.document.DocumentsOfValidated;
import org.billwright.document.HostedBillOperations;
import org.billwright.http.ClientProtocol;
import org.billwright.http.HttpServer;
import org.billwright.http.ReadOperations;
import org.billwright.http.Route;
import org.billwright.json.TmfVersion;
import org.billwright.work.WorkerLoop;

/** The documents of bills: served, made after runs, and shown to whoever has a link. */
record DocumentsModule(
        ServerResources resources,
        DocumentStorage storage,
        DocumentGenerator generator,
        DocumentMaker maker,
        BillDocuments documents,
        DocumentWorker worker,
        HttpServer hosted)
        implements ServerModule {
    static DocumentsModule open(ServerResources resources, Template billPage, Router router, RequestTimers timers) {
        var storage = DocumentStorages.open(resources.settings().documents(), resources.database());
        var generator = new DocumentGenerator(Runtime.getRuntime().availableProcessors());
        var maker = new DocumentMaker(generator, storage, resources.clock());
        var hosted = new HttpServer(
                router,
                resources.http(),
                ClientProtocol.API,
                Authenticator.open(HostedBillOperations.visitor()),
                ConfigRecords.channelLimit(resources.settings()),
                resources.refusals(),
                timers);
        return new DocumentsModule(
                resources,
                storage,
                generator,
                maker,
                new BillDocuments(resources.reads(), resources.writes(), maker, billPage),
                new DocumentWorker(
                        resources.dedicatedPool(resources.settings().documents().workers() + 1), maker),
                hosted);
    }

    /** Makes the documents of bills that are validated. */
    ValidatedBills ofValidated() {
        return new DocumentsOfValidated(maker, resources.clock());
    }

    private ReadOperations bills(TmfVersion version) {
        return new ReadOperations(resources.auditedReads(), Permission.READ, BillShape.of(version));
    }

    @Override
    public List<Route> tmfRoutes(TmfVersion version) {
        return List.of(new BillDocumentOperations(bills(version), documents).route());
    }

    @Override
    public List<Route> operatorRoutes() {
        return Stream.concat(
                        new BillLinkOperations(resources.writes(), documents, resources.clock()).routes().stream(),
                        new DocumentJobOperations(resources.writes(), resources.clock(), worker::signal)
                                .routes().stream())
                .toList();
    }

    @Override
    public void addTo(Router router, HttpServer http) {
        var operations = new HostedBillOperations(
                bills(TmfVersion.V5),
                resources.writes(),
                documents,
                ConfigRecords.servedTenants(resources.settings()),
                resources.clock());
        hosted.add(BillLink.PATH, operations.routes());
    }

    @Override
    public void register(MeterRegistry registry) {
        FunctionCounter.builder("billwright.documents.bills", worker.metrics(), DocumentMetrics::made)
                .register(registry);
        FunctionCounter.builder("billwright.documents.failed.bills", worker.metrics(), DocumentMetrics::failed)
                .register(registry);
    }

    @Override
    public List<WorkerLoop> workers() {
        return List.of(worker.loop());
    }

    @Override
    public void start() {
        worker.start(resources.settings().documents().workers());
    }

    @Override
    public void close() {
        worker.close();
        generator.close();
        storage.close();
    }
}
