package org.billwright.imports.job;

/** Is notified of the progress of an import, after each commit. */
public interface ImportListener {
    /** Ignores everything. */
    ImportListener NONE = new ImportListener() {};

    /** The import is resumed after this line of this source. */
    default void resumed(String source, long line, ImportCounts before) {}

    /** So many more lines are done. */
    default void committed(ImportCounts more) {}

    /** A line was not loaded. */
    default void rejected(String source, long line, String reason) {}

    /** A line was loaded although its amounts do not agree; or, for line 0, the lines of a bill do not add up. */
    default void warned(String source, long line, String text) {}

    /** A billing account does not exist although a line is on it. */
    default void accountMissing(String account) {}

    /** The lines that are done, and how many bytes of the sources, compressed as they are, were read in this run. */
    default void progress(ImportCounts done, long bytesRead) {}
}
