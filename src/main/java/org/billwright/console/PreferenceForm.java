package org.billwright.console;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Locale;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.ConsoleTexts;
import org.billwright.console.page.PersonPreferences;
import org.billwright.console.page.Renderer;
import org.billwright.console.page.Screen;
import org.billwright.console.session.SessionCookies;
import org.billwright.http.Response;

/** How a person reads the console: language, theme, time zone, tenant. */
final class PreferenceForm implements Screen {
    private static final Duration KEPT = Duration.ofDays(365);

    @Override
    public void addTo(ConsoleRoutes routes) {
        routes.post("preferences", this::save);
    }

    private Future<Response> save(ConsoleRequest request) {
        var form = request.form();
        var before = request.preferences();
        var after = new PersonPreferences(
                form.find("language")
                        .filter(ConsoleTexts.LANGUAGES::contains)
                        .map(Locale::of)
                        .orElse(before.language()),
                form.find("theme").filter(PersonPreferences.THEMES::contains).orElse(before.theme()),
                form.find("zone").flatMap(PersonPreferences::zone).orElse(before.zone()),
                form.find("tenant").orElse(before.tenant()));
        return Future.succeededFuture(Renderer.seeOther(Here.of(form.get("to")))
                .with(
                        "Set-Cookie",
                        SessionCookies.of(request.request(), PersonPreferences.COOKIE, after.cookie(), KEPT)));
    }
}
