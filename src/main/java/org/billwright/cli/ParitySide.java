package org.billwright.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.billwright.csv.CsvMapping;
import org.billwright.format.FileFormat;
import org.billwright.parity.DocumentSource;
import org.billwright.parity.FileSource;
import org.billwright.parity.ServerSource;
import org.billwright.problem.ProblemException;
import org.billwright.tax.TaxRateUnit;

/**
 * One side of {@code billwright parity}: a source as the command line names it.
 *
 * @param name a path, a URL or {@code store:}
 * @param mappings of CSV files: {@code [PATTERN=]FILE}
 * @param headers of requests: {@code NAME: VALUE}, or {@code @FILE} with one on each line
 */
record ParitySide(String name, List<String> mappings, List<String> headers, Optional<TaxRateUnit> taxRate) {
    private static final String STORE = "store:";

    /** Input that cannot be used; the message says why. */
    static final class InvalidSideException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InvalidSideException(String message) {
            super(message);
        }
    }

    /** A mapping, and the names of the files that it is for. */
    private record FileMapping(PathMatcher names, CsvMapping mapping) {}

    /** Whether it is the database of this server. */
    boolean isStore() {
        return name.startsWith(STORE);
    }

    /** The tenant that it names. */
    Optional<String> tenant() {
        return Optional.of(name.substring(STORE.length())).filter(tenant -> !tenant.isEmpty());
    }

    /** A source that is no database. */
    DocumentSource source() {
        if (name.startsWith("http://") || name.startsWith("https://")) {
            return server();
        }
        try {
            var path = Path.of(name);
            if (!Files.isReadable(path)) {
                throw new InvalidSideException(name + " cannot be read");
            }
            return new FileSource(path, format(), taxRate);
        } catch (InvalidPathException e) {
            throw new InvalidSideException(name + " is no path");
        }
    }

    private DocumentSource server() {
        if (!name.matches("[^?#]*/v[45]/?")) {
            throw new InvalidSideException(
                    name + " must be the URL of an API version, such as …/customerBillManagement/v4");
        }
        try {
            return new ServerSource(URI.create(name), headerMap(), taxRate);
        } catch (IllegalArgumentException e) {
            throw new InvalidSideException(name + " is no URL");
        }
    }

    private Map<String, String> headerMap() {
        var map = new LinkedHashMap<String, String>();
        headers.stream()
                .flatMap(ParitySide::lines)
                .filter(line -> !line.isBlank())
                .forEach(line -> {
                    var nameAndValue = line.split(":", 2);
                    if (nameAndValue.length != 2 || nameAndValue[0].isBlank()) {
                        throw new InvalidSideException(
                                "a header must be 'NAME: VALUE', or @FILE with one on each line");
                    }
                    map.put(nameAndValue[0].strip(), nameAndValue[1].strip());
                });
        return map;
    }

    /** A file keeps credentials out of the list of processes. */
    private static Stream<String> lines(String header) {
        if (!header.startsWith("@")) {
            return Stream.of(header);
        }
        return new String(bytes(Path.of(header.substring(1))), StandardCharsets.UTF_8).lines();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InvalidSideException(file + " cannot be read");
        }
    }

    /** NDJSON, or CSV by the first mapping whose pattern has the name of the file. */
    private Function<Path, FileFormat> format() {
        var read = mappings.stream().map(ParitySide::mapping).toList();
        return file -> {
            var fileName = file.getFileName();
            if (fileName.toString().matches("(?i).*\\.(ndjson|jsonl|json)(\\.gz|\\.zst)?")) {
                return FileFormat.NDJSON;
            }
            var mapping =
                    read.stream().filter(by -> by.names().matches(fileName)).findFirst();
            if (mapping.isEmpty() && fileName.toString().matches("(?i).*\\.csv(\\.gz|\\.zst)?")) {
                throw new InvalidSideException(
                        file + " is CSV: --mapping names the file that says what its columns are");
            }
            return mapping.map(by -> by.mapping().fileFormat()).orElse(FileFormat.NDJSON);
        };
    }

    private static FileMapping mapping(String option) {
        int sign = option.lastIndexOf('=');
        var file = Path.of(option.substring(sign + 1));
        try {
            var names = FileSystems.getDefault().getPathMatcher("glob:" + (sign < 0 ? "*" : option.substring(0, sign)));
            return new FileMapping(names, CsvMapping.read(bytes(file)));
        } catch (PatternSyntaxException e) {
            throw new InvalidSideException("--mapping: '" + option.substring(0, sign) + "' is no pattern");
        } catch (ProblemException e) {
            throw new InvalidSideException(file + ": " + e.problem().message());
        }
    }
}
