package org.billwright.imports.job;

/**
 * How far an import has come: the lines before are in.
 *
 * @param source which of the sources, from 0
 * @param line of it, the last that was read; 0 before the first
 */
record ImportPosition(int source, long line) {}
