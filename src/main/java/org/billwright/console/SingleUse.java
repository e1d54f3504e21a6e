package org.billwright.console;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.Renderer;
import org.billwright.console.session.SentForms;
import org.billwright.console.session.SessionSecret;
import org.billwright.http.Response;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * A form that counts once: sent twice by a person or a proxy, it gives one credit note, and not two.
 *
 * @param secret of the session in which the form was shown
 */
record SingleUse(SentForms forms, String secret) {
    private static final int REFUSED = 422;

    Future<Response> of(ConsoleRequest request, Supplier<Future<Response>> action) {
        var id = request.form().get("formId");
        if (!SessionSecret.isFormId(id, secret)) {
            return Future.failedFuture(new ProblemException(
                    new Problem.Forbidden("the form has no id of this session; load its page again")));
        }
        return forms.begin(id).compose(before -> before.isPresent() ? again(before.get()) : first(id, action));
    }

    private static Future<Response> again(SentForms.Before before) {
        return before.href()
                .map(href -> Future.succeededFuture(Renderer.seeOther(href)))
                .orElseGet(
                        () -> Future.failedFuture(
                                new ProblemException(
                                        new Problem.Conflict(
                                                "this form was sent before: look at what it is about, and load its page again to do it once more"))));
    }

    private Future<Response> first(String id, Supplier<Future<Response>> action) {
        return begun(action)
                .compose(response -> after(id, response).map(kept -> response))
                .recover(failure -> wasRefused(failure)
                        ? forms.release(id).transform(released -> Future.failedFuture(failure))
                        : Future.failedFuture(failure));
    }

    private static Future<Response> begun(Supplier<Future<Response>> action) {
        try {
            return action.get();
        } catch (ProblemException refused) {
            return Future.failedFuture(refused);
        }
    }

    private Future<Void> after(String id, Response response) {
        var href = response.headers().getOrDefault("Location", List.of(""));
        if (response.status() == REFUSED) {
            return forms.release(id);
        }
        return href.getFirst().isEmpty() ? Future.succeededFuture() : forms.finish(id, href.getFirst());
    }

    /** Nothing was done. Of a server that was busy or failed nobody knows that. */
    private static boolean wasRefused(Throwable failure) {
        return failure instanceof ProblemException refused
                && !(refused.problem() instanceof Problem.Unavailable)
                && !(refused.problem() instanceof Problem.ServerFault);
    }
}
