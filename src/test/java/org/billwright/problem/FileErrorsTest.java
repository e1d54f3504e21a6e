package org.billwright.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FileErrorsTest {
    /** Linux has a file whose disk is always full. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void a_full_disk_is_recognized() throws IOException {
        try (var out = new FileOutputStream("/dev/full")) {
            out.write(1);
            throw new AssertionError("it was written");
        } catch (IOException full) {
            assertThat(FileErrors.isDiskFull(full)).isTrue();
            assertThat(FileErrors.isDiskFull(new IllegalStateException(new UncheckedIOException(full))))
                    .isTrue();
        }
        assertThat(FileErrors.isDiskFull(new IOException("Connection reset"))).isFalse();
        assertThat(FileErrors.isDiskFull(new IllegalStateException())).isFalse();
    }
}
