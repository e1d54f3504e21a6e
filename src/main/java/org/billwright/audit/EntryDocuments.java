package org.billwright.audit;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.store.Ids;

/**
 * Writes events into entries: one for all requests by one caller with one action on one resource, up to a number of bytes and a
 * time. Each request has its correlation id, its milliseconds after the date of the entry, and what was shown.
 */
final class EntryDocuments {
    /** The maximum length of a document in bytes, as far as a request is not longer itself. */
    static final int MAX_BYTES = 64_000;

    private static final long MAX_SPAN_MILLIS = Duration.ofSeconds(1).toMillis();
    private static final String SUBJECT = "{\"id\":\"\"},";
    private static final char REPLACEMENT = '\uFFFD';

    private final AuditEvent.EntryKey key;
    private final List<AuditEntry> entries = new ArrayList<>();
    private final StringBuilder requests = new StringBuilder();
    private int bytes;
    private Instant date = Instant.EPOCH;

    private EntryDocuments(AuditEvent.EntryKey key) {
        this.key = key;
    }

    /** The entries of events. */
    static List<AuditEntry> of(List<AuditEvent> events) {
        return events.stream()
                .collect(Collectors.groupingBy(AuditEvent::entryKey, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .flatMap(similar -> new EntryDocuments(similar.getKey()).write(similar.getValue()).stream())
                .toList();
    }

    private List<AuditEntry> write(List<AuditEvent> events) {
        // Several threads have queued them.
        events.stream().sorted(Comparator.comparing(AuditEvent::at)).forEach(this::add);
        end();
        return entries;
    }

    private void add(AuditEvent event) {
        int from = 0;
        do {
            int to = lastOfPart(event.subjects(), from);
            addPart(event, event.subjects().subList(from, to));
            from = to;
        } while (from < event.subjects().size());
    }

    /** So many subjects as one entry has space for. */
    private static int lastOfPart(List<String> subjects, int from) {
        int to = from;
        long length = 0;
        while (to < subjects.size() && (to == from || length < MAX_BYTES / 2)) {
            length += SUBJECT.length() + utf8Length(subjects.get(to));
            to++;
        }
        return to;
    }

    private void addPart(AuditEvent event, List<String> subjects) {
        long millis = Duration.between(date, event.at()).toMillis();
        if (!requests.isEmpty() && millis <= MAX_SPAN_MILLIS) {
            var request = request(event, subjects, millis);
            int length = utf8Length(request) + 1;
            if (bytes + length <= MAX_BYTES) {
                requests.append(',').append(request);
                bytes += length;
                return;
            }
        }
        end();
        date = event.at();
        var first = request(event, subjects, 0);
        requests.append(first);
        bytes = utf8Length(first);
    }

    private static String request(AuditEvent event, List<String> subjects, long millis) {
        var request = new StringBuilder(128);
        text(request.append("{\"correlationId\":"), event.correlationId());
        request.append(",\"milliseconds\":").append(millis);
        event.page().ifPresentOrElse(page -> page(request, page), () -> subjects(request, subjects));
        return request.append('}').toString();
    }

    private static void subjects(StringBuilder request, List<String> subjects) {
        request.append(",\"subject\":[");
        for (int i = 0; i < subjects.size(); i++) {
            text(request.append(i == 0 ? "{\"id\":" : ",{\"id\":"), subjects.get(i));
            request.append('}');
        }
        request.append(']');
    }

    private static void page(StringBuilder request, PageShown page) {
        text(request.append(",\"page\":{\"query\":"), page.query());
        text(request.append(",\"first\":"), page.first());
        text(request.append(",\"last\":"), page.last());
        request.append(",\"count\":").append(page.count());
        text(request.append(",\"sha256\":"), page.sha256());
        request.append('}');
    }

    private void end() {
        if (requests.isEmpty()) {
            return;
        }
        var id = Ids.next();
        var caller = storable(key.caller());
        var document = new StringBuilder(requests.length() + 256);
        text(document.append("{\"id\":"), id);
        text(document.append(",\"date\":"), DateTimes.format(date.atOffset(ZoneOffset.UTC)));
        text(document.append(",\"caller\":"), caller);
        text(document.append(",\"action\":"), key.action().code());
        text(document.append(",\"resource\":"), key.resource());
        document.append(",\"request\":[").append(requests).append("]}");
        entries.add(new AuditEntry(
                key.tenant(), id, date, caller, key.action().code(), key.resource(), document.toString()));
        requests.setLength(0);
    }

    private static void text(StringBuilder out, String value) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(storable(value), out);
        out.append('"');
    }

    /** What PostgreSQL cannot hold, such as a NUL in the name of a caller, is replaced: an access is recorded whatever it is called. */
    private static String storable(String text) {
        if (Json.isStorable(text)) {
            return text;
        }
        var replaced = new StringBuilder();
        text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? REPLACEMENT : c)
                .forEach(replaced::appendCodePoint);
        return replaced.toString();
    }

    private static int utf8Length(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return text.toString().getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return text.length();
    }
}
