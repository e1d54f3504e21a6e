package org.billwright.console.page;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.billwright.access.Permission;
import org.billwright.http.ApiRequest;
import org.billwright.http.LocalOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;

/** The pages of the console: collects them from its screens, and makes routes of them. */
public final class ConsoleRoutes {
    /** The media type of forms. */
    public static final String FORM = "application/x-www-form-urlencoded";

    private static final List<String> PAGE = List.of("text/html");

    private final LocalOperations operations;
    private final Opening opening;
    private final Renderer renderer;
    private final List<Route> routes = new ArrayList<>();

    /** How a request to the console begins: the caller and how that person reads; a form without its token is refused. */
    public interface Opening {
        /** The request. */
        Future<ConsoleRequest> open(ApiRequest request, boolean isForm);

        /** Does what a form says, once: where it was sent before, the response leads to what it did then. */
        Future<Response> once(ConsoleRequest request, SentForm form);
    }

    /**
     * A form that was sent.
     *
     * @param content what it says; empty where nobody minds that it is done twice
     * @param action does it
     * @param repeated the form again, because the same was done a short time ago and led to this page
     */
    public record SentForm(
            Optional<String> content, Supplier<Future<Response>> action, Function<String, Future<Response>> repeated) {}

    /** Routes over these operations, whose requests begin in this way and whose pages are rendered by this renderer. */
    public ConsoleRoutes(LocalOperations operations, Opening opening, Renderer renderer) {
        this.operations = operations;
        this.opening = opening;
        this.renderer = renderer;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /** A page. */
    public void page(String path, Function<ConsoleRequest, Future<Content>> handler) {
        raw(path, PAGE, request -> handler.apply(request).compose(content -> renderer.page(request, content)));
    }

    /** A part of a page, without the frame. */
    public void part(String path, Function<ConsoleRequest, Future<Content>> handler) {
        raw(path, PAGE, request -> handler.apply(request).map(content -> renderer.part(request, content)));
    }

    /** Something else than a page. */
    public void raw(String path, List<String> produces, Function<ConsoleRequest, Future<Response>> handler) {
        routes.add(Route.pages(Permission.READ, path, produces, call -> opened(call, false, handler)));
    }

    /** What a form does that is sent to this path. */
    public void post(String path, Function<ConsoleRequest, Future<Response>> handler) {
        routes.add(new Route(
                HttpMethod.POST,
                Permission.READ,
                path,
                PAGE,
                List.of(FORM),
                Optional.empty(),
                call -> opened(call, true, handler)));
    }

    /**
     * Receives a file from a script, for an operation that receives one. The form's token is in the header {@code X-Form-Token}.
     *
     * @param target of the operation; its permission and media types are those of the route
     * @param handler the page that the browser goes on to
     */
    public void upload(String path, String target, Function<ConsoleRequest, Future<String>> handler) {
        sent(
                path,
                target,
                request -> handler.apply(request)
                        .map(href -> Response.json(200, Json.object().put("href", href))));
    }

    /** Receives the beginning of a file from a script, in the same way, and shows a part of a page about it. */
    public void preview(String path, String target, Function<ConsoleRequest, Future<Content>> handler) {
        sent(path, target, request -> handler.apply(request).map(content -> renderer.part(request, content)));
    }

    private void sent(String path, String target, Function<ConsoleRequest, Future<Response>> handler) {
        operations
                .route(HttpMethod.POST, target)
                .ifPresent(operation -> routes.add(new Route(
                        HttpMethod.POST,
                        operation.permission(),
                        path,
                        List.of("text/html", "application/json"),
                        operation.consumes(),
                        operation.upload(),
                        call -> opening.open(call, true)
                                .compose(handler)
                                .recover(failure -> failure instanceof ProblemException refused
                                        ? Future.succeededFuture(Response.of(refused.problem()))
                                        : Future.failedFuture(failure)))));
    }

    private Future<Response> opened(
            ApiRequest call, boolean isForm, Function<ConsoleRequest, Future<Response>> handler) {
        return opening.open(call, isForm)
                .compose(request -> handler.apply(request).recover(failure -> renderer.failure(request, failure)));
    }

    /** The page of a list, and its rows as CSV. */
    public void list(ListScreen screen) {
        page(screen.table().name(), screen::show);
        raw(screen.table().name() + ".csv", List.of("text/csv"), screen::csv);
    }

    /**
     * The form of an action of one instance.
     *
     * @param page of the instances, below {@code /console/}
     */
    public void action(String page, FormAction action) {
        form(new FormScreen(action, page), true);
    }

    /** The same, with what the form is about. */
    public void action(String page, FormAction action, FormContext.Reader about) {
        form(new FormScreen(action, page, about), true);
    }

    /** The form of an action that is not about one instance, such as a creation. */
    public void creation(String page, FormAction action) {
        form(new FormScreen(action, page), false);
    }

    /** The same, with what the form is about. */
    public void creation(String page, FormAction action, FormContext.Reader about) {
        form(new FormScreen(action, page, about), false);
    }

    private void form(FormScreen screen, boolean hasId) {
        form(screen, hasId, screen::send);
    }

    /**
     * A form.
     *
     * @param hasId whether it is of one instance
     * @param send what happens when it is sent, with the id or an empty text
     */
    public void form(
            FormScreen screen, boolean hasId, BiFunction<ConsoleRequest, String, Future<FormScreen.Outcome>> send) {
        Function<ConsoleRequest, String> id =
                request -> hasId ? request.request().id() : "";
        page(screen.path(hasId), request -> screen.show(request, id.apply(request)));
        post(
                screen.path(hasId),
                request -> opening.once(
                        request,
                        new SentForm(
                                screen.sentContent(request, id.apply(request)),
                                () -> outcome(request, send.apply(request, id.apply(request))),
                                href -> outcome(request, screen.repeated(request, id.apply(request), href)))));
    }

    private Future<Response> outcome(ConsoleRequest request, Future<FormScreen.Outcome> sent) {
        return sent.compose(outcome -> switch (outcome) {
            case FormScreen.Done(var href) -> Future.succeededFuture(Renderer.seeOther(href));
            case FormScreen.Shown(var content) -> renderer.page(request, content);
        });
    }
}
