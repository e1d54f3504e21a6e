package org.billwright.audit;

import java.util.Optional;
import java.util.regex.Pattern;

/** A seal as a line of the log or of an anchor file has it: what must be found in the trail later. */
record SealLine(String tenant, long no, int entries, String hash) {
    private static final Pattern LINE = Pattern.compile(
            "audit trail of (.+?): seal (\\d{1,18}) over (\\d{1,9}) entries(?: up to number \\d+)? is ([0-9a-f]{64})");

    /** The text of a seal. */
    static String text(String tenant, Seal seal) {
        return "audit trail of " + tenant + ": seal " + seal.no() + " over " + seal.entries() + " entries up to number "
                + seal.lastSeq() + " is " + seal.hash();
    }

    /** The seal that a line has, anywhere in it. */
    static Optional<SealLine> find(String line) {
        var found = LINE.matcher(line);
        return found.find()
                ? Optional.of(new SealLine(
                        found.group(1),
                        Long.parseLong(found.group(2)),
                        Integer.parseInt(found.group(3)),
                        found.group(4)))
                : Optional.empty();
    }
}
