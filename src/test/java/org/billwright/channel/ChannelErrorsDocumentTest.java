package org.billwright.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.billwright.house.DocumentTable;
import org.billwright.house.SampleRecords;
import org.billwright.json.Json;
import org.junit.jupiter.api.Test;

/** Holds the channel's table in docs/errors.md against the cases of {@link ChannelError}. */
class ChannelErrorsDocumentTest {
    @Test
    void the_page_has_every_message_with_its_status_and_no_other() {
        var documented = new TreeSet<String>();
        for (var row : DocumentTable.rows(DocumentTable.section("docs/errors.md", "## The channel API dxp-ux"))) {
            documented.add(row.get(1) + " " + DocumentTable.code(row.get(0)));
        }
        var known = new TreeSet<String>();
        for (var error : SampleRecords.of(ChannelError.class)) {
            var response = ErrorEnvelope.response(error);
            var body = Json.read(response.body().getBytes());
            known.add(response.status() + " " + body.at("/errors/0/message").textValue());
        }
        assertThat(documented).isEqualTo(known);
    }
}
