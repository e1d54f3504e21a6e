package org.billwright.imports.job;

import org.billwright.format.DocumentType;
import org.billwright.imports.check.InputRecord;

/**
 * A line whose bill or billing account is not in the database yet.
 *
 * @param document as it would be stored; a PDF document is without its content, which the line has
 */
record DeferredLine(InputRecord line, DocumentType kind, String document) {}
