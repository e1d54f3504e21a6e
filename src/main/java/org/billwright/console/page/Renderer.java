package org.billwright.console.page;

import io.quarkus.qute.Engine;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.billwright.http.Response;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** Renders pages of the console: their frame, their content, and failures. */
public final class Renderer {
    /** Scripts, styles and frames of this server alone; nothing is inline. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final Engine engine;
    private final List<MenuEntry> menu;
    private final Function<ConsoleRequest, Future<Visit>> visits;

    /**
     * What the frame shows of the person.
     *
     * @param formToken the token that every form sends
     * @param formId the id of an action's form
     * @param endToken the token of the form that ends the session
     * @param person who is signed in, or empty
     * @param tenants to choose from
     * @param cookie to be set with the page, or empty
     */
    public record Visit(
            String formToken, String formId, String endToken, String person, List<String> tenants, String cookie) {}

    /** A renderer of the templates below {@code console/}. */
    public Renderer(Engine engine, List<MenuEntry> menu, Function<ConsoleRequest, Future<Visit>> visits) {
        this.engine = engine;
        this.menu = List.copyOf(menu);
        this.visits = visits;
    }

    /** A page in its frame. */
    public Future<Response> page(ConsoleRequest request, Content content) {
        return visits.apply(request).map(visit -> {
            var page = html(content.status(), render(content, request, frame(request, visit)));
            return visit.cookie().isEmpty() ? page : page.with("Set-Cookie", visit.cookie());
        });
    }

    /** A part of a page, without the frame. */
    public Response part(ConsoleRequest request, Content content) {
        return html(content.status(), render(content, request, new Object()));
    }

    private String render(Content content, ConsoleRequest request, Object frame) {
        var data = new LinkedHashMap<>(content.data());
        data.put("texts", new PageTexts(request.texts()));
        data.put("frame", frame);
        data.put("title", content.title());
        return engine.getTemplate("console/" + content.template() + ".html")
                .data(data)
                .render();
    }

    /** The page of a failure; what is no client's error fails on. */
    public Future<Response> failure(ConsoleRequest request, Throwable failure) {
        if (failure instanceof ProblemException refused && !(refused.problem() instanceof Problem.Unavailable)) {
            int status = Response.of(refused.problem()).status();
            return page(
                    request,
                    Content.of(
                                    request.text(status == 404 ? "error.notFound" : "error.refused"),
                                    "error",
                                    "message",
                                    refused.problem().message())
                            .withStatus(status));
        }
        return Future.failedFuture(failure);
    }

    private Frame frame(ConsoleRequest request, Visit visit) {
        var done = request.query()
                .find("done")
                .map(name -> request.texts().find("action." + name + ".done"))
                .orElse("");
        return new Frame(
                request.texts().language().toLanguageTag(),
                request.preferences().theme(),
                visit.formToken(),
                visit.formId(),
                visit.endToken(),
                visit.person(),
                request.caller().tenant(),
                visit.tenants(),
                groups(request),
                done,
                visit.person().isEmpty() ? request.text("frame.open") : "",
                request.format().zone().getId(),
                request.request().path(),
                !visit.person().isEmpty());
    }

    private List<Frame.Group> groups(ConsoleRequest request) {
        var here = request.request().path();
        Map<String, List<Frame.Entry>> groups = new LinkedHashMap<>();
        for (var entry : menu) {
            var href = "/console/" + entry.page();
            if (request.may(HttpMethod.GET, entry.target().apply(request))) {
                boolean isHere =
                        entry.page().isEmpty() ? here.equals(href) : here.equals(href) || here.startsWith(href + "/");
                groups.computeIfAbsent(entry.group(), group -> new ArrayList<>())
                        .add(new Frame.Entry(request.text(entry.text()), href, isHere));
            }
        }
        return groups.entrySet().stream()
                .map(group -> new Frame.Group(request.text(group.getKey()), group.getValue()))
                .toList();
    }

    /** The browser goes on to another page. */
    public static Response seeOther(String href) {
        return new Response(303, Map.of("Location", href), Buffer.buffer());
    }

    /** A page as a response. */
    public static Response html(int status, String page) {
        return new Response(
                status,
                Map.of(
                        "Content-Type", "text/html;charset=utf-8",
                        "Content-Security-Policy", POLICY,
                        "Referrer-Policy", "same-origin"),
                Buffer.buffer(page));
    }
}
