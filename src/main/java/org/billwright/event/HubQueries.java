package org.billwright.event;

import io.vertx.core.buffer.Buffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.billwright.json.FieldSelection;
import org.billwright.json.TmfVersion;
import org.billwright.json.projection.Projection;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.query.Condition;
import org.billwright.query.QueryParser;
import org.billwright.query.QueryResolver;
import org.billwright.query.ResourceSchema;

/** The queries of subscriptions, in the shape of their version and the query language of lists. */
public final class HubQueries {
    private final Map<TmfVersion, ResourceSchema> schemas = new EnumMap<>(TmfVersion.class);
    private final Map<TmfVersion, Projection> projections = new EnumMap<>(TmfVersion.class);

    /** Queries over events of these shapes, by version. */
    public HubQueries(Map<TmfVersion, ResourceSchema> events) {
        events.forEach((version, schema) -> {
            schemas.put(version, schema);
            projections.put(version, new Projection(schema.shape()));
        });
    }

    /** The condition on events. Throws the same problems as the query of a list. */
    Condition condition(TmfVersion version, String query, String base) {
        var schema = schema(version);
        var request = QueryParser.parse(query);
        if (!request.filtersOnly()) {
            throw new ProblemException(new Problem.MalformedQuery("a subscription's query has filters alone"));
        }
        return new QueryResolver(schema, base).where(request);
    }

    private ResourceSchema schema(TmfVersion version) {
        return Objects.requireNonNull(schemas.get(version));
    }

    /** An event in the shape of a version, for webhooks and Kafka. Links start with the base, which ends in a slash. */
    Buffer envelope(TmfVersion version, String document, String base) {
        return Objects.requireNonNull(projections.get(version)).one(Buffer.buffer(document), FieldSelection.ALL, base);
    }
}
