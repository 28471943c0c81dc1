package io.sosia.indexer.registry;

import io.sosia.models.vector.EmbeddingSpace;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * The register as a search index needs to see it: which templates there are, and what has changed since. Template
 * numbers rise in the order in which changes become visible and are never used again, so whoever has seen all up to a
 * number finds newcomers beyond it, and a count that does not add up tells of erasures.
 *
 * <p>Each call reads one consistent state; two calls may see two. Whoever needs several to agree reads
 * {@link #revision} before and after, and starts again where it changed. Thread-safe.
 */
public interface TemplateLedger {

    /** The present state; cheap enough to ask before every search. */
    Revision revision();

    /** Whether that was this register's state at some time. */
    boolean hasBeen(Revision revision);

    /**
     * The next templates of a space, by number.
     *
     * @param after only those with a larger number; 0 starts at the beginning
     * @param limit at most so many, 1 or more
     */
    List<Template> templatesAfter(EmbeddingSpace space, long after, int limit);

    /**
     * The templates of a space within a range of numbers, by number. Several ranges may be read side by side.
     *
     * @param after only those with a larger number
     * @param upTo only those with this number or a smaller one
     */
    List<Template> templatesBetween(EmbeddingSpace space, long after, long upTo);

    /** The highest number that a template of any space ever got; 0 before the first. Whatever is registered later gets a higher one. */
    long lastTemplate();

    /** How many templates can be read in a space: those of people whose key was destroyed are not counted. */
    long templateCount(EmbeddingSpace space);

    /** The numbers of the same templates, ascending. The caller owns the array. */
    long[] templateNumbers(EmbeddingSpace space);

    /** The registered people whose consent does not hold on that day or was withdrawn. */
    Set<PersonId> unsearchable(LocalDate day);
}
