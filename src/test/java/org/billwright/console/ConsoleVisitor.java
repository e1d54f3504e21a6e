package org.billwright.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.billwright.api.Api;

/** A browser of the console, as far as HTTP goes: it keeps cookies, and fills in forms. */
public final class ConsoleVisitor {
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

    private static final Pattern ACTION = Pattern.compile("^<form method=\"post\" action=\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** A page of the console; headers as name, value, name, value … */
    public Api.Response get(String path, String... headers) {
        var request = HttpRequest.newBuilder(uri(path)).header("Accept", "text/html,*/*;q=0.8");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request.GET());
    }

    private static URI uri(String path) {
        return URI.create(
                path.startsWith("http") ? path : Api.server() + (path.startsWith("/") ? "" : "/console/") + path);
    }

    private Api.Response send(HttpRequest.Builder request) {
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Api.Response(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Loads the page with a form, fills it in with names and values, and sends it. */
    public Api.Response fill(String path, String... fields) {
        var filled = filled(path, fields);
        return post(filled.action(), filled.fields().toArray(String[]::new));
    }

    /** A form that was filled in, and can be sent any number of times. */
    public record Filled(String action, List<String> fields) {}

    /** Loads the page with a form, and fills it in with names and values. */
    public Filled filled(String path, String... fields) {
        var page = get(path);
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        var form = form(page.text(), fields);
        var all = new ArrayList<String>();
        var hidden = HIDDEN.matcher(form);
        while (hidden.find()) {
            if (!List.of(fields).contains(hidden.group(1))) {
                all.add(hidden.group(1));
                all.add(hidden.group(2).replace("&quot;", "\"").replace("&amp;", "&"));
            }
        }
        all.addAll(List.of(fields));
        var action = ACTION.matcher(form);
        return new Filled(action.find() ? action.group(1) : path.split("\\?", 2)[0], all);
    }

    /** The form that has the first of these fields; without fields the last one. */
    private static String form(String page, String... fields) {
        var forms = List.of(page.split("(?=<form method=\"post\")", -1));
        return forms.stream()
                .filter(form -> form.startsWith("<form"))
                .filter(form -> fields.length == 0 || form.contains("name=\"" + fields[0] + "\""))
                .reduce((first, last) -> last)
                .orElseThrow(() -> new AssertionError("no form with these fields in " + page));
    }

    /** Sends a form as it is. */
    public Api.Response post(String path, String... fields) {
        var pairs = new ArrayList<String>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(encoded(fields[i]) + "=" + encoded(fields[i + 1]));
        }
        return send(HttpRequest.newBuilder(uri(path))
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs))));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Signs in as a machine client. */
    public Api.Response signIn(String client, String secret) {
        return fill("signIn", "client", client, "secret", secret);
    }
}
