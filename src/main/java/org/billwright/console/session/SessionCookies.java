package org.billwright.console.session;

import java.time.Duration;
import org.billwright.http.ApiRequest;

/** The cookies of the console. Scripts cannot read them, and other sites cannot have them sent with their forms. */
public final class SessionCookies {
    private SessionCookies() {}

    /** A cookie that is kept for this time; none for as long as the browser runs. */
    public static String of(ApiRequest request, String name, String value, Duration kept) {
        return name + "=" + value + "; Path=/console; HttpOnly; SameSite=Lax"
                + (request.isSecure() ? "; Secure" : "")
                + (kept.isZero() ? "" : "; Max-Age=" + kept.toSeconds());
    }

    /** The removal of a cookie. */
    public static String removal(ApiRequest request, String name) {
        return name + "=; Path=/console; HttpOnly; SameSite=Lax; Max-Age=0" + (request.isSecure() ? "; Secure" : "");
    }
}
