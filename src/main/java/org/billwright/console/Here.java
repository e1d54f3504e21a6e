package org.billwright.console;

import java.util.regex.Pattern;

/** The page that a person comes back to. It is one of the console: nobody is sent elsewhere by a link to it. */
final class Here {
    private static final Pattern PAGE =
            Pattern.compile("/console(/[A-Za-z0-9._~%!$&'()*+,;=:@-]+)*/?(\\?[\\x21-\\x7E]*)?");

    /** A way out of the console, or to what signs in or out. */
    private static final Pattern NO_PAGE = Pattern.compile("/\\.\\.?(/|\\?|$)|^/console/sign(In|Out)|%2[eE]|\\\\");

    private Here() {}

    /** This page, or the first one where it is none of the console. */
    static String of(String page) {
        return PAGE.matcher(page).matches() && !NO_PAGE.matcher(page).find() ? page : Console.PATH;
    }
}
