package org.billwright.console.page;

/** Some pages of the console that belong together. */
public interface Screen {
    /** Adds its pages. */
    void addTo(ConsoleRoutes routes);
}
