package org.billwright.console.page;

import io.quarkus.qute.TemplateData;
import java.util.List;

/**
 * The frame of all pages, as a template shows it: head, menu, who is signed in.
 *
 * @param language the tag of the language
 * @param theme {@code light}, {@code dark} or {@code auto}
 * @param formToken the token that every form sends
 * @param formId the id of an action's form, which counts once
 * @param endToken the token of the form that ends the session
 * @param person who is signed in, or empty
 * @param tenants to choose from, where there are several
 * @param message what was done before this page, or empty
 * @param notice that nobody needs to sign in here, or empty
 * @param zone the time zone of times
 * @param here the URL of this page
 */
@TemplateData
public record Frame(
        String language,
        String theme,
        String formToken,
        String formId,
        String endToken,
        String person,
        String tenant,
        List<String> tenants,
        List<Group> menu,
        String message,
        String notice,
        String zone,
        String here,
        boolean isSignedIn) {
    /** A group of links. */
    @TemplateData
    public record Group(String label, List<Entry> entries) {}

    /** A link of the menu. */
    @TemplateData
    public record Entry(String label, String href, boolean isCurrent) {}
}
