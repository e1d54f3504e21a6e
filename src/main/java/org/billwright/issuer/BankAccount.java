package org.billwright.issuer;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.problem.ProblemException;

/**
 * An account that bills are paid to.
 *
 * @param iban ISO 13616, without spaces
 * @param bic ISO 9362, 8 or 11 characters
 */
public record BankAccount(String iban, Optional<String> bic, Optional<String> bankName, Optional<String> holder) {
    private static final Pattern IBAN = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}");
    private static final Pattern BIC = Pattern.compile("[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?");
    private static final int CHECKED_FIRST = 4;
    private static final int BASE = 36;
    private static final BigInteger MODULUS = BigInteger.valueOf(97);

    /**
     * Rejects an IBAN whose check digits are wrong, and a BIC that cannot be one.
     *
     * @param path of the bank account, for the error
     */
    static BankAccount of(
            String path, String iban, Optional<String> bic, Optional<String> bankName, Optional<String> holder) {
        var compact = iban.replace(" ", "");
        ProblemException.unless(
                IBAN.matcher(compact).matches() && hasCheckDigits(compact),
                path + ".iban",
                "must be an IBAN (ISO 13616); its check digits do not fit");
        ProblemException.unless(
                bic.filter(code -> !BIC.matcher(code).matches()).isEmpty(),
                path + ".bic",
                "must be a BIC (ISO 9362): 8 or 11 capitals and digits");
        return new BankAccount(compact, bic, bankName, holder);
    }

    /** ISO 13616: with the first four characters at the end and letters as numbers from 10, the number is 1 modulo 97. */
    private static boolean hasCheckDigits(String iban) {
        var digits = new StringBuilder();
        (iban.substring(CHECKED_FIRST) + iban.substring(0, CHECKED_FIRST))
                .chars()
                .forEach(c -> digits.append(Character.digit(c, BASE)));
        return new BigInteger(digits.toString()).mod(MODULUS).equals(BigInteger.ONE);
    }
}
