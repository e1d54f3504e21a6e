package org.billwright.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.billwright.store.Database;

/** Compares the seals of a trail with those that a log or an anchor file has: what was cut off or made again shows. */
public final class AnchorCheck {
    private static final int STEP = 500;

    private AnchorCheck() {}

    /**
     * What was found.
     *
     * @param damage the first seal of a file that the trail does not have; empty where it has all
     * @param last the number of the last seal in the files; 0 where they have none of the tenant
     */
    public record Finding(Optional<String> damage, long last) {}

    /** Compares the trail with the seals in all of these files. Files without a seal of the tenant prove nothing, which is damage too. */
    public static Finding check(Database database, String tenant, List<Path> files) throws IOException {
        long last = 0;
        for (var file : files) {
            var finding = check(database, tenant, file);
            if (finding.damage().isPresent()) {
                return finding;
            }
            last = Math.max(last, finding.last());
        }
        return new Finding(
                last > 0
                        ? Optional.empty()
                        : Optional.of(files.stream().map(Path::toString).collect(Collectors.joining(", "))
                                + " has no seal of the tenant " + tenant),
                last);
    }

    private static Finding check(Database database, String tenant, Path file) throws IOException {
        long last = 0;
        try (var stream = Files.newInputStream(file);
                var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            var step = next(lines, tenant);
            while (!step.isEmpty()) {
                var damage = damage(database, tenant, step);
                if (damage.isPresent()) {
                    return new Finding(damage, last);
                }
                last = Math.max(
                        last, step.stream().mapToLong(SealLine::no).max().orElseThrow());
                step = next(lines, tenant);
            }
        }
        return new Finding(Optional.empty(), last);
    }

    private static List<SealLine> next(BufferedReader lines, String tenant) throws IOException {
        var found = new ArrayList<SealLine>();
        while (found.size() < STEP) {
            var line = lines.readLine();
            if (line == null) {
                break;
            }
            SealLine.find(line).filter(seal -> seal.tenant().equals(tenant)).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<String> damage(Database database, String tenant, List<SealLine> expected) {
        var numbers = expected.stream().map(SealLine::no).distinct().toList();
        var stored = database.inTransaction(tenant, tx -> SealStore.withNumbers(tx, numbers)).stream()
                .collect(Collectors.toMap(Seal::no, Function.identity()));
        for (var line : expected) {
            var seal = Optional.ofNullable(stored.get(line.no()));
            if (seal.isEmpty()) {
                return Optional.of("seal " + line.no() + ", which was noted elsewhere, is missing");
            }
            if (!seal.get().hash().equals(line.hash()) || seal.get().entries() != line.entries()) {
                return Optional.of("seal " + line.no() + " is another one than was noted elsewhere");
            }
        }
        return Optional.empty();
    }
}
