package org.billwright.console.page;

import io.quarkus.qute.TemplateData;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.function.Function;

/**
 * A link to something that can be done. It is shown to whoever may do it.
 *
 * @param text the key of its label
 * @param href where it leads to
 * @param method of the operation behind it
 * @param target of the operation behind it
 * @param isDangerous whether it is final
 */
public record ActionLink(
        String text, String href, HttpMethod method, Function<ConsoleRequest, String> target, boolean isDangerous) {
    /** The link, as a template shows it. */
    @TemplateData
    public record View(String label, String href, boolean isDangerous) {}

    /** A link to something that is not final. */
    public static ActionLink of(String text, String href, HttpMethod method, Function<ConsoleRequest, String> target) {
        return new ActionLink(text, href, method, target, false);
    }

    /** The link for this person; empty where the person may not do it. */
    public Optional<View> view(ConsoleRequest request) {
        return request.may(method, target.apply(request))
                ? Optional.of(new View(request.text(text), href, isDangerous))
                : Optional.empty();
    }
}
