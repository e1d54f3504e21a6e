package org.billwright.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The standard terms stay: words of the project's own do not come back. CONTRIBUTING.md has the terms. */
class HouseWordsTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TESTS = Path.of("src/test/java");

    /** In no identifier: each has a standard term. */
    private static final Set<String> WORDS = Set.of(
            "told",
            "tell",
            "tells",
            "telling",
            "crowd",
            "nudge",
            "deed",
            "deeds",
            "pour",
            "poured",
            "pouring",
            "standing",
            "astray",
            "turns",
            "lifting",
            "landing",
            "filing",
            "asking",
            "postman",
            "gate",
            "entrance",
            "edge",
            "underway",
            "ourselves",
            "nobodys",
            "lied",
            "restraint",
            "handover",
            "unpacking",
            "employ",
            "tally",
            "undone");

    /** In no sentence of the sources, the API documents and the papers. */
    private static final List<Pattern> PHRASES = Stream.of(
                    "told",
                    "tells?",
                    "telling",
                    "nudged?",
                    "crowd",
                    "deeds?",
                    "astray",
                    "pour(s|ed|ing)",
                    "made[ -]up",
                    "tak(e|es|en|ing) back",
                    "(given|gives?|gave|giving) up",
                    "under ?way",
                    "left alone",
                    "left off",
                    "who(ever)? asks",
                    "ourselves")
            .map(phrase -> Pattern.compile("\\b(" + phrase + ")\\b", Pattern.CASE_INSENSITIVE))
            .toList();

    private static final Pattern TEXT_BLOCK = Pattern.compile("\"\"\".*?\"\"\"", Pattern.DOTALL);
    private static final Pattern STRING = Pattern.compile("\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");
    private static final Pattern WORD = Pattern.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+");

    @Test
    void no_identifier_has_a_word_of_our_own() {
        var found = new ArrayList<String>();
        for (var file : files(List.of(MAIN, TESTS), ".java")) {
            for (var identifier : identifiers(text(file))) {
                WORD.matcher(identifier)
                        .results()
                        .map(word -> word.group().toLowerCase(Locale.ROOT))
                        .filter(WORDS::contains)
                        .forEach(word -> found.add(file.getFileName() + ": " + identifier));
            }
        }
        assertThat(found).as("CONTRIBUTING.md has the standard terms").isEmpty();
    }

    private static Set<String> identifiers(String source) {
        var code = TEXT_BLOCK.matcher(source).replaceAll("\"\"");
        code = STRING.matcher(code).replaceAll("\"\"");
        code = COMMENT.matcher(code).replaceAll("");
        return IDENTIFIER.matcher(code).results().map(match -> match.group()).collect(Collectors.toSet());
    }

    @Test
    void no_sentence_has_a_phrase_of_our_own() {
        var prose = new ArrayList<>(files(List.of(MAIN), ".java"));
        prose.addAll(files(List.of(Path.of("src/main/resources/META-INF")), ".yaml"));
        prose.addAll(files(List.of(Path.of("README.md"), Path.of("ARCHITECTURE.md"), Path.of("SECURITY.md")), ".md"));
        prose.addAll(files(List.of(Path.of("docs")), ".md"));
        var found = new ArrayList<String>();
        for (var file : prose) {
            var lines = text(file).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                for (var phrase : PHRASES) {
                    if (phrase.matcher(lines.get(i)).find()) {
                        found.add(file + ":" + (i + 1) + ": " + lines.get(i).strip());
                    }
                }
            }
        }
        assertThat(found).as("CONTRIBUTING.md has the standard terms").isEmpty();
    }

    @Test
    void no_two_types_have_one_simple_name() {
        var names = files(List.of(MAIN, TESTS), ".java").stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> !name.equals("package-info.java"))
                .toList();
        assertThat(names).doesNotHaveDuplicates();
    }

    private static List<Path> files(Collection<Path> roots, String ending) {
        return roots.stream().flatMap(root -> below(root, ending).stream()).toList();
    }

    /** Decisions are kept as they were written; this test names the words itself. */
    private static List<Path> below(Path root, String ending) {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.startsWith("docs/decisions"))
                    .filter(file -> !file.endsWith("HouseWordsTest.java"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
