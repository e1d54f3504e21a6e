package org.billwright.console.run;

import io.quarkus.qute.TemplateData;
import java.util.List;
import org.billwright.console.page.DetailView;
import org.billwright.console.page.Section;

/**
 * The page of a case.
 *
 * @param about what was measured, and what was decided
 * @param beside the bill and the one before it, or none
 */
@TemplateData
public record CasePage(DetailView detail, List<Section> about, List<Section> beside) {}
