package io.sosia.models.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The models that Sosia knows, read from {@code catalogue.json} beside this class. The file is data: a model is added
 * there, not in code. Immutable.
 */
public final class ModelCatalogue {

    private static final String RESOURCE = "catalogue.json";
    private static final int VERSION = 1;

    private final List<ModelCard> cards;

    private ModelCatalogue(List<ModelCard> cards) {
        this.cards = List.copyOf(cards);
        Set<String> ids = new HashSet<>();
        for (ModelCard card : cards) {
            if (!ids.add(card.id())) {
                throw new IllegalArgumentException("catalogue: two cards are called " + card.id());
            }
        }
        for (ModelTask task : ModelTask.values()) {
            long defaults = cards.stream()
                    .filter(card -> card.task() == task && card.standard())
                    .count();
            if (defaults != 1) {
                throw new IllegalArgumentException("catalogue: " + defaults + " defaults for " + task + ", not 1");
            }
        }
    }

    /** The catalogue that is part of this build. */
    public static ModelCatalogue standard() {
        try (InputStream in = ModelCatalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from this build");
            }
            return read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
    }

    /**
     * Reads a catalogue.
     *
     * @param json UTF-8; an unknown or missing field is an error
     * @throws IllegalArgumentException if the cards contradict each other
     * @throws tools.jackson.core.JacksonException if it is not a catalogue
     */
    static ModelCatalogue read(byte[] json) {
        JsonMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .build();
        Document document = mapper.readValue(json, Document.class);
        if (document.version() != VERSION) {
            throw new IllegalArgumentException(
                    "catalogue: version " + document.version() + " where " + VERSION + " is understood");
        }
        return new ModelCatalogue(document.models());
    }

    /** Every card, in the file's order. */
    public List<ModelCard> cards() {
        return cards;
    }

    /** The card of that id. */
    public Optional<ModelCard> find(String id) {
        return cards.stream().filter(card -> card.id().equals(id)).findFirst();
    }

    /**
     * The card of that id.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public ModelCard card(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("no model is called '" + id + "'; there are "
                + cards.stream().map(ModelCard::id).collect(Collectors.joining(", "))));
    }

    /** The default for a task. */
    public ModelCard defaultFor(ModelTask task) {
        return cards.stream()
                .filter(card -> card.task() == task && card.standard())
                .findFirst()
                .orElseThrow();
    }

    /** The file's form. */
    private record Document(int version, List<ModelCard> models) {}
}
