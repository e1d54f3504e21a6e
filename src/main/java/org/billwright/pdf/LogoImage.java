package org.billwright.pdf;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.billwright.issuer.IssuerLogo;
import org.billwright.pdf.file.EncodedStream;
import org.billwright.pdf.file.PdfFile;

/**
 * A logo as PDF has images.
 *
 * @param alpha how opaque each sample is, where not all are
 */
record LogoImage(int width, int height, EncodedStream samples, Optional<EncodedStream> alpha) {
    private static final long MAX_PIXELS = 4_000_000;
    private static final int MAX_KEPT = 50;
    private static final String JPEG = "image/jpeg";

    /** To read an image takes longer than to write a bill. */
    private static final Cache<IssuerLogo, Optional<LogoImage>> KEPT =
            Caffeine.newBuilder().maximumSize(MAX_KEPT).softValues().build();

    /** The image; empty where it cannot be read, or is larger than any logo. */
    static Optional<LogoImage> of(IssuerLogo logo) {
        return KEPT.get(logo, LogoImage::read);
    }

    private static Optional<LogoImage> read(IssuerLogo logo) {
        var bytes = logo.bytes();
        try (var input = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            var readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            var reader = readers.next();
            try {
                reader.setInput(input, true, true);
                if ((long) reader.getWidth(0) * reader.getHeight(0) > MAX_PIXELS) {
                    return Optional.empty();
                }
                return Optional.of(encoded(reader.read(0), bytes, JPEG.equals(logo.mimeType())));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // the readers of broken images throw any of these
        }
    }

    private static LogoImage encoded(BufferedImage image, byte[] bytes, boolean isJpeg) throws IOException {
        try (var document = new PDDocument()) {
            return of(
                    isJpeg
                            ? JPEGFactory.createFromByteArray(document, bytes)
                            : LosslessFactory.createFromImage(document, rgb(image)));
        }
    }

    /** In the colours of the document, without a profile of its own. */
    private static BufferedImage rgb(BufferedImage image) {
        int type = image.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        var rgb = new BufferedImage(image.getWidth(), image.getHeight(), type);
        var graphics = rgb.createGraphics();
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        return rgb;
    }

    private static LogoImage of(PDImageXObject image) {
        var alpha = Optional.<COSStream>ofNullable(image.getCOSObject().getCOSStream(COSName.SMASK));
        image.getCOSObject().removeItem(COSName.SMASK);
        return new LogoImage(
                image.getWidth(),
                image.getHeight(),
                EncodedStream.of(image.getCOSObject()),
                alpha.map(EncodedStream::of));
    }

    /** An object of a file. */
    PDImageXObject in(PdfFile file) {
        var image = samples.in(file);
        alpha.ifPresent(mask -> image.setItem(COSName.SMASK, mask.in(file)));
        try {
            return new PDImageXObject(new PDStream(image), file.resources());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
