package org.billwright.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.billwright.api.Api;

/** A browser without scripts: it keeps its cookie, and sends forms with what they have. */
public final class ConsoleClient {
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");

    private String cookie = "";

    /** A page by its path below {@code /console/}, or by a path that begins with a slash. */
    public Api.Response get(String path, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        if (!all.contains("Accept")) {
            all.addAll(List.of("Accept", "text/html"));
        }
        if (!cookie.isEmpty()) {
            all.addAll(List.of("Cookie", cookie));
        }
        var response = Api.get(url(path), all.toArray(String[]::new));
        var set = response.header("Set-Cookie");
        if (!set.isEmpty()) {
            cookie = set.split(";", 2)[0];
        }
        return response;
    }

    /** A page, which must be there. */
    public String page(String path, String... headers) {
        var response = get(path, headers);
        assertThat(response.status()).as(path + ": " + response.text()).isEqualTo(200);
        return response.text();
    }

    /**
     * Opens a form and sends it, with its hidden fields.
     *
     * @param fields name, value, name, value …
     */
    public Api.Response submit(String path, String... fields) {
        var form = page(path);
        var values = new LinkedHashMap<String, String>();
        var hidden = HIDDEN.matcher(form.substring(form.indexOf("<form method=\"post\" class=\"fields\"")));
        while (hidden.find()) {
            values.put(hidden.group(1), unescaped(hidden.group(2)));
        }
        for (int i = 0; i < fields.length; i += 2) {
            values.put(fields[i], fields[i + 1]);
        }
        return post(path, values);
    }

    /** Sends these values. */
    public Api.Response post(String path, Map<String, String> values) {
        var body = new ArrayList<String>();
        values.forEach((name, value) -> body.add(encoded(name) + "=" + encoded(value)));
        return Api.withBody(
                "POST",
                url(path),
                String.join("&", body),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Accept",
                "text/html",
                "Cookie",
                cookie);
    }

    private static String url(String path) {
        return Api.server() + (path.startsWith("/") ? path : "/console/" + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String unescaped(String text) {
        return text.replace("&quot;", "\"").replace("&amp;", "&");
    }
}
