package org.billwright.imports.job;

/** Thrown where an import was cancelled while it was running. */
public final class ImportCancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ImportCancelled() {
        super("the import was cancelled", null, false, false);
    }
}
