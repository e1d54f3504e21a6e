package org.billwright.pdf.file;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.OperatorName;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdfwriter.ContentStreamWriter;

/** A stream of operators that draw on a page (ISO 32000-1, 8.2). Lengths are hundredths of a point (1/72 inch). */
public final class PageContent implements AutoCloseable {
    private static final int HUNDRED = 100;
    private static final Operator BEGIN = Operator.getOperator(OperatorName.BEGIN_MARKED_CONTENT);
    private static final Operator BEGIN_WITH = Operator.getOperator(OperatorName.BEGIN_MARKED_CONTENT_SEQ);
    private static final Operator END = Operator.getOperator(OperatorName.END_MARKED_CONTENT);
    private static final Operator COLOR = Operator.getOperator(OperatorName.NON_STROKING_RGB);
    private static final Operator RECTANGLE = Operator.getOperator(OperatorName.APPEND_RECT);
    private static final Operator FILL = Operator.getOperator(OperatorName.FILL_NON_ZERO);
    private static final Operator SAVE = Operator.getOperator(OperatorName.SAVE);
    private static final Operator RESTORE = Operator.getOperator(OperatorName.RESTORE);
    private static final Operator MATRIX = Operator.getOperator(OperatorName.CONCAT);
    private static final Operator DRAW = Operator.getOperator(OperatorName.DRAW_OBJECT);
    private static final Operator BEGIN_TEXT = Operator.getOperator(OperatorName.BEGIN_TEXT);
    private static final Operator END_TEXT = Operator.getOperator(OperatorName.END_TEXT);
    private static final Operator MOVE = Operator.getOperator(OperatorName.MOVE_TEXT);
    private static final Operator FONT = Operator.getOperator(OperatorName.SET_FONT_AND_SIZE);
    private static final Operator SHOW = Operator.getOperator(OperatorName.SHOW_TEXT);
    private static final COSName SPAN = COSName.getPDFName("Span");

    private final COSStream stream;
    private final OutputStream out;
    private final ContentStreamWriter writer;

    PageContent(COSStream stream) {
        this.stream = stream;
        try {
            this.out = stream.createOutputStream(COSName.FLATE_DECODE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.writer = new ContentStreamWriter(out);
    }

    static float points(int hundredths) {
        return hundredths / (float) HUNDRED;
    }

    private static COSBase number(int hundredths) {
        return hundredths % HUNDRED == 0 ? COSInteger.get(hundredths / HUNDRED) : new COSFloat(points(hundredths));
    }

    COSStream stream() {
        return stream;
    }

    private void write(Operator operator, COSBase... operands) {
        try {
            for (var operand : operands) {
                writer.writeToken(operand);
            }
            writer.writeToken(operator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins content with a tag. */
    void begin(COSName tag) {
        write(BEGIN, tag);
    }

    /** Begins content with a tag and properties. */
    void begin(COSName tag, COSDictionary properties) {
        write(BEGIN_WITH, tag, properties);
    }

    /** Begins content of the structure, with its number on the page. */
    void begin(COSName tag, int markedContent) {
        var properties = new COSDictionary();
        properties.setInt(COSName.MCID, markedContent);
        begin(tag, properties);
    }

    /** Begins content that is read as this text. */
    public void beginSpan(String actualText) {
        var properties = new COSDictionary();
        properties.setString(COSName.ACTUAL_TEXT, actualText);
        begin(SPAN, properties);
    }

    /** Ends what was begun last. */
    public void end() {
        write(END);
    }

    /** The colour of what follows, each part from 0 to 100. */
    public void color(int red, int green, int blue) {
        write(COLOR, number(red), number(green), number(blue));
    }

    /** Adds a rectangle to the path. */
    public void rectangle(int x, int y, int width, int height) {
        write(RECTANGLE, number(x), number(y), number(width), number(height));
    }

    /** Fills the path. */
    public void fill() {
        write(FILL);
    }

    /** Draws an image of the resources. */
    public void image(COSName name, int x, int y, int width, int height) {
        write(SAVE);
        write(MATRIX, number(width), COSInteger.ZERO, COSInteger.ZERO, number(height), number(x), number(y));
        write(DRAW, name);
        write(RESTORE);
    }

    /** Begins a text at a place. */
    public void beginText(int x, int y) {
        write(BEGIN_TEXT);
        write(MOVE, number(x), number(y));
    }

    /** The font of what follows. */
    public void font(COSName name, int size) {
        write(FONT, name, number(size));
    }

    /** Shows glyphs, by their codes in the font. */
    public void show(byte[] codes) {
        write(SHOW, new COSString(codes));
    }

    /** Ends a text. */
    public void endText() {
        write(END_TEXT);
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
