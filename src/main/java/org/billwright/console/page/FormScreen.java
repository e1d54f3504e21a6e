package org.billwright.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.qute.TemplateData;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billwright.http.Response;
import org.billwright.json.Links;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** The form of an action, and what happens when it is sent. */
public final class FormScreen {
    private static final String TAG = "entityTag";

    private final FormAction action;
    private final String page;
    private final FormContext.Reader about;

    /**
     * The form of an action.
     *
     * @param page the page that it belongs to, below {@code /console/}
     */
    public FormScreen(FormAction action, String page) {
        this(action, page, (request, id) -> Future.succeededFuture(FormContext.NONE));
    }

    /** The form of an action, together with what it is about. */
    public FormScreen(FormAction action, String page, FormContext.Reader about) {
        this.action = action;
        this.page = page;
        this.about = about;
    }

    /**
     * What the template shows.
     *
     * @param name by which people know the instance, or empty
     * @param about what the person decides about
     * @param repeated what the same form has led to a short time ago, or empty
     * @param error why the operation was refused, or empty
     * @param back the page that it belongs to
     */
    @TemplateData
    public record View(
            String title,
            String text,
            String name,
            List<Section> about,
            boolean isDangerous,
            List<FormField.View> fields,
            String entityTag,
            String repeated,
            String error,
            String back) {}

    /** What a sent form leads to: another page, or this one, such as the form with the reason why it was refused. */
    public sealed interface Outcome {}

    /** It was done; the browser goes on to this page. */
    public record Done(String href) implements Outcome {}

    /** A page in place of it: the form again where it was refused, or what is shown once. */
    public record Shown(Content content) implements Outcome {}

    /** The path of the form, below {@code /console/}. */
    String path(boolean hasId) {
        return page + (hasId ? "/:id" : "") + "/do/" + action.name();
    }

    /** What it says, to know it again; empty where nobody minds that it is done twice. A generated number is no part of it. */
    Optional<String> sentContent(ConsoleRequest request, String id) {
        return action.movesMoney()
                ? Optional.of(Stream.concat(
                                Stream.of(page, action.name(), id),
                                action.fields().stream()
                                        .filter(field -> field.type() != FieldType.UNIQUE)
                                        .flatMap(field -> Stream.concat(
                                                Stream.of(field.name()), request.form().all(field.name()).stream())))
                        .map(Links::segment)
                        .collect(Collectors.joining("&")))
                : Optional.empty();
    }

    /** The form with the values that were sent, and the question whether it is to be done once more. */
    Future<Outcome> repeated(ConsoleRequest request, String id, String href) {
        return again(request, id, href, "");
    }

    /** The form. Its fields have the values of the URL; where it replaces an instance as a whole, those of the instance. */
    public Future<Content> show(ConsoleRequest request, String id) {
        if (!request.may(action.method(), action.target().apply(request, id))) {
            return Future.failedFuture(
                    new ProblemException(new Problem.Forbidden("you have no role that may do this")));
        }
        return about.read(request, id)
                .compose(context -> action.revision()
                        .map(target -> request.response(target.apply(request, id))
                                .map(found -> content(
                                        request, id, context, values(request, found), entityTag(found), "", "")))
                        .orElseGet(() ->
                                Future.succeededFuture(content(request, id, context, request.query(), "", "", ""))));
    }

    private FormValues values(ConsoleRequest request, Response found) {
        return action.isReplacement()
                ? FormBody.values(action.fields(), ConsoleRequest.json(found), request.format())
                : request.query();
    }

    private static String entityTag(Response found) {
        return found.headers().getOrDefault("ETag", List.of("")).getFirst();
    }

    /** Does it. */
    public Future<Outcome> send(ConsoleRequest request, String id) {
        return send(
                request, id, (here, done) -> new Done(withMessage(action.next().apply(done, id))));
    }

    /** Does it, and leads to what is made of the operation's response. */
    public Future<Outcome> send(ConsoleRequest request, String id, BiFunction<ConsoleRequest, JsonNode, Outcome> next) {
        var tag = request.form().get(TAG);
        Map<String, String> headers = tag.isEmpty() ? Map.of() : Map.of("If-Match", tag);
        return attempt(request, id, headers)
                .map(done -> next.apply(request, done))
                .recover(failure -> failure instanceof ProblemException refused
                        ? refused(request, id, refused.problem().message())
                        : Future.failedFuture(failure));
    }

    /** The form with the values that were sent, and the reason why it was refused. */
    public Future<Outcome> refused(ConsoleRequest request, String id, String reason) {
        return again(request, id, "", reason);
    }

    private Future<Outcome> again(ConsoleRequest request, String id, String repeated, String reason) {
        return about.read(request, id).map(context -> {
            var form = context.withValues(Map.of());
            var tag = request.form().get(TAG);
            return new Shown(content(request, id, form, request.form(), tag, repeated, reason)
                    .withStatus(422));
        });
    }

    private Future<JsonNode> attempt(ConsoleRequest request, String id, Map<String, String> headers) {
        var target = action.target().apply(request, id);
        return requireNew(request, target)
                .compose(absent -> body(request, target))
                .compose(body -> request.send(action.method(), target, body, headers));
    }

    /** What is created under an id that the person chooses must not replace another. */
    private Future<Boolean> requireNew(ConsoleRequest request, String target) {
        boolean isReplacing = action.method().equals(HttpMethod.PUT)
                && action.revision().isEmpty()
                && request.may(HttpMethod.GET, target);
        return isReplacing
                ? request.find(target)
                        .compose(found -> found.isEmpty()
                                ? Future.succeededFuture(true)
                                : Future.failedFuture(new ProblemException(new Problem.Conflict(
                                        "there is one with this id already; change that one, or choose another id"))))
                : Future.succeededFuture(true);
    }

    private Future<ObjectNode> body(ConsoleRequest request, String target) {
        return action.isReplacement()
                ? request.get(target).map(present -> action.body(request, (ObjectNode) present))
                : Future.succeededFuture(request).map(action::body);
    }

    private String withMessage(String href) {
        return href + (href.contains("?") ? "&" : "?") + "done=" + action.name();
    }

    private Content content(
            ConsoleRequest request,
            String id,
            FormContext context,
            FormValues values,
            String tag,
            String repeated,
            String error) {
        var title = request.text("action." + action.name());
        var view = new View(
                title,
                request.text("action." + action.name() + ".text"),
                context.name().isEmpty() ? id : context.name(),
                context.sections(),
                action.isDangerous(),
                action.fields().stream()
                        .map(field -> field.view(request, values, context))
                        .toList(),
                tag,
                repeated,
                error,
                "/console/" + page + (id.isEmpty() ? "" : "/" + Links.segment(id)));
        return Content.of(title, "form", "form", view);
    }
}
