package io.sosia.models.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The measured populations, read from {@code populations.json} beside this class. The file is data, and
 * {@code sosia evaluate budget --tables} writes one. Immutable.
 */
public final class PopulationTables {

    private static final String RESOURCE = "populations.json";
    private static final int VERSION = 1;

    private final List<PopulationTable> tables;

    private PopulationTables(List<PopulationTable> tables) {
        this.tables = List.copyOf(tables);
        Set<List<String>> keys = new HashSet<>();
        for (PopulationTable table : tables) {
            if (!keys.add(List.of(table.population(), table.scoring()))) {
                throw new IllegalArgumentException(
                        "populations: two tables for " + table.population() + " and " + table.scoring());
            }
        }
    }

    /**
     * Tables of one's own.
     *
     * @throws IllegalArgumentException if two are for one population and scoring
     */
    public static PopulationTables of(List<PopulationTable> tables) {
        return new PopulationTables(tables);
    }

    /** The tables that are part of this build. */
    public static PopulationTables standard() {
        try (InputStream in = PopulationTables.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from this build");
            }
            return read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
    }

    /**
     * Reads tables.
     *
     * @param json UTF-8; an unknown or missing field is an error
     * @throws IllegalArgumentException if two tables are for one population and scoring
     * @throws tools.jackson.core.JacksonException if it holds no tables
     */
    static PopulationTables read(byte[] json) {
        JsonMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .build();
        Document document = mapper.readValue(json, Document.class);
        if (document.version() != VERSION) {
            throw new IllegalArgumentException(
                    "populations: version " + document.version() + " where " + VERSION + " is understood");
        }
        return new PopulationTables(document.tables());
    }

    /** Tables in the file's form. */
    public static String write(List<PopulationTable> tables) {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(new Document(VERSION, tables));
    }

    /** Every table, in the order of the file. */
    public List<PopulationTable> tables() {
        return tables;
    }

    /** The table of a population for a scoring. */
    public Optional<PopulationTable> find(String population, String scoring) {
        return tables.stream()
                .filter(table ->
                        table.population().equals(population) && table.scoring().equals(scoring))
                .findFirst();
    }

    /** Every population that there is a table for. */
    public SortedSet<String> populations() {
        return tables.stream().map(PopulationTable::population).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The file's form. */
    private record Document(int version, List<PopulationTable> tables) {}
}
