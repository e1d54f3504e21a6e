package org.billwright.statement;

import java.util.Optional;
import org.billwright.issuer.IssuerLogo;
import org.billwright.issuer.PaperSize;

/**
 * How the issuer's bills look.
 *
 * @param color as {@code #1f5f8b}, dark enough to be read on white
 */
public record StatementStyle(String color, PaperSize paper, Optional<IssuerLogo> logo) {
    /** The colour of an issuer that has none. */
    static final String DEFAULT_COLOR = "#1f5f8b";
}
