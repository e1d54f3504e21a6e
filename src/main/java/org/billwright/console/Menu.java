package org.billwright.console;

import static org.billwright.console.page.ConsoleRequest.operator;

import java.util.List;
import org.billwright.console.page.MenuEntry;

/** The menu of the console. */
final class Menu {
    static final List<MenuEntry> ENTRIES = List.of(
            new MenuEntry("menu.billing", "menu.home", "", request -> request.tmf("customerBill")),
            new MenuEntry("menu.billing", "menu.runs", "runs", request -> operator("billRun")),
            new MenuEntry("menu.billing", "menu.cases", "cases", request -> operator("billingCase")),
            new MenuEntry("menu.billing", "menu.billingRules", "billingRules", request -> operator("billingRule")),
            new MenuEntry("menu.billing", "menu.bills", "bills", request -> request.tmf("customerBill")),
            new MenuEntry("menu.billing", "menu.accounts", "accounts", request -> operator("billingAccount")));

    /** The menu of a customer. */
    static final List<MenuEntry> SELF_CARE =
            List.of(new MenuEntry("my.group", "my.bills", "my", request -> request.tmf("customerBill")));

    private Menu() {}
}
