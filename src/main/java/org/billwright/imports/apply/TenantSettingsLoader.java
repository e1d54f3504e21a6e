package org.billwright.imports.apply;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.billwright.issuer.Issuer;
import org.billwright.issuer.IssuerStore;
import org.billwright.json.CanonicalJson;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;
import org.billwright.tax.TaxSettings;
import org.billwright.tax.TaxStore;
import org.jdbi.v3.core.Handle;

/** Loads what a tenant has one of: the issuer of its bills, and its tax settings. */
final class TenantSettingsLoader {
    private final Handle tx;
    private final String tenant;

    TenantSettingsLoader(Handle tx, String tenant) {
        this.tx = tx;
        this.tenant = tenant;
    }

    LoadResult issuer(NavigableMap<Integer, Issuer> issuers) {
        return load(issuers, issuer -> {
            var stored = IssuerStore.find(tx, tenant);
            if (stored.filter(present -> content(present.issuer()).equals(content(issuer)))
                    .isPresent()) {
                return false;
            }
            IssuerStore.put(
                    tx,
                    tenant,
                    issuer,
                    stored.map(IssuerStore.StoredIssuer::revision).orElse(0L));
            return true;
        });
    }

    LoadResult taxSettings(NavigableMap<Integer, TaxSettings> settings) {
        return load(settings, given -> {
            boolean differs = !TaxStore.settings(tx, tenant).equals(given);
            if (differs) {
                TaxStore.put(tx, tenant, given);
            }
            return differs;
        });
    }

    /** The content of an issuer, whatever the order of its members; an export adds the type. */
    private static String content(Issuer issuer) {
        JsonNode document = Json.stored(issuer.doc()).without("@type");
        return CanonicalJson.of(document);
    }

    /** @param change makes a change; false where the document is there already */
    private static <D> LoadResult load(NavigableMap<Integer, D> documents, Predicate<D> change) {
        int changed = 0;
        var rejected = new TreeMap<Integer, String>();
        for (var document : documents.entrySet()) {
            try {
                changed += change.test(document.getValue()) ? 1 : 0;
            } catch (ProblemException rejection) {
                rejected.put(document.getKey(), rejection.problem().message());
            }
        }
        return new LoadResult(changed, rejected, new TreeMap<>());
    }
}
