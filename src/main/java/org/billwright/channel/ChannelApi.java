package org.billwright.channel;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.billwright.billsource.BillSource;
import org.billwright.billsource.LocalBillSource;
import org.billwright.billsource.RemoteBillSource;
import org.billwright.http.ApiDocuments;
import org.billwright.http.AuditedReads;
import org.billwright.http.ConcurrencyLimit;
import org.billwright.http.RefusedCredentials;
import org.billwright.http.RequestListener;
import org.billwright.json.Json;
import org.billwright.machineclient.ClientAuthenticator;
import org.billwright.problem.ProblemException;
import org.billwright.store.Database;
import org.billwright.store.ReloadingValue;
import org.billwright.store.TransactionRunner;
import org.jboss.logging.Logger;

/** The channel API and its parts: businesses that are reloaded, and the sources of bills. */
public final class ChannelApi implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.channel");
    private static final String VERSION = "/v1";
    private static final String DOCUMENT = "/META-INF/dxp-ux.yaml";

    private final String base;
    private final List<RemoteBillSource> remotes;
    private final ChannelRoutes routes;

    private ChannelApi(String base, List<RemoteBillSource> remotes, ChannelRoutes routes) {
        this.base = base;
        this.remotes = remotes;
        this.routes = routes;
    }

    /** Makes the API. Fails if the configuration is invalid. */
    public static ChannelApi open(
            ChannelConfig config,
            Vertx vertx,
            Database database,
            AuditedReads audited,
            TransactionRunner writes,
            ClientAuthenticator credentials,
            RefusedCredentials refusals,
            ConcurrencyLimit limit,
            RequestListener listener) {
        var fromFile = config.businesses().map(ChannelApi::fromFile).orElse(List.of());
        var businesses = new ReloadingValue<>("businesses", database, tx -> BusinessStore.all(tx, fromFile));
        businesses.reloadEvery(config.refresh(), vertx, writes);

        var remotes = config.sources().stream()
                .map(source -> new RemoteBillSource(vertx, source))
                .toList();
        var sources =
                new HashMap<String, BillSource>(Map.of(Business.LOCAL, new LocalBillSource(audited.reads(), writes)));
        for (int i = 0; i < remotes.size(); i++) {
            sources.put(config.sources().get(i).name(), remotes.get(i));
        }
        businesses.get().values().forEach(business -> requireSources(business, sources));

        var routes = new ChannelRoutes(
                credentials,
                businesses::get,
                new ChannelOperations(sources, audited.clock()),
                audited,
                refusals,
                limit,
                listener);
        return new ChannelApi(config.basePath() + VERSION, remotes, routes);
    }

    private static void requireSources(Business business, Map<String, BillSource> sources) {
        var named = new TreeSet<>(business.sourceByLob().values());
        named.add(business.source());
        named.removeAll(sources.keySet());
        if (!named.isEmpty()) {
            LOG.errorf("business %s names the bill sources %s, which are not configured", business.id(), named);
        }
    }

    private static List<Business> fromFile(Path file) {
        try {
            return Json.readArray(Files.readAllBytes(file)).stream()
                    .map(BusinessDocument::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the file of businesses cannot be read: " + file, e);
        } catch (ProblemException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }

    /** Adds the routes. */
    public void serve(Router router) {
        ApiDocuments.serve(router, DOCUMENT, base, base + "/openapi.yaml");
        routes.serve(router, base);
        LOG.infof("dxp-ux at %s", base);
    }

    /** The base path of the API, with its version. */
    public String path() {
        return base;
    }

    /** Answers a malformed URL below the base path. */
    public void malformedUrl(RoutingContext routing) {
        ChannelContext.of(routing).sendMalformedUrl();
    }

    @Override
    public void close() {
        remotes.forEach(RemoteBillSource::close);
    }
}
