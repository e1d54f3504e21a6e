package org.billwright.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.billwright.json.Json;

/** The sender of the demo's bills. */
public final class IssuerExample {
    private IssuerExample() {}

    /** Its document, as it is imported. */
    public static ObjectNode document() {
        var issuer = Json.object()
                .put("@type", "Issuer")
                .put("legalName", "Isla Telecom, Inc.")
                .put("tradingName", "Isla Telecom");
        issuer.putObject("postalAddress")
                .put("street1", "Calle Fortaleza 1")
                .put("city", "San Juan")
                .put("stateOrProvince", "PR")
                .put("postCode", "00901")
                .put("country", "PR");
        issuer.putArray("organizationIdentification")
                .addObject()
                .put("identificationType", "EIN")
                .put("identificationId", "66-0000000");
        issuer.putObject("billDesign")
                .put("color", "#0b5d57")
                .put("paperSize", "letter")
                .put("paymentUrl", "https://pay.example.com/?bill={billNo}&amount={amount}");
        var texts = issuer.putArray("text");
        texts.addObject()
                .put("language", "en")
                .put("footer", "Isla Telecom, Inc. Customer service 787-555-0100")
                .put("paymentInstruction", "Please pay by the due date, online or at any of our shops.");
        texts.addObject()
                .put("language", "es")
                .put("footer", "Isla Telecom, Inc. Atención al cliente 787-555-0100")
                .put(
                        "paymentInstruction",
                        "Pague antes del vencimiento, en línea o en cualquiera de nuestras tiendas.");
        return issuer;
    }
}
