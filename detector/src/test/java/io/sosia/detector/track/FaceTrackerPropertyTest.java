package io.sosia.detector.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.media.MediaTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every drama: random casts, cuts, gaps and missed faces, from seeds. */
class FaceTrackerPropertyTest {

    /** A drama and what was made of it. */
    private record Drama(int cast, int seen, long duration, List<FaceTrack> tracks, SyntheticFaces faces) {}

    private static Drama film(long seed, TrackingRules rules) {
        Random random = new Random(seed);
        SyntheticFaces faces = new SyntheticFaces(seed + 1, 0.6 + 0.3 * random.nextDouble());
        int cast = 2 + random.nextInt(12);
        for (int i = 0; i < cast; i++) {
            faces.person();
        }
        MediaTime gap = MediaTime.ofMillis(random.nextBoolean() ? 2000 : 500);
        FaceTracker tracker = new FaceTracker(rules, SyntheticFaces.SPACE, gap);
        List<Integer> stage = new ArrayList<>();
        TreeSet<Integer> shown = new TreeSet<>();
        long time = random.nextInt(1000);
        int seen = 0;
        for (int i = 0; i < 120; i++) {
            boolean cut = random.nextInt(4) == 0;
            if (cut || i == 0) {
                stage.clear();
                int people = random.nextInt(Math.min(4, cast));
                while (stage.size() < people) {
                    int person = random.nextInt(cast);
                    if (!stage.contains(person)) {
                        stage.add(person);
                    }
                }
            }
            List<DetectedFace> found = new ArrayList<>();
            for (int place = 0; place < stage.size(); place++) {
                if (random.nextInt(10) != 0) {
                    found.add(faces.face(stage.get(place), 200 * place + random.nextInt(40), random.nextInt(40)));
                    shown.add(stage.get(place));
                    seen++;
                }
            }
            // Every fifth cut is missed or imagined.
            boolean told = random.nextInt(5) == 0 ? !cut : cut;
            tracker.next(MediaTime.ofMillis(time), told, found, faces);
            faces.nextFrame();
            // Never so dense that faces are followed without a look: a missed cut may then mix people.
            time += 250 + random.nextInt((int) gap.millis() - 250);
        }
        return new Drama(shown.size(), seen, time, tracker.finish(MediaTime.ofMillis(time)), faces);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void clearlyDifferentPeopleBecomeATrackEach(long seed) {
        Drama drama = film(seed, TrackingRules.standard());
        assertEquals(drama.cast(), drama.tracks().size());
        assertEquals(
                drama.seen(), drama.tracks().stream().mapToInt(FaceTrack::faces).sum());
        TreeSet<Integer> people = new TreeSet<>();
        for (FaceTrack track : drama.tracks()) {
            int person = drama.faces().nearest(track.template());
            assertTrue(people.add(person), "a person in two tracks");
            for (Appearance appearance : track.appearances()) {
                assertEquals(person, drama.faces().nearest(appearance.template()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
    void tracksAreInOrderAndAppearancesDoNotOverlap(long seed) {
        for (double threshold : new double[] {0.05, 0.45, 0.95}) {
            Drama drama = film(seed, TrackingRules.standard().withSimilarities(threshold, threshold));
            MediaTime first = MediaTime.ZERO;
            int number = 1;
            for (FaceTrack track : drama.tracks()) {
                assertEquals(number++, track.number());
                assertTrue(track.appearances().getFirst().start().compareTo(first) >= 0);
                first = track.appearances().getFirst().start();
                MediaTime end = MediaTime.ZERO;
                for (Appearance appearance : track.appearances()) {
                    assertTrue(appearance.start().compareTo(end) >= 0, appearance.start() + " before " + end);
                    end = appearance.end();
                }
                assertTrue(end.millis() <= drama.duration());
                double quality = 1;
                for (BestShot shot : track.bestShots()) {
                    assertTrue(shot.quality().overall() <= quality);
                    quality = shot.quality().overall();
                }
            }
            assertEquals(
                    drama.seen(),
                    drama.tracks().stream().mapToInt(FaceTrack::faces).sum());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void theSameFacesGiveTheSameTracks(long seed) {
        assertEquals(
                film(seed, TrackingRules.standard()).tracks(),
                film(seed, TrackingRules.standard()).tracks());
        assertNotEquals(
                film(seed, TrackingRules.standard()).tracks(),
                film(seed + 100, TrackingRules.standard()).tracks());
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44, 45})
    void gatheringOftenGivesTheSamePeople(long seed) {
        TrackingRules rules = TrackingRules.standard();
        TrackingRules often = TestRules.joiningAtOnce();
        assertEquals(
                film(seed, rules).tracks().stream().map(FaceTrack::faces).toList(),
                film(seed, often).tracks().stream().map(FaceTrack::faces).toList());
    }
}
