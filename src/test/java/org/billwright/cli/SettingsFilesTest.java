package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands read the files that a server reads: those of a mounted secret, for example. */
class SettingsFilesTest {
    private static final String LOCATIONS = "smallrye.config.locations";

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        System.clearProperty(LOCATIONS);
        System.clearProperty("billwright.tenant");
    }

    @Test
    void a_command_reads_a_file_of_settings_before_what_the_process_was_given() throws IOException {
        var file = folder.resolve("billwright.properties");
        Files.writeString(file, "billwright.database.password=\\ s\\\\3:cr=t #x!\nbillwright.tenant=of-the-file\n");
        System.setProperty("billwright.tenant", "of-the-process");
        assertThat(DatabaseOptions.settings().tenant()).isEqualTo("of-the-process");

        System.setProperty(LOCATIONS, file.toString());
        assertThat(DatabaseOptions.settings().database().password()).contains(" s\\3:cr=t #x!");
        assertThat(DatabaseOptions.settings().tenant()).isEqualTo("of-the-file");
    }
}
