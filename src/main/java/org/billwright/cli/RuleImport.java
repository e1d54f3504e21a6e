package org.billwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.billwright.access.Caller;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.format.DocumentIds;
import org.billwright.http.PutOperations;
import org.billwright.json.JsonValues;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemCollector;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/**
 * Adds or replaces the rules of a file: all, or none if one is invalid.
 *
 * @param name of a rule in messages
 * @param resource its name in URLs
 * @param command by which it is done, for the audit trail
 */
record RuleImport(String name, String resource, String command, PutOperations.Store store) {
    private static final String NONE = "none was imported";

    /** The rules of a file, a JSON array of them or one on each line. */
    static List<ObjectNode> read(Path file) throws IOException {
        return JsonObjects.read(file, NONE);
    }

    /** Returns what was done, as a sentence. */
    String load(Handle tx, String tenant, List<ObjectNode> rules) {
        requireValid(rules);
        for (int i = 0; i < rules.size(); i++) {
            load(tx, tenant, rules.get(i), i + 1);
        }
        return "imported " + rules.size() + " " + name + "s";
    }

    /** Names all that is invalid in the rules themselves. */
    private void requireValid(List<ObjectNode> rules) {
        var problems = new ProblemCollector();
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            int number = i + 1;
            problems.check(() -> named(rule, number, () -> {
                DocumentIds.require(rule, "id", "id");
                store.check().accept(rule);
            }));
        }
        problems.throwIfAny();
    }

    private void load(Handle tx, String tenant, ObjectNode rule, int number) {
        named(rule, number, () -> {
            var stored = store.put().put(tx, tenant, rule);
            var by = Caller.system(command + " by " + System.getProperty("user.name"), tenant);
            var action = stored.revision() == 1 ? AuditAction.CREATE : AuditAction.CHANGE;
            AuditTrail.recordChange(
                    tx,
                    new AuditEvent(Clock.systemUTC().instant(), by, action, resource, List.of(stored.id()), "command"));
        });
    }

    /** A problem names the rule. */
    private void named(ObjectNode rule, int number, Runnable check) {
        try {
            check.run();
        } catch (ProblemException e) {
            var id = JsonValues.text(rule, "id").map(text -> " (" + text + ")").orElse("");
            throw new ProblemException(new Problem.MalformedBody(
                    name + " " + number + id + ": " + e.problem().message() + "; " + NONE));
        }
    }
}
