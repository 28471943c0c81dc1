package io.sosia.testdata.film;

import io.sosia.testdata.seed.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Plans every shot of every episode from the settings' seed, before anything is drawn. */
final class Screenplay {

    /** The scene reaches this part of a frame's side beyond each edge, so that pans and tremors see no border. */
    static final double MARGIN = 0.1;

    /** One shot in so many shows nobody: a street, a room. */
    private static final double EMPTY_SHOTS = 0.08;

    /** Places a drama returns to. */
    private static final int SETS = 5;

    /** How often people are placed anew before the shot is made with one person fewer. */
    private static final int TRIES = 400;

    private final FilmSettings settings;
    private final Casting casting;
    private final int width;
    private final int height;

    /** Lengths are written for a frame whose shorter side is 1,080 pixels, and scaled by this. */
    private final double scale;

    private Screenplay(FilmSettings settings, Casting casting) {
        this.settings = settings;
        this.casting = casting;
        this.width = settings.format().width();
        this.height = settings.format().height();
        this.scale = Math.min(width, height) / 1_080.0;
    }

    /** All episodes, drama by drama. */
    static List<Episode> write(FilmSettings settings, Casting casting) {
        Screenplay screenplay = new Screenplay(settings, casting);
        Seed seed = new Seed(settings.seed());
        List<Episode> episodes = new ArrayList<>();
        for (int drama = 1; drama <= settings.dramas(); drama++) {
            for (int number = 1; number <= settings.episodes(); number++) {
                episodes.add(screenplay.episode(drama, number, seed.part(drama)));
            }
        }
        return List.copyOf(episodes);
    }

    private Episode episode(int drama, int number, Seed dramaSeed) {
        Seed seed = dramaSeed.part(number);
        RandomGenerator random = seed.generator();
        List<Shot> shots = new ArrayList<>();
        int start = 0;
        for (int frames : lengths(random)) {
            Seed backdrop = dramaSeed.part(-1 - random.nextInt(SETS));
            shots.add(shot(drama - 1, start, frames, backdrop, random));
            start += frames;
        }
        return new Episode(drama, number, seed, shots);
    }

    private List<Integer> lengths(RandomGenerator random) {
        int rate = settings.format().framesPerSecond();
        // Up, so that a shot of so many frames is never shorter than the shortest allowed.
        int least = Math.toIntExact(Math.ceilDiv(settings.cutting().shortest().toMillis() * rate, 1_000));
        int most = Math.max(least, Math.toIntExact(settings.cutting().longest().toMillis() * rate / 1_000));
        List<Integer> lengths = new ArrayList<>();
        int left = settings.episodeFrames();
        while (left > 0) {
            int length = random.nextInt(least, most + 1);
            if (left - length < least) {
                length = left;
            }
            lengths.add(length);
            left -= length;
        }
        return lengths;
    }

    private Shot shot(int drama, int start, int frames, Seed backdrop, RandomGenerator random) {
        Camera camera = camera(random);
        Light light = light(random);
        double seconds = (double) frames / settings.format().framesPerSecond();
        if (random.nextDouble() < EMPTY_SHOTS) {
            return new Shot(start, frames, backdrop, camera, light, List.of());
        }
        List<Take> takes = casting.forShot(drama, people(random), random);
        for (int people = takes.size(); people > 0; people--) {
            Optional<List<Blocking>> blockings = place(people, camera, seconds, random);
            if (blockings.isPresent()) {
                List<Part> parts = new ArrayList<>();
                for (int i = 0; i < people; i++) {
                    parts.add(new Part(takes.get(i), blockings.get().get(i)));
                }
                return new Shot(start, frames, backdrop, camera, light, parts);
            }
        }
        throw new IllegalStateException("a frame of " + width + "x" + height + " has no room for a face");
    }

    private int people(RandomGenerator random) {
        double chance = random.nextDouble();
        int wanted = chance < 0.5 ? 1 : chance < 0.85 ? 2 : 3;
        return Math.min(wanted, settings.cutting().people());
    }

    private Camera camera(RandomGenerator random) {
        double panX = 0;
        double panY = 0;
        double zoomFrom = 1;
        double zoomTo = 1;
        switch (random.nextInt(4)) {
            case 0 -> {
                panX = between(random, -0.1, 0.1) * width;
                panY = between(random, -0.03, 0.03) * height;
            }
            case 1 -> {
                zoomFrom = between(random, 1, 1.06);
                zoomTo = between(random, 1.06, 1.2);
            }
            case 2 -> {
                zoomFrom = between(random, 1.06, 1.2);
                zoomTo = between(random, 1, 1.06);
            }
            default -> {}
        }
        double shake = random.nextDouble() < 0.4 ? between(random, 2, 9) * scale : 0;
        return new Camera(panX, panY, zoomFrom, zoomTo, shake, between(random, 0, 2 * Math.PI));
    }

    private static Light light(RandomGenerator random) {
        double gain = between(random, 0.82, 1.12);
        boolean changes = random.nextDouble() < 0.35;
        return new Light(
                gain,
                changes ? between(random, 0.75, 1.12) : gain,
                random.nextDouble() < 0.15 ? between(random, 0.02, 0.08) : 0,
                random.nextInt(-8, 9),
                random.nextInt(-5, 6),
                random.nextDouble() < 0.3 ? between(random, 0.6, 2.2) : 0,
                between(random, 0, 4));
    }

    /** Places people so that every face stays whole in the frame and clear of the others throughout the shot. */
    private Optional<List<Blocking>> place(int people, Camera camera, double seconds, RandomGenerator random) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            List<Blocking> blockings = new ArrayList<>();
            for (int i = 0; i < people; i++) {
                blockings.add(blocking(people, random));
            }
            if (fits(blockings, camera, seconds)) {
                return Optional.of(blockings);
            }
        }
        return Optional.empty();
    }

    private Blocking blocking(int people, RandomGenerator random) {
        double most = people == 1 ? 480 : people == 2 ? 320 : 250;
        double size = between(random, 150, most) * scale;
        return new Blocking(
                between(random, 0.15, 0.85) * width,
                between(random, 0.18, 0.75) * height,
                size,
                random.nextDouble() < 0.5 ? between(random, -0.8, 0.8) * size : 0,
                random.nextDouble() < 0.3 ? between(random, -0.3, 0.3) * size : 0,
                between(random, 0, 0.05) * size,
                between(random, 0.15, 0.6),
                random.nextDouble() < 0.5 ? between(random, 0.88, 1.14) : 1,
                between(random, -0.12, 0.12),
                between(random, 0, 0.08),
                between(random, 0.2, 0.8),
                between(random, 0, 2 * Math.PI));
    }

    private boolean fits(List<Blocking> blockings, Camera camera, double seconds) {
        int steps = 8;
        for (int step = 0; step <= steps; step++) {
            double part = (double) step / steps;
            Camera.View view = camera.at(part, part * seconds);
            List<Pose> poses = new ArrayList<>();
            for (Blocking blocking : blockings) {
                Pose pose = view.see(blocking.at(part, part * seconds), width, height);
                // The square from brow to chin, with a little air for what happens between the steps.
                double half = 0.58 * pose.size();
                if (pose.x() < half
                        || pose.x() > width - half
                        || pose.y() < half * 1.3
                        || pose.y() > height - half * 1.2) {
                    return false;
                }
                for (Pose other : poses) {
                    double sides = (pose.size() + other.size()) / 2;
                    // A head with its soft edge is about 1.7 faces wide and 2.2 high.
                    if (Math.abs(pose.x() - other.x()) < 1.6 * sides && Math.abs(pose.y() - other.y()) < 2.1 * sides) {
                        return false;
                    }
                }
                poses.add(pose);
            }
        }
        return true;
    }

    private static double between(RandomGenerator random, double least, double most) {
        return random.nextDouble(least, most);
    }
}
