package org.billwright.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.apache.pdfbox.cos.COSName;
import org.billwright.pdf.font.ShapedText;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementKind;
import org.billwright.statement.StatementParty;

/** The top of the first page: who sends the bill, to whom, and the amount. */
final class Letterhead {
    /** The name of the logo among the resources. */
    static final COSName LOGO = COSName.getPDFName("Logo");

    private static final int BAR = 700;
    private static final int TOP = 3_200;
    private static final int LOGO_HEIGHT = 4_600;
    private static final int LOGO_WIDTH = 17_000;
    private static final int SENDER_WIDTH = 17_500;
    private static final int GAP = 1_400;
    private static final int PADDING = 1_100;
    private static final int HUGE = 2_300;
    private static final int SMALLEST = 600;

    private final Statement statement;
    private final BillTexts texts;
    private final BillPages pages;
    private final Optional<LogoImage> logo;

    Letterhead(Statement statement, BillTexts texts, BillPages pages, Optional<LogoImage> logo) {
        this.statement = statement;
        this.texts = texts;
        this.pages = pages;
        this.logo = logo;
    }

    void draw() {
        pages.page().beginArtifact();
        pages.canvas().fill(Ink.ACCENT, 0, 0, pages.grid().width(), BAR);
        pages.page().end();
        IntSupplier name = this::name;
        IntSupplier sender = this::sender;
        int endOfNames = pages.beside(List.of(name, sender)).stream()
                .mapToInt(IntSupplier::getAsInt)
                .max()
                .orElse(TOP);
        int top = Math.max(PageGrid.WINDOW, endOfNames + GAP);
        pages.moveTo(top);
        receiver();
        int endOfReceiver = pages.y();
        int endOfBox = mainAmount(top);
        pages.moveTo(Math.max(endOfReceiver, endOfBox) + GAP);
    }

    /** The logo, or else the name. Returns its end. */
    private int name() {
        var name = statement.seller().tradingName().orElse(statement.seller().name());
        if (logo.isPresent()) {
            var image = logo.get();
            int height = Math.min(LOGO_HEIGHT, (int) ((long) LOGO_WIDTH * image.height() / image.width()));
            int width = (int) ((long) height * image.width() / image.height());
            var box = pages.canvas().box(PageGrid.MARGIN, TOP, width, height);
            var figure = pages.document().figure(name, box);
            pages.page().begin(figure);
            pages.canvas().image(LOGO, PageGrid.MARGIN, TOP, width, height);
            pages.page().end();
            return TOP + height;
        }
        int width = pages.grid().contentWidth() - SENDER_WIDTH - GAP;
        pages.moveTo(TOP);
        pages.paragraph("P", name, TypeStyle.NAME, PageGrid.MARGIN, width);
        return pages.y();
    }

    private int sender() {
        int x = pages.grid().end() - SENDER_WIDTH;
        pages.moveTo(TOP);
        block(statement.seller(), TypeStyle.SMALL_STRONG, TypeStyle.SMALL, x, SENDER_WIDTH);
        return pages.y();
    }

    private void receiver() {
        block(statement.receiver(), TypeStyle.ADDRESS, TypeStyle.ADDRESS, PageGrid.MARGIN, PageGrid.WINDOW_WIDTH);
    }

    private void block(StatementParty party, TypeStyle ofName, TypeStyle style, int x, int width) {
        var lines = new ArrayList<>(party.lines());
        boolean isSender = !ofName.equals(style);
        if (isSender) {
            party.taxIds().forEach(id -> lines.add(texts.get("taxNumber", id.type(), id.number())));
        }
        var element = pages.document().child("P");
        var of = ofName;
        for (var line : lines) {
            pages.lines(element, pages.breaker().lines(line, of.isBold(), of.size(), width), of, x);
            of = style;
        }
    }

    /** A box with the amount, if it is known. Returns its end. */
    private int mainAmount(int top) {
        int x = PageGrid.MARGIN + PageGrid.WINDOW_WIDTH + GAP;
        int width = pages.grid().end() - x;
        int inner = width - 2 * PADDING;
        var amount = statement.headline().amount().map(texts.format()::money);
        if (amount.isEmpty()) {
            return top;
        }
        var label = new TypeStyle(TypeStyle.BODY.size(), false, Ink.PAPER);
        var parts = new ArrayList<Line>();
        lines(parts, texts.mainLabel(statement), label, inner);
        amount.ifPresent(text -> lines(parts, text, fitting(text, inner), inner));
        note().ifPresent(text -> lines(parts, text, label, inner));
        int height = parts.stream().mapToInt(line -> line.style().leading()).sum() + 2 * PADDING;
        pages.page().beginArtifact();
        pages.canvas().fill(Ink.ACCENT, x, top, width, height);
        pages.page().end();
        pages.moveTo(top + PADDING);
        var element = pages.document().child("P");
        for (var line : parts) {
            pages.lines(element, List.of(line.text()), line.style(), x + PADDING);
        }
        return top + height;
    }

    private record Line(ShapedText text, TypeStyle style) {}

    private void lines(List<Line> parts, String text, TypeStyle style, int width) {
        pages.breaker()
                .lines(text, style.isBold(), style.size(), width)
                .forEach(line -> parts.add(new Line(line, style)));
    }

    /** As large as it fits in one line. */
    private TypeStyle fitting(String text, int width) {
        int wide = pages.breaker().width(text, true, HUGE);
        int size = wide <= width ? HUGE : (int) ((long) HUGE * width / wide);
        return new TypeStyle(Math.max(SMALLEST, size), true, Ink.PAPER);
    }

    private Optional<String> note() {
        if (statement.kind() == StatementKind.CREDIT_NOTE
                || statement.amountDue().isEmpty()) {
            return Optional.empty();
        }
        return statement.isToBePaid()
                ? statement
                        .dueDate()
                        .map(day -> texts.get("dueDate") + ": " + texts.format().day(day))
                : Optional.of(texts.get("nothingToPay"));
    }
}
