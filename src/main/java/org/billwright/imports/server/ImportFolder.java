package org.billwright.imports.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** The files of imports over HTTP: bodies until they are loaded, and rejected lines, in a folder for each tenant, by the import's id. */
final class ImportFolder {
    private static final String BODY = ".body";
    private static final String REJECTS = ".rejects";
    private static final Pattern TENANT = Pattern.compile("([0-9a-f]{2})*");

    private final Path folder;

    ImportFolder(Path folder) {
        this.folder = folder;
    }

    /** A file of an import. */
    record Entry(String tenant, String id, Path path) {}

    /** Creates the folder, which only this user can read: it holds personal data. */
    void create() {
        try {
            Files.createDirectories(folder);
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of imports cannot be used: " + folder, e);
        }
    }

    /** Moves an uploaded body into the folder of its tenant. */
    Path accept(Path upload, String tenant, String id) {
        try {
            Files.createDirectories(of(tenant));
            return Files.move(upload, of(tenant).resolve(id + BODY), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of the rejected lines of an import. */
    Path rejects(String tenant, String id) {
        return of(tenant).resolve(id + REJECTS);
    }

    private Path of(String tenant) {
        return folder.resolve(HexFormat.of().formatHex(tenant.getBytes(StandardCharsets.UTF_8)));
    }

    /** The bodies of all tenants, the oldest first, for ids are in the order of time. */
    List<Entry> bodies() {
        return entries(BODY);
    }

    /** The files of rejected lines of all tenants. */
    List<Entry> rejects() {
        return entries(REJECTS);
    }

    private List<Entry> entries(String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var entries = new ArrayList<Entry>();
        try (var tenants = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (var tenant : tenants) {
                if (TENANT.matcher(tenant.getFileName().toString()).matches()) {
                    add(entries, tenant, ending);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of imports cannot be read: " + folder, e);
        }
        entries.sort(Comparator.comparing(Entry::id));
        return List.copyOf(entries);
    }

    private static void add(List<Entry> entries, Path folder, String ending) throws IOException {
        var hex = folder.getFileName().toString();
        var tenant = new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
        try (var files = Files.newDirectoryStream(folder, "*" + ending)) {
            for (var file : files) {
                var name = file.getFileName().toString();
                entries.add(new Entry(tenant, name.substring(0, name.length() - ending.length()), file));
            }
        }
    }

    /** The length of a file; 0 where it was deleted meanwhile. */
    static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException gone) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lock of a tenant while one of its bodies is loaded. */
    Path lock(String tenant) {
        return of(tenant).resolve("import.lock");
    }

    /** Deletes a file that was last written before an instant; whether it was. */
    static boolean deleteIfOlder(Path file, Instant then) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(then) && Files.deleteIfExists(file);
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
