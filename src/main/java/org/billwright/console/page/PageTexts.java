package org.billwright.console.page;

import io.quarkus.qute.TemplateData;

/** The fixed texts, for templates. */
@TemplateData
public record PageTexts(ConsoleTexts texts) {
    /** A text. */
    public String get(String key) {
        return texts.get(key);
    }
}
