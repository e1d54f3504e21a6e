package org.billwright.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documentation as a site: each link leads to a file and a heading of it. */
class DocsSiteTest {
    private static final Pattern LINK = Pattern.compile("<(?:a|img)[^>]* (?:href|src)=\"([^\"#:]*)(?:#([^\"]*))?\"");
    private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");

    /** What a reader of the site finds in the sources. */
    private static final List<String> SOURCES =
            List.of("src/", "bench/", "bin/", "deploy/", "pom.xml", ".ci/", ".github/");

    @TempDir
    static Path site;

    private static final Map<Path, String> PAGES = new HashMap<>();

    @BeforeAll
    static void build() throws IOException {
        DocsSite.main(new String[] {site.toString()});
        try (var files = Files.walk(site)) {
            files.filter(file -> file.toString().endsWith(".html")).forEach(DocsSiteTest::read);
        }
    }

    private static void read(Path file) {
        try {
            PAGES.put(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> ids(Path page) {
        return ID.matcher(PAGES.get(page)).results().map(id -> id.group(1)).collect(Collectors.toSet());
    }

    @Test
    void each_link_leads_somewhere() {
        var broken = new ArrayList<String>();
        PAGES.forEach((page, html) ->
                LINK.matcher(html).results().forEach(link -> fault(page, link).ifPresent(broken::add)));
        assertThat(broken).isEmpty();
    }

    private static Optional<String> fault(Path page, MatchResult link) {
        var to = link.group(1).isEmpty()
                ? page
                : page.resolveSibling(link.group(1)).normalize();
        var anchor = Optional.ofNullable(link.group(2)).filter(text -> !text.isEmpty());
        boolean isSource =
                SOURCES.stream().anyMatch(site.relativize(to).toString()::startsWith) && !PAGES.containsKey(to);
        boolean leads = isSource
                || (Files.exists(to)
                        && anchor.filter(PAGES.containsKey(to) ? id -> !ids(to).contains(id) : id -> false)
                                .isEmpty());
        return leads ? Optional.empty() : Optional.of(site.relativize(page) + " → " + link.group());
    }

    @Test
    void the_search_knows_every_page_and_what_is_on_it() throws IOException {
        var index = Files.readString(site.resolve("search-index.js"));
        assertThat(index.split("\"href\":", -1)).hasSize(PAGES.size() + 1);
        assertThat(index).contains("docs/queries.html", "BILLWRIGHT_DATABASE_URL", "index.html");
    }
}
