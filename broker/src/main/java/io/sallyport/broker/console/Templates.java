package io.sallyport.broker.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** The pages, compiled at build time; whatever they print is escaped for its place. Safe for many threads. */
final class Templates {
    private final TemplateEngine engine = TemplateEngine.createPrecompiled(null, ContentType.Html, null,
            Templates.class.getPackageName());

    String render(String template, Map<String, Object> model) {
        StringOutput out = new StringOutput(8 * 1024);
        engine.render(template + ".jte", model, out);
        return out.toString();
    }
}
