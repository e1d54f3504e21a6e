package org.billwright.pdf;

/** A PDF file, and how many pages it has. */
public final class RenderedPdf {
    private final byte[] bytes;
    private final int pages;

    RenderedPdf(byte[] bytes, int pages) {
        this.bytes = bytes;
        this.pages = pages;
    }

    /** The bytes of the file, which are not copied. */
    public byte[] bytes() {
        return bytes;
    }

    /** The number of its pages. */
    public int pages() {
        return pages;
    }
}
