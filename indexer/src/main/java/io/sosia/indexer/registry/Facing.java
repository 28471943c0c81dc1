package io.sosia.indexer.registry;

/** Where a portrait's face looks, as the photo shows it. Names are stored and printed: keep them. */
public enum Facing {
    FRONT,
    /** Towards the photo's left edge. */
    LEFT,
    /** Towards the photo's right edge. */
    RIGHT,
    UP,
    DOWN
}
