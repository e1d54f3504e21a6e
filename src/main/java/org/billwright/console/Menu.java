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
            new MenuEntry("menu.billing", "menu.accounts", "accounts", request -> operator("billingAccount")),
            new MenuEntry("menu.billing", "menu.onDemand", "onDemand", request -> request.tmf("customerBillOnDemand")),
            new MenuEntry("menu.money", "menu.payments", "payments", request -> operator("payment")),
            new MenuEntry("menu.money", "menu.suspense", "suspense", request -> operator("payment")),
            new MenuEntry("menu.money", "menu.refunds", "refunds", request -> operator("refund")),
            new MenuEntry("menu.money", "menu.disputes", "disputes", request -> operator("dispute")),
            new MenuEntry("menu.money", "menu.creditNotes", "creditNotes", request -> operator("creditNote")),
            new MenuEntry("menu.money", "menu.collection", "collection", request -> operator("overdueBill")),
            new MenuEntry("menu.data", "menu.imports", "imports", request -> operator("import")),
            new MenuEntry("menu.data", "menu.mappings", "mappings", request -> operator("csvMapping")),
            new MenuEntry("menu.data", "menu.exports", "exports", request -> operator("export")),
            new MenuEntry("menu.data", "menu.hubs", "hubs", request -> request.tmf("hub")),
            new MenuEntry("menu.data", "menu.deliveries", "deliveries", request -> operator("eventDelivery")),
            new MenuEntry("menu.administration", "menu.taxRules", "taxRules", request -> operator("taxRule")),
            new MenuEntry("menu.administration", "menu.issuer", "issuer", request -> operator("issuer")),
            new MenuEntry("menu.administration", "menu.clients", "clients", request -> operator("machineClient")),
            new MenuEntry("menu.administration", "menu.audit", "audit", request -> operator("auditEntry")));

    /** The menu of a customer. */
    static final List<MenuEntry> SELF_CARE =
            List.of(new MenuEntry("my.group", "my.bills", "my", request -> request.tmf("customerBill")));

    private Menu() {}
}
