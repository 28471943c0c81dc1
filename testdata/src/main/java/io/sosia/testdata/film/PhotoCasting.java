package io.sosia.testdata.film;

import io.sosia.testdata.seed.Seed;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Casts the people of a photo folder, a folder for each person as in Labeled Faces in the Wild. Half of those who have
 * enough photos are registered with their first ones; only their <em>other</em> photos are filmed. Everybody else is a
 * stranger. Each photo is filmed once before any is filmed again.
 */
public final class PhotoCasting implements Casting {

    private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "bmp");

    private final Settings settings;
    private final List<Person> registered;
    private final Deck known;
    private final Deck strangers;

    private PhotoCasting(Settings settings, List<Person> registered, Deck known, Deck strangers) {
        this.settings = settings;
        this.registered = registered;
        this.known = known;
        this.strangers = strangers;
    }

    /**
     * How a photo folder is cast.
     *
     * @param seed decides who is registered and the order of the photos
     * @param portraits photos each registered person is enrolled with, the first in the order of names; 1 to 20
     * @param leastPhotos people with fewer photos are never registered; more than {@code portraits}
     * @param registeredShare how many of those with enough photos are registered, 0 to 1
     * @param appearanceShare how many appearances are a registered person's, 0 to 1
     * @param faceShare side of the square from brow to chin over the photo's shorter side, 0.1 to 1. The face lies in
     *     the photo's middle. Labeled Faces in the Wild: a detector's box widened 2.2 times (Huang et al., 2007)
     */
    public record Settings(
            long seed,
            int portraits,
            int leastPhotos,
            double registeredShare,
            double appearanceShare,
            double faceShare) {

        /** @throws IllegalArgumentException if a value is out of its range */
        public Settings {
            if (portraits < 1 || portraits > 20) {
                throw new IllegalArgumentException("portraits: " + portraits + " is not in 1..20");
            }
            if (leastPhotos <= portraits) {
                throw new IllegalArgumentException(
                        "leastPhotos: " + leastPhotos + " leaves none to film beside " + portraits + " portraits");
            }
            share("registeredShare", registeredShare, 0);
            share("appearanceShare", appearanceShare, 0);
            share("faceShare", faceShare, 0.1);
        }

        private static void share(String what, double value, double least) {
            if (!(value >= least && value <= 1)) {
                throw new IllegalArgumentException(what + ": " + value + " is not in " + least + "..1");
            }
        }

        /** Two portraits, half of the people, half of the appearances, photos as in Labeled Faces in the Wild. */
        public static Settings defaults() {
            return new Settings(1, 2, 3, 0.5, 0.5, 1 / 2.2);
        }
    }

    /**
     * Lists the folder.
     *
     * @throws FilmException if there is no folder with a photo in it
     */
    public static PhotoCasting open(Path folder, Settings settings) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new FilmException("'" + folder + "' is not a folder with a folder of photos for each person");
        }
        List<Person> everybody = new ArrayList<>();
        for (Path person : sorted(folder)) {
            if (Files.isDirectory(person)) {
                List<Path> photos =
                        sorted(person).stream().filter(PhotoCasting::isPhoto).toList();
                if (!photos.isEmpty()) {
                    everybody.add(new Person(person.getFileName().toString(), photos));
                }
            }
        }
        if (everybody.isEmpty()) {
            throw new FilmException("'" + folder + "' holds no folder with a photo (" + EXTENSIONS + ") in it");
        }
        RandomGenerator random = new Seed(settings.seed()).generator();
        List<Person> eligible = new ArrayList<>(everybody.stream()
                .filter(person -> person.photos().size() >= settings.leastPhotos())
                .toList());
        Collections.shuffle(eligible, Random.from(random));
        List<Person> registered =
                List.copyOf(eligible.subList(0, (int) Math.round(eligible.size() * settings.registeredShare())));
        Set<Person> chosen = new HashSet<>(registered);
        List<Take> known = new ArrayList<>();
        List<Take> strangers = new ArrayList<>();
        for (Person person : everybody) {
            boolean isKnown = chosen.contains(person);
            Actor actor = new PhotoActor(person, isKnown, settings.faceShare());
            for (int photo = isKnown ? settings.portraits() : 0;
                    photo < person.photos().size();
                    photo++) {
                (isKnown ? known : strangers).add(new Take(actor, photo));
            }
        }
        return new PhotoCasting(settings, registered, new Deck(known), new Deck(strangers));
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.sorted((a, b) ->
                            a.getFileName().toString().compareTo(b.getFileName().toString()))
                    .toList();
        }
    }

    private static boolean isPhoto(Path file) {
        String name = file.getFileName().toString();
        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))
                && Files.isRegularFile(file);
    }

    /** The registered people's names. */
    public List<String> registered() {
        return registered.stream().map(Person::name).toList();
    }

    @Override
    public List<Take> forShot(int drama, int people, RandomGenerator random) {
        List<Take> takes = new ArrayList<>();
        Set<String> present = new HashSet<>();
        for (int i = 0; i < people; i++) {
            boolean wantsKnown = random.nextDouble() < settings.appearanceShare();
            Deck first = wantsKnown ? known : strangers;
            Deck second = wantsKnown ? strangers : known;
            first.draw(present, random).or(() -> second.draw(present, random)).ifPresent(take -> {
                takes.add(take);
                present.add(take.actor().name());
            });
        }
        return takes;
    }

    @Override
    public void writePortraits(Path folder) throws IOException {
        for (Person person : registered) {
            Path own = Files.createDirectory(folder.resolve(person.name()));
            for (Path photo : person.photos().subList(0, settings.portraits())) {
                Files.copy(photo, own.resolve(photo.getFileName().toString()));
            }
        }
    }

    private record Person(String name, List<Path> photos) {}

    /** Takes dealt in random order, each once before any comes again. */
    private static final class Deck {

        private final List<Take> all;
        private final Deque<Take> left = new ArrayDeque<>();

        Deck(List<Take> all) {
            this.all = List.copyOf(all);
        }

        /** The next take of somebody who is not {@code present}; none if everybody is. */
        Optional<Take> draw(Set<String> present, RandomGenerator random) {
            for (int round = 0; round < 2; round++) {
                for (Take take : left) {
                    if (!present.contains(take.actor().name())) {
                        left.remove(take);
                        return Optional.of(take);
                    }
                }
                List<Take> shuffled = new ArrayList<>(all);
                Collections.shuffle(shuffled, Random.from(random));
                left.addAll(shuffled);
            }
            return Optional.empty();
        }
    }

    private record PhotoActor(Person person, boolean registered, double faceShare) implements Actor {

        /**
         * The soft ellipse around a head, in sides of the face's square: opaque inside the first, gone outside the
         * second. Wide enough for hair, chin and ears; narrow enough that neighbours in the photo vanish.
         */
        private static final double OPAQUE_X = 0.52;

        private static final double OPAQUE_Y = 0.75;
        private static final double GONE = 1.32;

        @Override
        public String name() {
            return person.name();
        }

        @Override
        public Look look(long look) throws IOException {
            Path file = person.photos().get(Math.toIntExact(look));
            BufferedImage photo = ImageIO.read(file.toFile());
            if (photo == null) {
                throw new FilmException("'" + file + "' is not a photo that can be read");
            }
            int width = photo.getWidth();
            int height = photo.getHeight();
            double face = faceShare * Math.min(width, height);
            BufferedImage head = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
            int[] from = photo.getRGB(0, 0, width, height, null, 0, width);
            int[] to = ((DataBufferInt) head.getRaster().getDataBuffer()).getData();
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double dx = (x + 0.5 - width / 2.0) / (OPAQUE_X * face);
                    double dy = (y + 0.5 - height / 2.0) / (OPAQUE_Y * face);
                    // A photo cut close ends in the same softness: its border is never seen as a line.
                    double border = Math.min(
                            1, Math.min(Math.min(x, width - 1 - x), Math.min(y, height - 1 - y)) / (0.08 * face));
                    double opacity = smooth((GONE - Math.hypot(dx, dy)) / (GONE - 1)) * smooth(border);
                    int i = y * width + x;
                    to[i] = (int) Math.round(255 * opacity) << 24 | (from[i] & 0xFFFFFF);
                }
            }
            return new Look(head, width / 2.0, height / 2.0, face);
        }

        private static double smooth(double value) {
            double t = Math.clamp(value, 0, 1);
            return t * t * (3 - 2 * t);
        }
    }
}
