import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.billwright.pdf.BillPdf;
import org.billwright.proof.explanation.LineKind;
import org.billwright.statement.SampleStatements;
import org.billwright.statement.Statement;

/** Renders bills of 60 lines in one thread: PDFs of a round, rounds, PDFs in all. Prints the PDFs a second of each round, and the heap at the end. */
final class Pdfs {
    private static final int LINES = 60;

    public static void main(String[] arguments) {
        int ofRound = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        int all = Integer.parseInt(arguments[2]);
        var statements = new Statement[100];
        for (int i = 0; i < statements.length; i++) {
            statements[i] = statement(i);
        }
        long bytes = 0;
        int made = 0;
        for (int round = 1; round <= rounds; round++) {
            long began = System.nanoTime();
            long cpu = cpu();
            for (int i = 0; i < ofRound; i++) {
                bytes += render(statements[made++ % statements.length]);
            }
            System.out.printf(
                    "round %d: %.1f PDFs/s, %.2f ms of CPU time each%n",
                    round, ofRound * 1e9 / (System.nanoTime() - began), (cpu() - cpu) / 1e6 / ofRound);
        }
        while (made < all) {
            bytes += render(statements[made++ % statements.length]);
        }
        System.gc();
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        System.out.printf("%d PDFs, %d bytes each; heap after them: %.1f MB%n", made, bytes / made, heap / 1e6);
    }

    /** Of all threads: compilers and the collector, too. */
    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static int render(Statement statement) {
        return BillPdf.render(statement, Optional.empty()).bytes().length;
    }

    private static Statement statement(int number) {
        var bill = SampleStatements.bill()
                .number("B-2026-%06d".formatted(number))
                .receiver("María Rivera Ortiz " + number)
                .history("80.10", "85.00", "79.99", "92.30", "88.10", "95.20", "90.00", "84.45", "101.00", "99.10", "95.20", "97.25")
                .changes("International calls to Mexico: 12 more minutes", "2.05")
                .url("https://pay.caribe.example/bills/" + number)
                .instruction("Please pay by the due date, online or at any of our shops.")
                .footer("Caribe Telecom, Inc. · Customer service 787-555-0100 · www.caribe.example");
        for (int line = 0; line < LINES; line++) {
            boolean isUsage = line >= 12;
            bill.line(
                    isUsage ? LineKind.USAGE : LineKind.RECURRING,
                    Optional.empty(),
                    isUsage ? "International call to Mexico, +52 55 5555 %04d".formatted(line * 37 + number) : "Plan of line " + line,
                    "%d.%02d".formatted(1 + line % 9, (line * 13 + number) % 100),
                    true);
        }
        return bill.statement();
    }
}
