package org.billwright.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.billwright.account.Account;
import org.billwright.format.DocumentType;
import org.billwright.imports.check.CheckMode;
import org.billwright.imports.check.DocumentValidator;
import org.billwright.imports.check.DocumentValidator.ValidatedDocument;
import org.billwright.problem.ProblemException;

/** Accounts that do not come from an import, validated and completed as an import does it. */
public final class AccountDocuments {
    private AccountDocuments() {}

    /** The account of a document, which is modified. What an import would reject is a {@link ProblemException}. */
    public static Account read(ObjectNode document) {
        ProblemException.unless(
                !document.has("@type") || DocumentType.of(document).equals(Optional.of(DocumentType.ACCOUNT)),
                "@type",
                "must be " + DocumentType.ACCOUNT.type());
        var validated = new DocumentValidator(Optional.empty(), CheckMode.OFF, Optional.empty())
                .of(DocumentType.ACCOUNT, document, warning -> {});
        if (validated instanceof ValidatedDocument.AnAccount(var account, var fingerprint)) {
            return account;
        }
        throw new IllegalStateException("not an account: " + validated);
    }
}
