package org.billwright.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.billwright.json.FieldSelection;
import org.billwright.json.Json;
import org.billwright.json.projection.Projection;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.query.QueryParser;
import org.billwright.query.ResourceSchema;
import org.billwright.store.StoredDocument;

/** One resource as one version of the API shows it: its shape, the selected fields, its entity tag. */
public final class ResourceView {
    private final ResourceSchema schema;
    private final Projection projection;

    ResourceView(ResourceSchema schema) {
        this.schema = schema;
        this.projection = new Projection(schema.shape());
    }

    /** The resource and what can be queried of it. */
    public ResourceSchema schema() {
        return schema;
    }

    /** The fields that a request for one instance selects. Other query parameters are a {@link Problem.MalformedQuery}. */
    public FieldSelection selection(ApiRequest request) {
        var query = QueryParser.parse(request.rawQuery());
        if (!query.selectsOnly()) {
            throw new ProblemException(
                    new Problem.MalformedQuery("a request for one instance has the parameter 'fields' alone"));
        }
        return schema.selection(query.fields());
    }

    /** A stored document in this version's shape. */
    public ObjectNode document(ObjectNode stored, ApiRequest request) {
        return Json.stored(one(stored, FieldSelection.ALL, request).toString());
    }

    /** The selected fields of a stored document in this version's shape. */
    public Buffer one(ObjectNode stored, FieldSelection fields, ApiRequest request) {
        return projection.one(Buffer.buffer(Json.write(stored)), fields, request.base());
    }

    /** A response with one instance in this version's shape, and its entity tag. */
    public Response response(int status, StoredDocument stored, FieldSelection fields, ApiRequest request) {
        return Response.json(status, projection.one(stored.document(), fields, request.base()))
                .with("ETag", Preconditions.tag(stored.revision()));
    }

    /** A JSON array of instances in this version's shape. */
    Buffer array(List<StoredDocument> stored, FieldSelection fields, ApiRequest request) {
        var documents = stored.stream().map(StoredDocument::document).toList();
        return projection.array(documents, fields, request.base());
    }
}
