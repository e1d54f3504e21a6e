package org.billwright.imports.job;

/** Is told how an import goes, as it is committed. */
public interface ImportListener {
    /** Tells nobody. */
    ImportListener NOBODY = new ImportListener() {};

    /** It goes on where it was broken off, behind this line of this source. */
    default void resumed(String source, long line, ImportCounts before) {}

    /** A line was not loaded. */
    default void refused(String source, long line, String reason) {}

    /** A line was loaded although its amounts do not agree; or, of no line, a bill's lines do not add up. */
    default void warned(String source, long line, String text) {}

    /** So much is done, and so many bytes of the sources, as they are packed, were read in this run. */
    default void progress(ImportCounts done, long bytesRead) {}
}
