package io.sosia.testdata.film;

import io.sosia.testdata.people.Cast;
import io.sosia.testdata.people.Portraitist;
import io.sosia.testdata.people.Shot;
import io.sosia.testdata.people.SyntheticPerson;
import io.sosia.testdata.seed.Seed;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;

/**
 * Casts people who do not exist. Each drama has a few of them who return from shot to shot, each time turned, lit and
 * minded otherwise. Everybody in {@link Cast#people()} is registered, nobody in {@link Cast#strangers()}.
 */
public final class SyntheticCasting implements Casting {

    /** Width and height of portraits and of what is filmed, pixels. */
    private static final int SIZE = 900;

    /** A drama's actors, registered and strangers. */
    private static final int REGISTERED_IN_DRAMA = 4;

    private static final int STRANGERS_IN_DRAMA = 3;

    private final Seed seed;
    private final int portraits;
    private final List<DrawnActor> registered;
    private final List<DrawnActor> strangers;

    /**
     * A casting of these people.
     *
     * @param seed decides which drama has whom, and the portraits' light and poses
     * @param portraits of each registered person, 1 to 20; the first is frontal
     * @throws IllegalArgumentException if {@code portraits} is out of its range or the cast is empty
     */
    public SyntheticCasting(Cast cast, long seed, int portraits) {
        if (portraits < 1 || portraits > 20) {
            throw new IllegalArgumentException("portraits: " + portraits + " is not in 1..20");
        }
        if (cast.people().isEmpty() && cast.strangers().isEmpty()) {
            throw new IllegalArgumentException("cast: nobody is in it");
        }
        this.seed = new Seed(seed);
        this.portraits = portraits;
        this.registered =
                cast.people().stream().map(p -> new DrawnActor(p, true)).toList();
        this.strangers =
                cast.strangers().stream().map(p -> new DrawnActor(p, false)).toList();
    }

    @Override
    public List<Take> forShot(int drama, int people, RandomGenerator random) {
        RandomGenerator troupeRandom = seed.part(drama).generator();
        List<DrawnActor> troupe = new ArrayList<>(some(registered, REGISTERED_IN_DRAMA, troupeRandom));
        troupe.addAll(some(strangers, STRANGERS_IN_DRAMA, troupeRandom));
        return some(troupe, people, random).stream()
                .map(actor -> new Take(actor, random.nextLong()))
                .toList();
    }

    private static List<DrawnActor> some(List<DrawnActor> all, int count, RandomGenerator random) {
        List<DrawnActor> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, Random.from(random));
        return shuffled.subList(0, Math.min(count, shuffled.size()));
    }

    @Override
    public void writePortraits(Path folder) throws IOException {
        for (int i = 0; i < registered.size(); i++) {
            SyntheticPerson person = registered.get(i).person();
            Portraitist portraitist = new Portraitist(person);
            RandomGenerator random = seed.part(-1).part(i).generator();
            Path own = Files.createDirectory(folder.resolve(person.name()));
            for (int portrait = 1; portrait <= portraits; portrait++) {
                Shot shot = portrait == 1 ? Shot.frontal() : Shot.random(random);
                Path file = own.resolve(person.name() + "-" + portrait + ".png");
                if (!ImageIO.write(portraitist.draw(shot, SIZE), "png", file.toFile())) {
                    throw new FilmException("this Java cannot write PNG files");
                }
            }
        }
    }

    private record DrawnActor(SyntheticPerson person, boolean registered) implements Actor {

        /** Side of the square from brow to chin, as a part of a drawing: eyes lie 0.2 apart, and so 0.45 to 2.2 eyes. */
        private static final double FACE = 0.44;

        /** Where the middle of the face is, from {@link Portraitist}'s contract. */
        private static final double MIDDLE_Y = 0.52;

        /** Shoulders end in a drawing's lower border; over this part of its height they fade. */
        private static final double FADE = 0.12;

        @Override
        public String name() {
            return person.name();
        }

        @Override
        public Look look(long look) {
            BufferedImage drawing = Portraitist.draw(person, Shot.random(new Seed(look).generator()), SIZE);
            int[] pixels = ((DataBufferInt) drawing.getRaster().getDataBuffer()).getData();
            for (int i = 0; i < pixels.length; i++) {
                int row = i / SIZE;
                double below = 1 - (row + 0.5) / SIZE;
                int alpha = (int) ((pixels[i] >>> 24) * Math.min(1, below / FADE));
                pixels[i] = alpha << 24 | (pixels[i] & 0xFFFFFF);
            }
            return new Look(drawing, SIZE / 2.0, MIDDLE_Y * SIZE, FACE * SIZE);
        }
    }
}
