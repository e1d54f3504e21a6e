package org.billwright.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Promise;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.compression.Compression;
import org.billwright.json.Json;
import org.billwright.json.Utf8;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.SlowQueries;

/** A request as an operation sees it: its caller, parameters and body, and the URL by which the client sees the server. */
public final class ApiRequest {
    private final RoutingContext context;
    private final RequestContext request;
    private final RequestMessage message;
    private final String root;
    private final String base;
    private final long maxBodyBytes;

    ApiRequest(
            RoutingContext context,
            RequestContext request,
            RequestMessage message,
            String root,
            String base,
            long maxBodyBytes) {
        this.context = context;
        this.request = request;
        this.message = message;
        this.root = root;
        this.base = base;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** The same caller's request with this message, to an operation below this path. */
    ApiRequest within(RequestMessage other, String path) {
        return new ApiRequest(context, request, other, root, root + path, maxBodyBytes);
    }

    /** The tenant whose data this request may see. */
    public String tenant() {
        return caller().tenant();
    }

    /** Counts bytes that this request holds in memory. Where they are too many, the request is refused, for now. */
    public void hold(long bytes) {
        request.permit().hold(bytes);
    }

    /** What this request does, for the audit trail. */
    public AuditEvent auditEvent(Instant at, AuditAction action, String resource, List<String> subjects) {
        return new AuditEvent(at, caller(), action, resource, subjects, request.correlationId());
    }

    /** Who reads slowly for this request: until its response is sent or its client has disconnected. */
    SlowQueries.Reader slowReader() {
        var gone = Promise.<Void>promise();
        RequestEnd.of(context).whenOver(gone::tryComplete);
        return new SlowQueries.Reader(tenant(), caller().id(), gone.future());
    }

    /** The id of the request in logs. */
    public String correlationId() {
        return request.correlationId();
    }

    /** Whether the response has no body, so that it shows nothing. */
    public boolean isHead() {
        return message.method().equals(HttpMethod.HEAD);
    }

    /** The authenticated caller. */
    public Caller caller() {
        return request.caller();
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
        return Optional.ofNullable(message.parameters().get(name)).orElseThrow();
    }

    /** The path of the URL, without the query. */
    public String path() {
        return String.valueOf(context.request().path());
    }

    /** The query string as it stands in the URL; empty where there is none. */
    public String rawQuery() {
        return message.rawQuery();
    }

    /**
     * Refuses a query.
     *
     * @param what the operation returns, with its article
     */
    public void requireNoParameters(String what) {
        if (!rawQuery().isEmpty()) {
            throw new ProblemException(new Problem.MalformedQuery(what + " has no parameters"));
        }
    }

    /** The value of a cookie. */
    public Optional<String> cookie(String name) {
        return Optional.ofNullable(context.request().getCookie(name)).map(Cookie::getValue);
    }

    /** Whether the client sees the server over TLS. */
    public boolean isSecure() {
        return root.startsWith("https:");
    }

    /** From which address the request came. */
    public String remoteAddress() {
        return RemoteAddress.of(context.request());
    }

    /** A request header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(message.headers().get(name));
    }

    /** The values of a request header that may be given several times. */
    public List<String> headers(String name) {
        return message.headers().getAll(name);
    }

    /** Refuses the request where its client does not accept this media type. */
    public void requireAcceptable(String type) {
        ContentNegotiation.requireAcceptable(context, List.of(type));
    }

    /** The body's media type, without parameters; empty where none is given. */
    public String mediaType() {
        return List.of(header("Content-Type").orElse("").split(";", 2))
                .getFirst()
                .strip();
    }

    /** Refuses the request where its header names another compression of the body than this one. */
    public void requireContentCoding(Compression actual) {
        var named = ContentCoding.coding(message.headers());
        if (named.isPresent() && !actual.coding().equals(named)) {
            throw ContentCoding.malformed(named.get());
        }
    }

    /** The file with the body; the operation moves it away. */
    public Path uploadedFile() {
        return request.uploadedFile();
    }

    /** The body, which must be text in UTF-8 that the database can store. */
    public String textBody() {
        return Utf8.text(body());
    }

    /** The body, which must be a JSON object. */
    public ObjectNode jsonBody() {
        return Json.read(body());
    }

    /** The body, which must be an array of JSON objects, or one object with this member. */
    public List<ObjectNode> jsonObjectsBody(String memberOfOne) {
        return Json.readOneOrMany(body(), memberOfOne);
    }

    /** The body, unpacked. */
    public byte[] body() {
        return ContentCoding.unpacked(message.headers(), message.body().getBytes(), maxBodyBytes);
    }
}
