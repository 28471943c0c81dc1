package io.sosia.testdata.film;

import java.io.IOException;

/** An actor who wears something on the face. */
record DisguisedActor(Actor actor, Disguise disguise, FaceFinder finder) implements Actor {

    @Override
    public String name() {
        return actor.name();
    }

    @Override
    public boolean registered() {
        return actor.registered();
    }

    @Override
    public Look look(long look) throws IOException {
        Look bare = actor.look(look);
        return disguise.on(bare, finder.find(Disguise.opaque(bare)).orElseGet(() -> FaceMarks.typical(bare)));
    }
}
