package org.billwright.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** The tables of a Markdown page, for tests that compare them with the code. */
public final class DocumentTable {
    private DocumentTable() {}

    /** The lines of a page, by its path from the project's folder. */
    public static List<String> lines(String page) {
        try {
            return Files.readAllLines(Path.of(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines below a heading, up to the next heading of the same or a higher level. */
    public static List<String> section(String page, String heading) {
        var lines = lines(page);
        int start = lines.indexOf(heading) + 1;
        if (start == 0) {
            throw new IllegalArgumentException(page + " has no heading '" + heading + "'");
        }
        var marks = heading.substring(0, heading.indexOf(' '));
        Predicate<String> heads = line -> line.startsWith("#") && line.indexOf(' ') <= marks.length();
        return lines.subList(start, lines.size()).stream()
                .takeWhile(heads.negate())
                .toList();
    }

    /** The rows of the tables in these lines, without heads: the cells, without blanks and code marks around them. */
    public static List<List<String>> rows(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> Arrays.stream(
                                line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|"))
                        .map(cell -> cell.strip().replace("\\|", "|"))
                        .toList())
                .toList();
    }

    /** The text of a cell that is wholly in code marks, without them. */
    public static String code(String cell) {
        return cell.replaceAll("^`(.*)`$", "$1");
    }
}
