/** Imports over HTTP: uploads, their queue, and the erasure of a person's data in them. */
@NullMarked
package org.billwright.imports.server;

import org.jspecify.annotations.NullMarked;
