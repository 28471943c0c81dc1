package io.sosia.jobs.page;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Reads pages' templates. They have no expressions and escape every value, so that nothing that others name can become
 * markup.
 */
public final class PageTemplate {

    private PageTemplate() {}

    /**
     * Reads a template, and what it takes in ({@code {{>name}}}), from resources beside the page's class; what is not
     * there is one that all pages share.
     *
     * @param page whose template it is
     * @param name without {@code .mustache}
     */
    public static Template read(Class<?> page, String name) throws IOException {
        try (Reader in = resource(page, name)) {
            // A name that is missing in the template's data is a mistake of ours, not an empty place on the page.
            return Mustache.compiler()
                    .escapeHTML(true)
                    .strictSections(true)
                    .withLoader(part -> resource(page, part))
                    .compile(in);
        }
    }

    /** The same for plain text: nothing is escaped, so that no value may be given that ends or turns a line. */
    public static Template readText(Class<?> page, String name) throws IOException {
        try (Reader in = resource(page, name)) {
            return Mustache.compiler()
                    .escapeHTML(false)
                    .strictSections(true)
                    .withLoader(part -> resource(page, part))
                    .compile(in);
        }
    }

    private static Reader resource(Class<?> page, String name) {
        String file = name + ".mustache";
        InputStream own = page.getResourceAsStream(file);
        InputStream in = own != null
                ? own
                : Objects.requireNonNull(
                        PageTemplate.class.getResourceAsStream(file), "the page's template is part of the program");
        return new InputStreamReader(in, StandardCharsets.UTF_8);
    }
}
