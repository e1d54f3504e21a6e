package org.billwright.pdf;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.billwright.issuer.IssuerLogo;
import org.billwright.pdf.file.PdfBytes;
import org.billwright.pdf.file.PdfFile;

/**
 * A logo as PDF has images: its samples, compressed, and those of its transparency.
 *
 * @param alpha how opaque each sample is, where not all are
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LogoImage(int width, int height, byte[] samples, String format, Optional<byte[]> alpha) {
    private static final long MAX_PIXELS = 4_000_000;
    private static final int OPAQUE = 255;
    private static final int MAX_KEPT = 50;
    private static final String GRAY = "/ColorSpace/DeviceGray";
    private static final String RGB = "/ColorSpace/DeviceRGB";
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
                var image = reader.read(0);
                return Optional.of(JPEG.equals(logo.mimeType()) ? jpeg(image, bytes) : pixels(image));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // the readers of broken images throw any of these
        }
    }

    /** PDF has the format itself. */
    private static LogoImage jpeg(BufferedImage image, byte[] bytes) {
        boolean isGray = image.getRaster().getNumBands() == 1;
        return new LogoImage(
                image.getWidth(),
                image.getHeight(),
                bytes,
                (isGray ? GRAY : RGB) + "/Filter/DCTDecode",
                Optional.empty());
    }

    private static LogoImage pixels(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        var samples = new PdfBytes(3 * width * height);
        var alpha = new PdfBytes(width * height);
        boolean isOpaque = true;
        for (int y = 0; y < height; y++) {
            for (int argb : image.getRGB(0, y, width, 1, null, 0, width)) {
                samples.octet(argb >> 16).octet(argb >> 8).octet(argb);
                alpha.octet(argb >>> 24);
                isOpaque &= argb >>> 24 == OPAQUE;
            }
        }
        return new LogoImage(
                width,
                height,
                PdfFile.compressed(samples),
                RGB + "/Filter/FlateDecode",
                isOpaque ? Optional.empty() : Optional.of(PdfFile.compressed(alpha)));
    }

    /** Writes it; the number of its object. */
    int write(PdfFile file) {
        int id = file.reserve();
        var size = "/Type/XObject/Subtype/Image/BitsPerComponent 8/Width " + width + "/Height " + height;
        var mask = alpha.map(bytes -> {
            int of = file.reserve();
            file.stream(of, size + GRAY + "/Filter/FlateDecode", bytes, bytes.length);
            return "/SMask " + of + " 0 R";
        });
        file.stream(id, size + format + mask.orElse(""), samples, samples.length);
        return id;
    }
}
