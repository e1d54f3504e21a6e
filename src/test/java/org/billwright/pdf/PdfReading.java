package org.billwright.pdf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.billwright.statement.Statement;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;

/** Reads PDFs by other libraries than the one that writes them. */
final class PdfReading {
    static {
        VeraGreenfieldFoundryProvider.initialise();
    }

    private PdfReading() {}

    /** A piece of text at its place, in points from the upper left corner. */
    record Piece(int page, String text, float left, float right, float top, float bottom) {}

    static byte[] render(Statement statement) {
        return BillPdf.render(statement, Optional.empty()).bytes();
    }

    /** What breaks PDF/A-3A or PDF/UA-1, by veraPDF: clauses and messages. */
    static List<String> faults(byte[] pdf) {
        var faults = new ArrayList<String>();
        for (var flavour : List.of(PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFUA_1)) {
            try (var parser = Foundries.defaultInstance().createParser(new ByteArrayInputStream(pdf), flavour);
                    var validator = Foundries.defaultInstance().createValidator(flavour, false)) {
                var result = validator.validate(parser);
                result.getTestAssertions().stream()
                        .map(fault -> flavour + " " + fault.getRuleId().getClause() + ": " + fault.getMessage())
                        .distinct()
                        .forEach(faults::add);
                if (!result.isCompliant() && faults.isEmpty()) {
                    faults.add(flavour + " is broken");
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return faults;
    }

    static PDDocument open(byte[] pdf) {
        try {
            return Loader.loadPDF(pdf);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of all pages, with each space as a plain one and without marks of direction. */
    static String text(byte[] pdf) {
        try (var document = open(pdf)) {
            return plain(new PDFTextStripper().getText(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String plain(String text) {
        return text.replaceAll("[\\u061C\\u200E\\u200F]", "").replaceAll("[\\s\\u00A0\\u202F]+", " ");
    }

    static int pages(byte[] pdf) {
        try (var document = open(pdf)) {
            return document.getNumberOfPages();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The texts of each line that was drawn, where they are. */
    static List<Piece> pieces(byte[] pdf) {
        var pieces = new ArrayList<Piece>();
        try (var document = open(pdf)) {
            var stripper = new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition of) {
                    pieces.add(new Piece(
                            getCurrentPageNo(),
                            Optional.ofNullable(of.getUnicode()).orElse(""),
                            of.getX(),
                            of.getX() + of.getWidth(),
                            of.getY() - of.getFontSizeInPt() * 0.7f,
                            of.getY()));
                }
            };
            stripper.getText(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pieces;
    }
}
