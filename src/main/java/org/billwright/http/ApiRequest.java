package org.billwright.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.json.Json;

/** A request, as handlers see it: who asks, for what, and under which URL the server is seen. */
public final class ApiRequest {
    private final RoutingContext context;
    private final Caller caller;
    private final String root;
    private final String base;

    ApiRequest(RoutingContext context, Caller caller, String root, String base) {
        this.context = context;
        this.caller = caller;
        this.root = root;
        this.base = base;
    }

    /** Whose data this request may see. */
    public String tenant() {
        return caller.tenant();
    }

    /** Something that this request does, for the audit trail. */
    public AuditEvent deed(Instant at, AuditAction action, String resource, List<String> subjects) {
        return new AuditEvent(at, caller, action, resource, subjects, ErrorHandler.correlationId(context));
    }

    /** Who asks. */
    public Caller caller() {
        return caller;
    }

    /** The public URL of this API version, ending in a slash. */
    public String base() {
        return base;
    }

    /** The public URL of the server itself, without a slash at its end. */
    public String root() {
        return root;
    }

    /** The {@code id} in the path, percent-decoded. */
    public String id() {
        return parameter("id");
    }

    /** A named part of the path, percent-decoded. */
    public String parameter(String name) {
        return Optional.ofNullable(context.pathParam(name)).orElseThrow();
    }

    /** The query string as it stands in the URL; empty where there is none. */
    public String rawQuery() {
        return Optional.ofNullable(context.request().query()).orElse("");
    }

    /** A request header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(context.request().getHeader(name));
    }

    /** Refuses the request where its client does not take this media type. */
    public void requireAcceptable(String type) {
        ContentNegotiation.require(context, List.of(type));
    }

    /** The body's media type, without parameters; empty where none is given. */
    public String mediaType() {
        return List.of(header("Content-Type").orElse("").split(";", 2))
                .getFirst()
                .strip();
    }

    /** The file that the body went to; whose operation it is takes it away. */
    public Path spooled() {
        return UploadHandler.file(context);
    }

    /** The body, which must be a JSON object. */
    public ObjectNode jsonBody() {
        return Json.read(body());
    }

    /** The body, which must be an array of JSON objects. */
    public List<ObjectNode> jsonArrayBody() {
        return Json.readArray(body());
    }

    private byte[] body() {
        var body = context.body().buffer();
        return body == null ? new byte[0] : body.getBytes();
    }
}
