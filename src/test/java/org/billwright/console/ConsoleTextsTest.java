package org.billwright.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The texts of the console: the same in every language, and each that is used is there. */
class ConsoleTextsTest {
    private static final Path SOURCES = Path.of("src/main/java/org/billwright/console");
    private static final Path TEMPLATES = Path.of("src/main/resources/templates/console");

    private static Properties texts(String file) {
        try (var in = ConsoleTextsTest.class.getResourceAsStream("/org/billwright/console/" + file)) {
            var texts = new Properties();
            texts.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void each_text_is_there_in_every_language_with_the_same_parameters() {
        var english = texts("texts.properties");
        var spanish = texts("texts_es.properties");
        assertThat(spanish.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        assertThat(english.stringPropertyNames()).isNotEmpty().allSatisfy(key -> {
            assertThat(english.getProperty(key)).as(key).isNotBlank();
            assertThat(spanish.getProperty(key)).as(key).isNotBlank();
            assertThat(parameters(spanish.getProperty(key))).as(key).isEqualTo(parameters(english.getProperty(key)));
        });
    }

    /** Only a text with parameters is a pattern, in which an apostrophe would vanish. */
    private static int parameters(String text) {
        if (!text.contains("{")) {
            return 0;
        }
        assertThat(text).doesNotContain("'");
        return new MessageFormat(text).getFormatsByArgumentIndex().length;
    }

    @Test
    void each_text_that_is_used_is_there() throws IOException {
        var english = texts("texts.properties");
        var groups = new TreeSet<String>();
        english.stringPropertyNames().forEach(key -> groups.add(key.split("\\.", 2)[0]));
        groups.remove("code");
        var key = Pattern.compile("[\"'](?:" + String.join("|", groups) + ")\\.[a-zA-Z.]+[a-zA-Z][\"']");
        var used = new TreeSet<String>();
        for (var folder : new Path[] {SOURCES, TEMPLATES}) {
            try (var files = Files.walk(folder)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    key.matcher(Files.readString(file))
                            .results()
                            .map(found ->
                                    found.group().substring(1, found.group().length() - 1))
                            .filter(found -> !found.startsWith("bill.id") && !found.startsWith("account.id"))
                            .forEach(used::add);
                }
            }
        }
        assertThat(used).hasSizeGreaterThan(100);
        assertThat(used.stream().filter(name -> !english.containsKey(name)).filter(name -> !isAttribute(name)))
                .isEmpty();
    }

    /** Paths of attributes look like keys. */
    private static boolean isAttribute(String name) {
        return name.startsWith("bill.pdf")
                || name.matches(
                        "(payment|account|bill|hub)\\.(id|name)|delivery\\.(last|replay).*|tax\\.(exactAmount|name|taxAmount|taxRule\\.id)");
    }

    @Test
    void each_action_says_what_it_does_and_that_it_is_done() throws IOException {
        var english = texts("texts.properties");
        var action =
                Pattern.compile("(?:FormAction\\.(?:post|patch)|new FormAction|[^a-zA-Z]state)\\(\\s*\"([a-zA-Z]+)\"");
        var names = new TreeSet<String>();
        try (var files = Files.walk(SOURCES)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                action.matcher(Files.readString(file))
                        .results()
                        .map(found -> found.group(1))
                        .forEach(names::add);
            }
        }
        assertThat(names).contains("holdBill", "creditBill", "billNow");
        for (var name : names) {
            assertThat(english.stringPropertyNames())
                    .contains("action." + name, "action." + name + ".text", "action." + name + ".done");
        }
    }
}
