package org.billwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** The JSON objects of a file: in an array, or one on each line. */
final class JsonObjects {
    private JsonObjects() {}

    /** @param consequence what an error names after the line that is not JSON */
    static List<ObjectNode> read(Path path, String consequence) throws IOException {
        var file = Files.readAllBytes(path);
        var text = new String(file, StandardCharsets.UTF_8).strip();
        if (text.startsWith("[")) {
            return Json.readArray(file);
        }
        var lines = text.lines().toList();
        var objects = new ArrayList<ObjectNode>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                try {
                    objects.add(Json.readLine(lines.get(i).getBytes(StandardCharsets.UTF_8)));
                } catch (ProblemException e) {
                    throw new ProblemException(new Problem.MalformedBody(
                            "line " + (i + 1) + ": " + e.problem().message() + "; " + consequence));
                }
            }
        }
        return objects;
    }
}
