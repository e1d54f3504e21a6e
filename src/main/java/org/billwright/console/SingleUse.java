package org.billwright.console;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.Renderer;
import org.billwright.console.session.SentForms;
import org.billwright.console.session.SessionSecret;
import org.billwright.http.Response;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * A form that counts once: sent twice by a person or a proxy, it gives one credit note, and not two. Another form that says the same a short
 * time later, such as one to which a browser went back, counts where the person confirms it.
 *
 * @param secret of the session in which the form was shown
 */
record SingleUse(SentForms forms, String secret) {
    private static final int REFUSED = 422;

    /** The field by which a person says that the same is to be done once more. */
    private static final String CONFIRMED = "confirmed";

    Future<Response> of(ConsoleRequest request, ConsoleRoutes.SentForm form) {
        var id = request.form().get("formId");
        if (!SessionSecret.isFormId(id, secret)) {
            return Future.failedFuture(new ProblemException(
                    new Problem.Forbidden("the form has no id of this session; load its page again")));
        }
        var content = form.content().map(text -> SentForms.contentId(request.caller(), text));
        boolean isConfirmed = request.form().find(CONFIRMED).isPresent();
        return forms.begin(id, content, isConfirmed).compose(before -> switch (before) {
            case SentForms.Before.Nothing nothing -> first(id, content, form);
            case SentForms.Before.SameForm(var href) -> again(href);
            case SentForms.Before.OtherContent(var href) ->
                refused("this form was sent before, with other values, and led to " + href
                        + ": load its page again to send these");
            case SentForms.Before.SameContent(var href) -> form.repeated().apply(href);
        });
    }

    private static Future<Response> again(Optional<String> href) {
        return href.map(page -> Future.succeededFuture(Renderer.seeOther(page)))
                .orElseGet(
                        () -> refused(
                                "this form was sent before: look at what it is about, and load its page again to do it once more"));
    }

    private static Future<Response> refused(String reason) {
        return Future.failedFuture(new ProblemException(new Problem.Conflict(reason)));
    }

    private Future<Response> first(String id, Optional<String> content, ConsoleRoutes.SentForm form) {
        return begun(form.action())
                .compose(response -> after(id, content, response).map(kept -> response))
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

    private Future<Void> after(String id, Optional<String> content, Response response) {
        var href = response.headers().getOrDefault("Location", List.of(""));
        if (response.status() == REFUSED) {
            return forms.release(id);
        }
        return href.getFirst().isEmpty() ? Future.succeededFuture() : forms.finish(id, content, href.getFirst());
    }

    /** Nothing was done. Of a server that was busy or failed nobody knows that. */
    private static boolean wasRefused(Throwable failure) {
        return failure instanceof ProblemException refused
                && !(refused.problem() instanceof Problem.Unavailable)
                && !(refused.problem() instanceof Problem.ServerFault);
    }
}
