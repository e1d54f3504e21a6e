package org.billwright.console.run;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.Content;
import org.billwright.console.page.FormAction;
import org.billwright.console.page.FormField;
import org.billwright.console.page.FormScreen;
import org.billwright.console.page.SearchField;

/** The form of an action together with what it is about. */
final class ContextForm {
    private final FormScreen screen;
    private final Reader about;

    /** Reads what the form of an instance is about. */
    interface Reader {
        /** What the form is about; the id is that of the instance, or empty. */
        Future<FormContext> read(ConsoleRequest request, String id);
    }

    private ContextForm(FormAction action, String page, Reader about) {
        this.screen = new FormScreen(action, page);
        this.about = about;
    }

    /** Adds the form of an action of one instance. */
    static void action(ConsoleRoutes routes, String page, FormAction action, Reader about) {
        var form = new ContextForm(action, page, about);
        routes.form(
                page + "/:id/do/" + action.name(),
                request -> form.show(request, request.request().id()),
                request -> form.send(request, request.request().id()));
    }

    /** Adds the form of a creation. */
    static void creation(ConsoleRoutes routes, String page, FormAction action, Reader about) {
        var form = new ContextForm(action, page, about);
        routes.form(
                page + "/do/" + action.name(), request -> form.show(request, ""), request -> form.send(request, ""));
    }

    private Future<Content> show(ConsoleRequest request, String id) {
        return about.read(request, id)
                .compose(context ->
                        screen.show(request, id).map(content -> with(content, request, context, context.values())));
    }

    private Future<FormScreen.Outcome> send(ConsoleRequest request, String id) {
        return screen.send(request, id).compose(outcome -> switch (outcome) {
            case FormScreen.Done done -> Future.succeededFuture(done);
            case FormScreen.Shown(var content) ->
                about.read(request, id).map(context -> new FormScreen.Shown(with(content, request, context, Map.of())));
        });
    }

    private static Content with(
            Content content, ConsoleRequest request, FormContext context, Map<String, String> values) {
        var form = (FormScreen.View) Objects.requireNonNull(content.data().get("form"));
        var fields = form.fields().stream()
                .map(field -> with(field, request, context, values.getOrDefault(field.name(), "")))
                .toList();
        var filled = new FormScreen.View(
                form.title(),
                form.text(),
                form.id(),
                form.isDangerous(),
                fields,
                form.entityTag(),
                form.error(),
                form.back());
        return new Content(
                content.status(), content.title(), "formAbout", Map.of("form", filled, "about", context.sections()));
    }

    private static FormField.View with(
            FormField.View field, ConsoleRequest request, FormContext context, String other) {
        var value = field.value().isEmpty() ? other : field.value();
        var choices = context.choices().getOrDefault(field.name(), codes(field));
        return new FormField.View(
                field.name(),
                field.label(),
                value,
                field.input(),
                field.isRequired(),
                choices.stream()
                        .map(choice ->
                                new SearchField.Option(choice, request.texts().ofCode(choice), choice.equals(value)))
                        .toList());
    }

    private static List<String> codes(FormField.View field) {
        return field.options().stream().map(SearchField.Option::value).toList();
    }
}
