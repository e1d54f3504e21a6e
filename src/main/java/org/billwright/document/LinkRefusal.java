package org.billwright.document;

import io.vertx.core.Future;
import java.util.Locale;
import org.billwright.http.ApiRequest;
import org.billwright.http.Response;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.statement.StatementTexts;

/** A link that leads to no bill: a page for a browser, and the usual error for other clients. */
final class LinkRefusal {
    private LinkRefusal() {}

    static Future<Response> respond(ApiRequest call, Throwable refused) {
        if (refused instanceof ProblemException problem
                && call.header("Accept")
                        .filter(types -> types.contains("text/html"))
                        .isPresent()) {
            return switch (problem.problem()) {
                case Problem.Gone gone -> Future.succeededFuture(page(call, 410, "linkExpired"));
                case Problem.UnknownUrl unknown -> Future.succeededFuture(page(call, 404, "linkUnknown"));
                default -> Future.failedFuture(refused);
            };
        }
        return Future.failedFuture(refused);
    }

    private static Response page(ApiRequest call, int status, String key) {
        var language = PageRequest.language(call).map(Locale::forLanguageTag).orElse(Locale.ENGLISH);
        var texts = StatementTexts.of(language);
        var direction = texts.isRightToLeft() ? "rtl" : "ltr";
        return Response.html(status, """
                        <!DOCTYPE html>
                        <html lang="%1$s" dir="%2$s"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
                        <title>%3$s</title><style>body { font: 18px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1rem; color: #1b1f24; background: #fff; }</style>
                        </head><body><main><h1>%3$s</h1><p>%4$s</p></main></body></html>
                        """.formatted(texts.language(), direction, texts.get(key), texts.get("linkHelp")));
    }
}
