package org.billwright.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** Collects what the checks find. A check may examine many things; one failure makes it fail. */
final class CheckLog {
    private static final int MAX_EVIDENCE = 3;
    private static final int MAX_NOTES = 5;
    private static final int MAX_CHARACTERS = 1_000;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<RequestHeader> secrets;
    private BooleanSupplier isOver = () -> false;

    /** @param secrets headers whose values no report shows, although a server may repeat them */
    CheckLog(List<RequestHeader> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    private static final class Entry {
        private final Check check;
        private final Set<String> notes = new LinkedHashSet<>();
        private final List<Evidence> evidence = new ArrayList<>();
        private CheckOutcome outcome = CheckOutcome.SKIPPED;
        private int examined;
        private int failures;

        Entry(Check check) {
            this.check = check;
        }

        void become(CheckOutcome next) {
            if (rank(next) > rank(outcome)) {
                outcome = next;
                notes.clear();
            }
        }

        /** A reason of what the check has come to; reasons of less are of no use any more. */
        void note(CheckOutcome of, String text) {
            become(of);
            if (of == outcome && notes.size() < MAX_NOTES) {
                notes.add(text);
            }
        }

        void show(Evidence one) {
            if (evidence.size() < MAX_EVIDENCE) {
                evidence.add(one);
            }
        }
    }

    /** A text of a server in a report: of bounded length, without credentials, and without what a terminal would take for a command. */
    private String shown(String text) {
        var masked = RequestHeader.mask(text, secrets);
        var line = CONTROL.matcher(masked).replaceAll("?");
        return line.length() <= MAX_CHARACTERS ? line : line.substring(0, MAX_CHARACTERS) + " …";
    }

    private static int rank(CheckOutcome outcome) {
        return switch (outcome) {
            case SKIPPED -> 0;
            case CANNOT_KNOW -> 1;
            case PASSED -> 2;
            case NOT_SUPPORTED -> 3;
            case FAILED -> 4;
        };
    }

    private Entry entry(Check check) {
        return entries.computeIfAbsent(check.id(), id -> new Entry(check));
    }

    /** From then on no request is sent, so that what is not found is not a failure of the server. */
    void stopWhen(BooleanSupplier over) {
        isOver = over;
    }

    /** One thing was examined and is right. */
    void passed(Check check) {
        var entry = entry(check);
        entry.examined++;
        entry.become(CheckOutcome.PASSED);
    }

    /** One thing was examined and is wrong. */
    void failed(Check check, Evidence evidence) {
        if (isOver.getAsBoolean()) {
            cannotKnow(check, "the check ended before: no further request was sent");
            return;
        }
        var entry = entry(check);
        entry.examined++;
        entry.failures++;
        entry.become(CheckOutcome.FAILED);
        entry.show(evidence.shown(this::shown));
    }

    /** The same, by a condition. */
    void require(boolean isRight, Check check, ProbeResponse response, String expected) {
        if (isRight) {
            passed(check);
        } else {
            failed(check, Evidence.of(response, expected));
        }
    }

    void notSupported(Check check, String note, ProbeResponse response) {
        var entry = entry(check);
        entry.note(CheckOutcome.NOT_SUPPORTED, shown(note + ": " + response.described()));
        entry.show(Evidence.of(response, "support, which is optional").shown(this::shown));
    }

    void cannotKnow(Check check, String why) {
        entry(check).note(CheckOutcome.CANNOT_KNOW, shown(why));
    }

    void skipped(Check check, String why) {
        entry(check).note(CheckOutcome.SKIPPED, why);
    }

    boolean hasFailed(Check check) {
        return entry(check).outcome == CheckOutcome.FAILED;
    }

    List<CheckResult> results() {
        return entries.values().stream()
                .map(entry -> new CheckResult(
                        entry.check,
                        entry.outcome,
                        entry.examined,
                        entry.failures,
                        List.copyOf(entry.notes),
                        entry.evidence))
                .toList();
    }
}
