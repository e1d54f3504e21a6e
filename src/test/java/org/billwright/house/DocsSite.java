package org.billwright.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.billwright.json.Json;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/** The documentation as a web site that needs no server, with a search: {@code mvn -Psite process-test-classes} writes it to target/site. */
public final class DocsSite {
    private static final List<String> ROOT_PAGES = List.of(
            "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "bench/README.md");
    private static final Pattern TITLE = Pattern.compile("(?m)^# (.+)$");
    private static final Pattern LINK = Pattern.compile("(href|src)=\"([^\":#]+)(#[^\"]*)?\"");
    private static final Path ASSETS = Path.of("src/test/resources/site");

    private final Path target;
    private final List<Extension> extensions = List.of(TablesExtension.create(), HeadingAnchorExtension.create());
    private final Parser parser = Parser.builder().extensions(extensions).build();
    private final HtmlRenderer renderer =
            HtmlRenderer.builder().extensions(extensions).build();
    private final TextContentRenderer text =
            TextContentRenderer.builder().extensions(extensions).build();
    private final Map<Path, Page> pages = new TreeMap<>();

    /**
     * A page.
     *
     * @param title its first heading
     */
    private record Page(String title, Node document) {}

    private DocsSite(Path target) {
        this.target = target;
    }

    /** Writes the site to a folder, by default {@code target/site}. */
    public static void main(String[] arguments) throws IOException {
        new DocsSite(Path.of(arguments.length == 0 ? "target/site" : arguments[0])).write();
    }

    private void write() throws IOException {
        for (var page : ROOT_PAGES) {
            read(Path.of(page));
        }
        try (var docs = Files.walk(Path.of("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(this::read);
        }
        for (var page : pages.entrySet()) {
            var file = target.resolve(html(page.getKey()));
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, html(page.getKey(), page.getValue()));
        }
        Files.writeString(target.resolve("search-index.js"), "const searchIndex = " + index() + ";\n");
        copy(ASSETS, target);
        copyOthers();
    }

    private void read(Path file) {
        try {
            var source = Files.readString(file);
            var title = TITLE.matcher(source);
            pages.put(file, new Page(title.find() ? title.group(1) : file.toString(), parser.parse(source)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What pages refer to and is no page: pictures, examples, the licence. */
    private void copyOthers() throws IOException {
        try (var docs = Files.walk(Path.of("docs"))) {
            for (var file : docs.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".md"))
                    .toList()) {
                Files.createDirectories(target.resolve(file).getParent());
                Files.write(target.resolve(file), Files.readAllBytes(file));
            }
        }
        Files.write(target.resolve("LICENSE"), Files.readAllBytes(Path.of("LICENSE")));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            for (var file : files.filter(name -> !name.endsWith("page.html")).toList()) {
                Files.write(to.resolve(file.getFileName().toString()), Files.readAllBytes(file));
            }
        }
    }

    private static Path html(Path page) {
        return page.equals(Path.of("README.md"))
                ? Path.of("index.html")
                : Path.of(page.toString().replaceAll("\\.md$", ".html"));
    }

    private String html(Path path, Page page) throws IOException {
        var up = "../".repeat(path.getNameCount() - 1);
        var links = new StringBuilder();
        groups().forEach((group, members) -> {
            links.append("<h2>").append(group).append("</h2><ul>");
            members.forEach(member -> links.append("<li><a")
                    .append(member.equals(path) ? " aria-current=\"page\"" : "")
                    .append(" href=\"")
                    .append(up)
                    .append(html(member).toString())
                    .append("\">")
                    .append(escaped(pages.get(member).title()))
                    .append("</a></li>"));
            links.append("</ul>");
        });
        return Files.readString(ASSETS.resolve("page.html"))
                .replace("{title}", escaped(page.title()))
                .replace("{up}", up)
                .replace("{navigation}", links)
                .replace("{content}", linked(path, renderer.render(page.document())));
    }

    /** Links to pages lead to their HTML; those to sources are names. */
    private String linked(Path page, String html) {
        return LINK.matcher(html).replaceAll(link -> {
            var to = Path.of("")
                    .resolve(Stream.ofNullable(page.getParent())
                            .findFirst()
                            .map(folder -> folder.resolve(link.group(2)))
                            .orElseGet(() -> Path.of(link.group(2))))
                    .normalize();
            var anchor = link.group(3) == null ? "" : link.group(3);
            if (pages.containsKey(to)) {
                var up = "../".repeat(page.getNameCount() - 1);
                return link.group(1) + "=\"" + up + html(to) + anchor + "\"";
            }
            if (to.equals(Path.of("docs/decisions"))) {
                return "href=\"" + "../".repeat(page.getNameCount() - 1)
                        + "docs/decisions/0001-quarkus-with-own-routes.html\"";
            }
            return link.group(1) + "=\"" + link.group(2) + anchor + "\"";
        });
    }

    private Map<String, List<Path>> groups() {
        var groups = new LinkedHashMap<String, List<Path>>();
        groups.put("Project", ROOT_PAGES.stream().map(Path::of).toList());
        groups.put("Documentation", below(Path.of("docs")));
        groups.put("Decisions", below(Path.of("docs/decisions")));
        return groups;
    }

    private List<Path> below(Path folder) {
        return pages.keySet().stream()
                .filter(page -> folder.equals(page.getParent()))
                .sorted(
                        folder.getNameCount() > 1
                                ? Comparator.naturalOrder()
                                : Comparator.comparing(page -> pages.get(page).title()))
                .toList();
    }

    private String index() {
        var index = new ArrayList<String>();
        pages.forEach((path, page) -> index.add(Json.write(Json.object()
                .put("href", html(path).toString())
                .put("title", page.title())
                .put("text", text.render(page.document()).replaceAll("\\s+", " ")))));
        return "[" + String.join(",\n", index) + "]";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("`", "");
    }
}
