package org.billwright.imports.job;

/**
 * The position of an import: all lines up to it are done.
 *
 * @param source the index of the source, from 0
 * @param line the last line of the source that was read; 0 before the first
 */
record ImportPosition(int source, long line) {}
