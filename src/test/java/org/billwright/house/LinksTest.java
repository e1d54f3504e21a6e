package org.billwright.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation refers to exists: files by relative links, and types in ARCHITECTURE. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s#]+)(#[^)]*)?\\)");
    /** A type in code marks, alone, with its package or with a member; or a node of a diagram. */
    private static final Pattern TYPE =
            Pattern.compile("`(?:[a-z/.]+/)?([A-Z][a-z]\\w*)(?:\\.\\w+[^`]*)?`|\\[([A-Z][a-z]\\w*)]");

    private static final List<String> PAGES = List.of(
            "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "bench/README.md");

    @Test
    void relative_links_lead_to_files() throws IOException {
        var broken = new ArrayList<String>();
        for (var page : pages()) {
            var links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                var target = links.group(1);
                if (!target.contains("://") && !Files.exists(page.resolveSibling(target))) {
                    broken.add(page + " → " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void types_in_the_architecture_exist() throws IOException {
        var named = new TreeSet<String>();
        var types = TYPE.matcher(Files.readString(Path.of("ARCHITECTURE.md")));
        while (types.find()) {
            named.add(types.group(1) == null ? types.group(2) : types.group(1));
        }
        named.removeAll(sources());
        assertThat(named).isEmpty();
    }

    private static Set<String> sources() throws IOException {
        try (var sources = Files.walk(Path.of("src"))) {
            return sources.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static List<Path> pages() throws IOException {
        try (var docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                            PAGES.stream().map(Path::of),
                            docs.filter(path -> path.toString().endsWith(".md")))
                    .toList();
        }
    }
}
