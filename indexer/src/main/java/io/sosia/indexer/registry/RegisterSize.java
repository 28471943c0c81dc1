package io.sosia.indexer.registry;

import java.util.Optional;

/**
 * How many people are registered, beside the number from which on the law asks for a filing.
 *
 * <p>Whoever applies facial recognition in China and has stored the faces of 100,000 people files with the cyberspace
 * administration of their province within 30 working days: Measures for the Security Management of the Application of Facial
 * Recognition Technology (人脸识别技术应用安全管理办法), Order No. 19 of the Cyberspace Administration of China and the Ministry
 * of Public Security, article 15, in force since 1 June 2025. What is counted is people, each once, over all systems of one
 * operator; this knows of one register only.
 *
 * @param people registered, whatever their consent: what is stored counts, not what is searched
 */
public record RegisterSize(long people) {

    /** From here on a filing is due. */
    public static final long FILING = 100_000;

    /** From here on it is time to prepare one: at 80 % of {@link #FILING} nobody is surprised by the last fifth. */
    public static final long NEAR_FILING = 80_000;

    /** How near the filing is. Names are printed: keep them. */
    public enum Level {
        /** Below {@link #NEAR_FILING}. */
        BELOW,
        /** From {@link #NEAR_FILING} on. */
        NEAR,
        /** From {@link #FILING} on. */
        REACHED
    }

    /** @throws IllegalArgumentException if it is negative */
    public RegisterSize {
        if (people < 0) {
            throw new IllegalArgumentException("people: " + people + " is negative");
        }
    }

    /** How near the filing is. */
    public Level level() {
        if (people >= FILING) {
            return Level.REACHED;
        }
        return people >= NEAR_FILING ? Level.NEAR : Level.BELOW;
    }

    /** What an operator has to be told, in a sentence; empty while they are far from it. */
    public Optional<String> warning() {
        return switch (level()) {
            case BELOW -> Optional.empty();
            case NEAR ->
                Optional.of(people + " people are registered. Once the faces of " + FILING
                        + " are stored, China's measures on facial recognition (2025, article 15) ask for a filing with the"
                        + " province's cyberspace administration within 30 working days");
            case REACHED ->
                Optional.of("WARNING: " + people + " people are registered, and the filing threshold of " + FILING
                        + " is reached. China's measures on facial recognition (2025, article 15) ask for a filing with the"
                        + " province's cyberspace administration within 30 working days of the day it was reached");
        };
    }
}
