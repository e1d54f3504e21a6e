package org.billwright.imports.job;

/**
 * The state of an import, as it was committed last.
 *
 * @param rejectsBytes the length of the rejects file
 */
record ImportJob(String id, ImportPosition position, ImportCounts counts, long rejectsBytes) {}
