package org.billwright.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The archive and the image of a release start where there is neither a JDK nor Maven: in root file systems that have nothing but them, and,
 * for the archive, a bare Debian.
 */
@EnabledIfSystemProperty(
        named = "billwright.release",
        matches = ".+",
        disabledReason = "the archive is made by mvn -Prelease verify")
class ReleaseIT {
    private static final String NAME =
            Path.of(System.getProperty("billwright.archive", "")).getFileName().toString();
    private static final Path TAR = Path.of(System.getProperty("billwright.archive") + ".tar.gz");
    private static final Path ZIP = Path.of(System.getProperty("billwright.archive") + ".zip");
    private static final Path IMAGE = Path.of(System.getProperty("billwright.image", ""));
    private static final String API = "/tmf-api/customerBillManagement/v4/";
    private static final String BILL = "77645H00004961";
    private static final int EXECUTABLE = 0755;
    private static final int ENDED_BY_SIGTERM = 143;

    @Test
    void the_archive_has_all_parts_at_one_time_of_one_owner() throws IOException {
        var entries = tarEntries();

        assertThat(entries.keySet())
                .contains(
                        NAME + "/bin/billwright",
                        NAME + "/lib/billwright.jar",
                        NAME + "/runtime/bin/java",
                        NAME + "/docs/install.md",
                        NAME + "/README.md",
                        NAME + "/CHANGELOG.md",
                        NAME + "/LICENSE",
                        NAME + "/NOTICE",
                        NAME + "/sbom.json",
                        NAME + "/systemd/billwright.service");
        assertThat(entries.values()).allSatisfy(entry -> {
            assertThat(entry.getLastModifiedTime().toInstant())
                    .isEqualTo(Instant.parse(System.getProperty("billwright.timestamp")));
            assertThat(entry.getLongUserId()).isZero();
            assertThat(entry.getUserName()).isIn("root", "");
        });
        for (var executable : List.of("bin/billwright", "runtime/bin/java", "runtime/lib/jspawnhelper")) {
            assertThat(entries.get(NAME + "/" + executable).getMode() & 0777).isEqualTo(EXECUTABLE);
        }
        assertThat(new ArrayList<>(entries.keySet())).isEqualTo(zipEntries());
    }

    private static SortedMap<String, TarArchiveEntry> tarEntries() throws IOException {
        var entries = new TreeMap<String, TarArchiveEntry>();
        try (var tar = new TarArchiveInputStream(new GzipCompressorInputStream(Files.newInputStream(TAR)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!entry.isDirectory()) {
                    entries.put(entry.getName(), entry);
                }
            }
        }
        return entries;
    }

    private static List<String> zipEntries() throws IOException {
        try (var zip = ZipFile.builder().setPath(ZIP).get()) {
            var names = new ArrayList<String>();
            zip.getEntries().asIterator().forEachRemaining(entry -> {
                if (!entry.isDirectory()) {
                    names.add(entry.getName());
                }
            });
            return names.stream().sorted().toList();
        }
    }

    @Test
    void the_demo_serves_on_a_bare_debian() throws Exception {
        assumeTrue(RootProcess.arePossible(), "another root file system needs the user root");
        var root = Path.of("target/bare-debian").toAbsolutePath();
        if (!Files.isDirectory(root)) {
            RootProcess.run("src/release/bare-root.sh", root.toString());
        }
        RootProcess.run("sh", "-c", "rm -rf " + root + "/opt/* " + root + "/var/tmp/*; mkdir -p " + root + "/opt");
        RootProcess.run("tar", "-xzf", TAR.toString(), "-C", root.resolve("opt").toString());
        RootProcess.run(
                "ln",
                "-sf",
                "../../../opt/" + NAME + "/bin/billwright",
                root.resolve("usr/local/bin/billwright").toString());
        assertThat(root.resolve("usr/bin/java")).doesNotExist();
        assertThat(root.resolve("usr/bin/mvn")).doesNotExist();

        var port = RootProcess.freePort();
        var demo = RootProcess.start(
                root, Map.of(), List.of("billwright", "demo", "--port", "" + port, "--data", "/var/tmp/data"));
        try {
            RootProcess.awaitReady(root, demo, port);
            assertThat(bill(port).path("billNo").asText()).isEqualTo(BILL);
            var pdf = Api.get("http://localhost:" + port + API + "customerBill/" + BILL + "/billDocument/bill.pdf");
            assertThat(pdf.status()).as(pdf.text()).isEqualTo(200);
            assertThat(pdf.text()).startsWith("%PDF");
            var export = RootProcess.start(
                    root,
                    Map.of(),
                    List.of("billwright", "export", "--data", "/var/tmp/data", "--to", "/var/tmp/export", "--zstd"));
            assertThat(export.waitFor()).isZero();
            assertThat(root.resolve("var/tmp/export")).isNotEmptyDirectory();
        } finally {
            stop(demo);
        }
    }

    private static JsonNode bill(int port) {
        var response = Api.get("http://localhost:" + port + API + "customerBill/" + BILL);
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return response.json();
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(2, TimeUnit.MINUTES))
                .as("ends after SIGTERM")
                .isTrue();
        assertThat(process.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
    }

    @Test
    void the_image_serves_with_a_root_that_cannot_be_written() throws Exception {
        assumeTrue(RootProcess.arePossible(), "another root file system needs the user root");
        var root = Path.of("target/image-root").toAbsolutePath();
        var config = unpackImage(root).path("config");
        assertThat(config.path("User").asText()).isEqualTo("65532:65532");
        assertThat(config.path("Labels")
                        .path("org.opencontainers.image.licenses")
                        .asText())
                .isEqualTo("Apache-2.0");
        assertThat(config.path("Volumes").has("/tmp")).isTrue();
        assertThat(root.resolve("bin/sh")).doesNotExist();

        var command = new ArrayList<>(List.of("--read-only"));
        command.addAll(words(config.path("Entrypoint")));
        assertThat(words(config.path("Cmd"))).isEqualTo(List.of("serve"));
        var port = RootProcess.freePort();
        command.addAll(List.of("serve", "--port", "" + port));
        try (var database = Store.freshDemo("release_image")) {
            assertThat(database).isNotNull();
            var environment = environment(config);
            environment.putAll(Map.of(
                    "BILLWRIGHT_DATABASE_URL",
                    Store.config("release_image").url(),
                    "BILLWRIGHT_DATABASE_USERNAME",
                    Store.config("release_image").username(),
                    "BILLWRIGHT_TENANT",
                    Store.TENANT,
                    "BILLWRIGHT_AUTH_OPEN",
                    "true",
                    "QUARKUS_HTTP_HOST",
                    "127.0.0.1"));
            command.addAll(List.of("--host", "127.0.0.1"));
            var server = RootProcess.start(root, environment, command);
            try {
                RootProcess.awaitReady(root, server, port);
                assertThat(bill(port).path("id").asText()).isEqualTo(BILL);
            } finally {
                stop(server);
            }
        }
    }

    /** Unpacks the layers in their order, and returns the configuration. */
    private static JsonNode unpackImage(Path root) throws IOException, InterruptedException {
        var parts = root.resolveSibling("image-parts");
        RootProcess.run("rm", "-rf", root.toString(), parts.toString());
        Files.createDirectories(root);
        Files.createDirectories(parts);
        RootProcess.run("tar", "-xf", IMAGE.toString(), "-C", parts.toString());
        var manifest =
                Api.JSON.readTree(parts.resolve("manifest.json").toFile()).path(0);
        for (var layer : words(manifest.path("Layers"))) {
            RootProcess.run("tar", "-xzpf", parts.resolve(layer).toString(), "-C", root.toString());
        }
        assertThat(Files.getPosixFilePermissions(root.resolve("opt/billwright/runtime/bin/java")))
                .contains(PosixFilePermission.OTHERS_EXECUTE);
        return Api.JSON.readTree(parts.resolve(manifest.path("Config").asText()).toFile());
    }

    private static List<String> words(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Map<String, String> environment(JsonNode config) {
        var environment = new HashMap<String, String>();
        for (var variable : words(config.path("Env"))) {
            int equals = variable.indexOf('=');
            environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return environment;
    }
}
