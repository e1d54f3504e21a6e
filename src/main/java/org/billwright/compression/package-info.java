/** The compressions of files and of HTTP bodies. */
@NullMarked
package org.billwright.compression;

import org.jspecify.annotations.NullMarked;
