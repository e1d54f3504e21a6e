package org.billwright.console.page;

import io.quarkus.qute.TemplateData;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.billwright.json.Links;
import org.billwright.problem.ProblemException;

/** The form of an action, and what happens when it is sent. */
public final class FormScreen {
    private static final String TAG = "entityTag";

    private final FormAction action;
    private final String page;

    /**
     * The form of an action.
     *
     * @param page the page that it belongs to, below {@code /console/}
     */
    public FormScreen(FormAction action, String page) {
        this.action = action;
        this.page = page;
    }

    /**
     * What the template shows.
     *
     * @param error why the operation was refused, or empty
     * @param back the page that it belongs to
     */
    @TemplateData
    public record View(
            String title,
            String text,
            String id,
            boolean isDangerous,
            List<FormField.View> fields,
            String entityTag,
            String error,
            String back) {}

    /** What a sent form leads to: another page, or this one, such as the form with the reason why it was refused. */
    public sealed interface Outcome {}

    /** It was done; the browser goes on to this page. */
    public record Done(String href) implements Outcome {}

    /** A page in place of it: the form again where it was refused, or what is shown once. */
    public record Shown(Content content) implements Outcome {}

    /** The form. Its fields have the values of the URL. */
    public Future<Content> show(ConsoleRequest request, String id) {
        return entityTag(request, id).map(tag -> content(request, id, request.query(), tag, ""));
    }

    private Future<String> entityTag(ConsoleRequest request, String id) {
        return action.revision()
                .map(target -> request.response(target.apply(request, id))
                        .map(found -> found.headers()
                                .getOrDefault("ETag", List.of(""))
                                .getFirst()))
                .orElseGet(() -> Future.succeededFuture(""));
    }

    /** Does it. */
    public Future<Outcome> send(ConsoleRequest request, String id) {
        var tag = request.form().get(TAG);
        Map<String, String> headers = tag.isEmpty() ? Map.of() : Map.of("If-Match", tag);
        return attempt(request, id, headers)
                .<Outcome>map(Done::new)
                .recover(failure -> failure instanceof ProblemException refused
                        ? Future.succeededFuture(new Shown(content(
                                        request,
                                        id,
                                        request.form(),
                                        tag,
                                        refused.problem().message())
                                .withStatus(422)))
                        : Future.failedFuture(failure));
    }

    private Future<String> attempt(ConsoleRequest request, String id, Map<String, String> headers) {
        try {
            return request.send(action.method(), action.target().apply(request, id), action.body(request), headers)
                    .map(done -> withMessage(action.next().apply(done, id)));
        } catch (ProblemException refused) {
            return Future.failedFuture(refused);
        }
    }

    private String withMessage(String href) {
        return href + (href.contains("?") ? "&" : "?") + "done=" + action.name();
    }

    private Content content(ConsoleRequest request, String id, FormValues values, String tag, String error) {
        var title = request.text("action." + action.name());
        var view = new View(
                title,
                request.text("action." + action.name() + ".text"),
                id,
                action.isDangerous(),
                action.fields().stream()
                        .map(field -> field.view(request, values.get(field.name())))
                        .toList(),
                tag,
                error,
                "/console/" + page + (id.isEmpty() ? "" : "/" + Links.segment(id)));
        return Content.of(title, "form", "form", view);
    }
}
