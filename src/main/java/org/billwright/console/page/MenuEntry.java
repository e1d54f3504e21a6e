package org.billwright.console.page;

import java.util.function.Function;

/**
 * A link of the menu. It is shown to whoever may read the list behind it.
 *
 * @param group the key of its group's label
 * @param text the key of its label
 * @param page below {@code /console/}
 * @param target of the operation behind it
 */
public record MenuEntry(String group, String text, String page, Function<ConsoleRequest, String> target) {}
