package org.billwright.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of the house. ARCHITECTURE.md says what each package is for. */
class HouseTest {
    /** A package uses only those before it. */
    private static final List<String> ORDER = List.of(
            "problem",
            "money",
            "json",
            "compression",
            "telemetry",
            "store",
            "work",
            "access",
            "query",
            "audit",
            "http",
            "partyrole",
            "machineclient",
            "event",
            "account",
            "issuer",
            "cycle",
            "bill",
            "ledger",
            "payment",
            "rate",
            "tax",
            "billing",
            "billingrule",
            "proof",
            "creditnote",
            "rebill",
            "dispute",
            "collection",
            "retention",
            "run",
            "ondemand",
            "statement",
            "einvoice",
            "pdf",
            "document",
            "overview",
            "format",
            "csv",
            "export",
            "parity",
            "generate",
            "imports",
            "privacy",
            "billsource",
            "channel",
            "conformance",
            "console",
            "diagnostics",
            "server",
            "cli");

    /** The packages of an import, in the order of its steps; each uses only those before it. */
    private static final List<String> IMPORT_STEPS =
            List.of("imports.check", "imports.apply", "imports.job", "imports.server");

    private static final Path SOURCES = Path.of("src/main/java/org/billwright");
    private static final Path TESTS = Path.of("src/test/java/org/billwright");
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath("target/classes");
    private static final int MOST_LINES = 300;
    private static final int MEDIAN_LINES = 80;

    @Test
    void a_package_uses_only_those_before_it() {
        requireOrder(ORDER);
        for (var slices : List.of("org.billwright.(*)..", "org.billwright.(**)")) {
            SlicesRuleDefinition.slices()
                    .matching(slices)
                    .should()
                    .beFreeOfCycles()
                    .because("a subpackage is a package too")
                    .check(CLASSES);
        }
    }

    @Test
    void a_step_of_an_import_uses_only_those_before_it() {
        requireOrder(IMPORT_STEPS);
        SlicesRuleDefinition.slices()
                .matching("org.billwright.imports.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    private static void requireOrder(List<String> packages) {
        for (int i = 0; i < packages.size() - 1; i++) {
            var later = packages.subList(i + 1, packages.size()).stream()
                    .map(name -> "org.billwright." + name + "..")
                    .toArray(String[]::new);
            ArchRuleDefinition.noClasses()
                    .that()
                    .resideInAPackage("org.billwright." + packages.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .because("a reader who has come to a package knows all that it uses")
                    .check(CLASSES);
        }
    }

    @Test
    void every_package_has_its_place_in_the_order_and_says_what_it_is() throws IOException {
        try (var packages = Files.list(SOURCES)) {
            assertThat(packages.filter(Files::isDirectory)
                            .map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(ORDER);
        }
        try (var files = Files.walk(SOURCES)) {
            assertThat(files.filter(Files::isDirectory).filter(folder -> !folder.equals(SOURCES)))
                    .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                            .content()
                            .contains("@NullMarked")
                            .contains("/**"));
        }
    }

    @Test
    void the_calculation_does_no_input_or_output() {
        ArchRuleDefinition.noClasses()
                .that()
                .haveSimpleName("Billing")
                .or()
                .resideInAPackage("org.billwright.money..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio..", "java.sql..", "java.time..", "org.jdbi..", "io.vertx..")
                .because("the same rates give the same bill, anywhere and at any time")
                .check(CLASSES);
    }

    @Test
    void money_is_never_floating_point() {
        ArchRuleDefinition.noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage("org.billwright..")
                .should()
                .haveRawType(double.class)
                .orShould()
                .haveRawType(float.class)
                .because("131072.01 becomes 131072.02")
                .check(CLASSES);
    }

    @Test
    void nobody_asks_the_system_for_the_time_but_the_commands() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackages("org.billwright.server..", "org.billwright.cli..")
                .should()
                .callMethod(java.time.Clock.class, "systemUTC")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .because("a clock is a value, so that tests can turn it")
                .check(CLASSES);
    }

    @Test
    void names_say_what_a_thing_is() {
        for (var vague : List.of("Service", "Impl", "Dto", "Mapper", "Util", "Utils", "Helper", "Manager")) {
            ArchRuleDefinition.noClasses()
                    .that()
                    .resideInAPackage("org.billwright..")
                    .should()
                    .haveSimpleNameEndingWith(vague)
                    .because("'" + vague + "' says nothing a billing expert understands")
                    .check(CLASSES);
        }
    }

    @Test
    void a_file_reads_in_one_sitting() throws IOException {
        var sizes = sources().stream().map(HouseTest::lines).sorted().toList();
        assertThat(sources().stream().filter(file -> lines(file) > MOST_LINES)).isEmpty();
        assertThat(sizes.get(sizes.size() / 2)).isLessThanOrEqualTo(MEDIAN_LINES);
    }

    @Test
    void a_selection_is_bound_to_its_tenant_in_one_place() throws IOException {
        assertThat(sources().stream().filter(HouseTest::bindsATenant))
                .as("use TenantSelect, so that no selection forgets its tenant")
                .allMatch(file -> file.endsWith("TenantSelect.java"));
    }

    private static boolean bindsATenant(Path file) {
        return text(file).contains("where tenant = \")");
    }

    /** {@code ./check} chooses classes by their tags, at the beginning of a line; it does not read those of methods. */
    @Test
    void a_tag_stands_on_a_class() throws IOException {
        assertThat(sources(TESTS).stream()
                        .filter(file -> text(file).lines().anyMatch(line -> line.startsWith("    @Tag("))))
                .isEmpty();
    }

    private static List<Path> sources() throws IOException {
        return sources(SOURCES);
    }

    private static List<Path> sources(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static int lines(Path file) {
        return (int) text(file).lines().count();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
