package io.sosia.detector.track;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.media.MediaTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaceTrackerTest {

    private static final MediaTime TWO_SECONDS = MediaTime.ofMillis(2000);

    private final SyntheticFaces faces = new SyntheticFaces(7, 0.7);

    private static FaceTracker tracker() {
        return new FaceTracker(TrackingRules.standard(), SyntheticFaces.SPACE, TWO_SECONDS);
    }

    private static List<Long> times(FaceTrack track) {
        return track.appearances().stream()
                .flatMap(a -> List.of(a.start().millis(), a.end().millis()).stream())
                .toList();
    }

    @Test
    void aFaceThatStaysIsOneAppearanceFromStartToEnd() {
        int anna = faces.person();
        FaceTracker tracker = tracker();
        for (int i = 0; i < 5; i++) {
            tracker.next(MediaTime.ofMillis(2000L * i), false, List.of(faces.face(anna, 10 * i, 0)), faces);
        }
        List<FaceTrack> tracks = tracker.finish(MediaTime.ofMillis(9500));
        assertEquals(1, tracks.size());
        FaceTrack track = tracks.getFirst();
        assertEquals(List.of(0L, 9500L), times(track));
        assertEquals(5, track.faces());
        assertEquals(1, track.number());
        assertTrue(track.template().cosine(faces.centre(anna)).value() > 0.9);
    }

    @Test
    void appearancesReachHalfWayToTheNeighbouringSamples() {
        int anna = faces.person();
        FaceTracker tracker = tracker();
        tracker.next(MediaTime.ZERO, false, List.of(), faces);
        tracker.next(MediaTime.ofMillis(2000), true, List.of(faces.face(anna, 0, 0)), faces);
        tracker.next(MediaTime.ofMillis(3000), true, List.of(), faces);
        tracker.next(MediaTime.ofMillis(5000), false, List.of(), faces);
        assertEquals(
                List.of(1000L, 2500L),
                times(tracker.finish(MediaTime.ofMillis(6000)).getFirst()));
    }

    @Test
    void aStretchThatWasNotSeenIsNobodysAppearance() {
        int anna = faces.person();
        FaceTracker tracker = tracker();
        tracker.next(MediaTime.ofMillis(30_000), false, List.of(faces.face(anna, 0, 0)), faces);
        tracker.next(MediaTime.ofMillis(60_000), false, List.of(faces.face(anna, 0, 0)), faces);
        assertEquals(
                List.of(29_000L, 31_000L, 59_000L, 61_000L),
                times(tracker.finish(MediaTime.ofMillis(90_000)).getFirst()));
    }

    @Test
    void twoFacesOfOneFrameAreTwoPeopleHoweverAlike() {
        int anna = faces.person();
        FaceTracker tracker = tracker();
        for (int i = 0; i < 4; i++) {
            tracker.next(
                    MediaTime.ofMillis(2000L * i),
                    i == 2,
                    List.of(faces.face(anna, 0, 0), faces.face(anna, 300, 0)),
                    faces);
        }
        assertEquals(2, tracker.finish(MediaTime.ofMillis(8000)).size());
    }

    @Test
    void whoIsApartFromOneTrackletIsApartFromItsWholeTrack() {
        // Anna and her twin stand together once; before and after, alone, either might be meant.
        int anna = faces.person();
        SyntheticFaces same = faces;
        FaceTracker tracker = tracker();
        tracker.next(MediaTime.ofMillis(0), true, List.of(same.face(anna, 0, 0)), same);
        tracker.next(MediaTime.ofMillis(2000), true, List.of(same.face(anna, 0, 0), same.face(anna, 300, 0)), same);
        tracker.next(MediaTime.ofMillis(4000), true, List.of(same.face(anna, 0, 0)), same);
        List<FaceTrack> tracks = tracker.finish(MediaTime.ofMillis(6000));
        assertEquals(2, tracks.size());
        assertEquals(4, tracks.stream().mapToInt(FaceTrack::faces).sum());
    }

    @Test
    void oneHeadFoundTwiceMayBeOnePerson() {
        int anna = faces.person();
        FaceTracker tracker = tracker();
        DetectedFace head = faces.face(anna, new PixelBox(0, 0, 100, 100), 0.9);
        DetectedFace again = faces.face(anna, new PixelBox(20, 20, 80, 80), 0.5);
        tracker.next(MediaTime.ZERO, true, List.of(head, again), faces);
        assertEquals(1, tracker.finish(TWO_SECONDS).size());
    }

    @Test
    void shotAndReverseShotAreTwoTracksOfSeveralAppearances() {
        int anna = faces.person();
        int ben = faces.person();
        FaceTracker tracker = tracker();
        for (int i = 0; i < 8; i++) {
            // Both sit in the same place of the picture: only the cut and the face tell them apart.
            tracker.next(
                    MediaTime.ofMillis(2000L * i),
                    i % 2 == 0,
                    List.of(faces.face(i / 2 % 2 == 0 ? anna : ben, 50, 50)),
                    faces);
        }
        List<FaceTrack> tracks = tracker.finish(MediaTime.ofMillis(16_000));
        assertEquals(2, tracks.size());
        assertEquals(List.of(0L, 3000L, 7000L, 11_000L), times(tracks.get(0)));
        assertEquals(List.of(3000L, 7000L, 11_000L, 16_000L), times(tracks.get(1)));
        assertEquals(anna, faces.nearest(tracks.get(0).template()));
        assertEquals(ben, faces.nearest(tracks.get(1).template()));
    }

    @Test
    void aCutThatWasMissedDoesNotMixTwoPeople() {
        int anna = faces.person();
        int ben = faces.person();
        FaceTracker tracker = tracker();
        tracker.next(MediaTime.ZERO, false, List.of(faces.face(anna, 50, 50)), faces);
        tracker.next(TWO_SECONDS, false, List.of(faces.face(ben, 50, 50)), faces);
        assertEquals(2, tracker.finish(MediaTime.ofMillis(4000)).size());
    }

    /** Two seconds without somebody are long enough for another scene: nobody is said to be in it. */
    @Test
    void aMissedSampleOfASparseSamplingEndsAnAppearance() {
        int anna = faces.person();
        FaceTracker tracker = tracker();
        for (int i = 0; i < 5; i++) {
            tracker.next(
                    MediaTime.ofMillis(2000L * i), false, i == 2 ? List.of() : List.of(faces.face(anna, 0, 0)), faces);
        }
        FaceTrack track = tracker.finish(MediaTime.ofMillis(10_000)).getFirst();
        assertEquals(List.of(0L, 3000L, 5000L, 10_000L), times(track));
        assertEquals(4, track.faces());
    }

    @Test
    void oneMissedSampleDoesNotEndAnAppearance() {
        int anna = faces.person();
        FaceTracker tracker = new FaceTracker(TrackingRules.standard(), SyntheticFaces.SPACE, MediaTime.ofMillis(500));
        for (int i = 0; i < 5; i++) {
            tracker.next(
                    MediaTime.ofMillis(500L * i), false, i == 2 ? List.of() : List.of(faces.face(anna, 0, 0)), faces);
        }
        FaceTrack track = tracker.finish(MediaTime.ofMillis(2500)).getFirst();
        assertEquals(List.of(0L, 2500L), times(track));
        assertEquals(4, track.faces());
    }

    @Test
    void denseSamplingLooksCloserOnlyNowAndThen() {
        int anna = faces.person();
        FaceTracker tracker = tracker();
        for (int i = 0; i < 250; i++) {
            tracker.next(MediaTime.ofMillis(40L * i), false, List.of(faces.face(anna, i, 0)), faces);
        }
        List<FaceTrack> tracks = tracker.finish(MediaTime.ofMillis(10_000));
        assertEquals(1, tracks.size());
        assertEquals(250, tracks.getFirst().faces());
        // Every seventh frame is 280 ms after the last one looked at, the first of which is frame 0.
        assertEquals(36, faces.looked);
    }

    @Test
    void keepsTheBestPicturesThatLieApart() {
        int anna = faces.person();
        FaceTracker tracker = tracker();
        double[] qualities = {0.2, 0.9, 0.8, 0.3, 0.4, 0.7, 0.6, 0.1};
        for (int i = 0; i < qualities.length; i++) {
            tracker.next(
                    MediaTime.ofMillis(4000L * i),
                    false,
                    List.of(faces.face(anna, new PixelBox(0, 0, 100, 100), qualities[i])),
                    faces);
        }
        FaceTrack track = tracker.finish(MediaTime.ofMillis(32_000)).getFirst();
        assertEquals(
                List.of(4000L, 20_000L, 28_000L),
                track.bestShots().stream().map(shot -> shot.time().millis()).toList());
        assertEquals(0.9, track.quality(), 1e-12);
    }

    @Test
    void theCapJoinsRatherThanDrops() {
        TrackingRules rules = TestRules.bounded(256, 1 << 20, 20, 5, 1000);
        FaceTracker tracker = new FaceTracker(rules, SyntheticFaces.SPACE, TWO_SECONDS);
        for (int i = 0; i < 100; i++) {
            tracker.next(MediaTime.ofMillis(2000L * i), true, List.of(faces.face(faces.person(), 0, 0)), faces);
        }
        List<FaceTrack> tracks = tracker.finish(MediaTime.ofMillis(200_000));
        assertEquals(20, tracks.size());
        assertEquals(100, tracks.stream().mapToInt(FaceTrack::faces).sum());
        // Everybody is still there by an appearance of their own.
        boolean[] seen = new boolean[100];
        tracks.stream().flatMap(t -> t.appearances().stream()).forEach(a -> seen[faces.nearest(a.template())] = true);
        boolean[] all = new boolean[100];
        Arrays.fill(all, true);
        assertArrayEquals(all, seen);
    }

    @Test
    void picturesStayWithinTheirBytes() {
        long bytes = 400L * 80 * 80 * 3;
        TrackingRules rules = TestRules.bounded(256, bytes, 300, 50, 1000);
        FaceTracker tracker = new FaceTracker(rules, SyntheticFaces.SPACE, TWO_SECONDS);
        int[] cast = new int[300];
        Arrays.setAll(cast, i -> faces.person());
        for (int i = 0; i < 900; i++) {
            tracker.next(MediaTime.ofMillis(2000L * i), true, List.of(faces.face(cast[i % 300], 0, 0)), faces);
        }
        List<FaceTrack> tracks = tracker.finish(MediaTime.ofMillis(1_800_000));
        assertEquals(300, tracks.size());
        assertTrue(tracks.stream()
                        .flatMap(t -> t.bestShots().stream())
                        .mapToLong(shot -> shot.picture().rgb().length)
                        .sum()
                <= bytes);
    }

    @Test
    void closeUpsAreCutForPicturesThatAreKeptAlone() {
        int anna = faces.person();
        FaceTracker tracker = tracker();
        double[] qualities = {0.9, 0.3, 0.8, 0.2, 0.1, 0.7};
        for (int i = 0; i < qualities.length; i++) {
            tracker.next(
                    MediaTime.ofMillis(2000L * i),
                    false,
                    List.of(faces.face(anna, new PixelBox(0, 0, 100, 100), qualities[i])),
                    faces);
        }
        FaceTrack track = tracker.finish(MediaTime.ofMillis(12_000)).getFirst();
        assertTrue(faces.pictured < faces.looked, faces.pictured + " of " + faces.looked);
        assertEquals(faces.pictured, faces.closeUps);
        assertTrue(track.bestShots().stream().allMatch(shot -> shot.closeUp().isPresent()));
    }

    @Test
    void closeUpsStayWithinTheirBytes() {
        // 24 KB each: 5 people with 3 are too many, one of each is not.
        faces.closeUpSide = 90;
        long bytes = 10L * 90 * 90 * 3;
        TrackingRules rules = TestRules.bounded(32, bytes, 300, 50, 1000);
        FaceTracker tracker = new FaceTracker(rules, SyntheticFaces.SPACE, TWO_SECONDS);
        int[] cast = new int[5];
        Arrays.setAll(cast, i -> faces.person());
        for (int i = 0; i < 15; i++) {
            tracker.next(MediaTime.ofMillis(2000L * i), true, List.of(faces.face(cast[i % 5], 0, 0)), faces);
        }
        List<FaceTrack> tracks = tracker.finish(MediaTime.ofMillis(30_000));
        assertEquals(
                List.of(1, 1, 1, 1, 1),
                tracks.stream().map(track -> track.bestShots().size()).toList());
        assertTrue(tracks.stream()
                .allMatch(track -> track.bestShots().getFirst().closeUp().isPresent()));
    }

    @Test
    void appearancesAreJoinedBeyondTheirBound() {
        TrackingRules rules = TestRules.bounded(64, 1 << 20, 100, 10, 50);
        FaceTracker tracker = new FaceTracker(rules, SyntheticFaces.SPACE, TWO_SECONDS);
        int anna = faces.person();
        for (int i = 0; i < 2000; i++) {
            tracker.next(
                    MediaTime.ofMillis(2000L * i),
                    false,
                    i % 4 < 2 ? List.of(faces.face(anna, 0, 0)) : List.of(),
                    faces);
        }
        FaceTrack track = tracker.finish(MediaTime.ofMillis(4_000_000)).getFirst();
        assertTrue(track.appearances().size() <= 50, track.appearances().size() + " appearances");
        assertEquals(1000, track.faces());
        assertEquals(0, track.appearances().getFirst().start().millis());
        assertEquals(3_995_000, track.appearances().getLast().end().millis());
    }

    @Test
    void whatNeverLooksMuchLikeAFaceIsNoTrack() {
        int anna = faces.person();
        int cat = faces.person();
        FaceTracker tracker = tracker();
        for (int i = 0; i < 4; i++) {
            DetectedFace faint = faces.face(cat, new PixelBox(300, 0, 400, 100), 0.5, 0.8);
            // Anna looks up once; that is enough for all her faces.
            DetectedFace face = faces.face(anna, new PixelBox(0, 0, 100, 100), 0.5, i == 2 ? 0.9 : 0.75);
            tracker.next(MediaTime.ofMillis(2000L * i), false, List.of(face, faint), faces);
        }
        List<FaceTrack> tracks = tracker.finish(MediaTime.ofMillis(8000));
        assertEquals(1, tracks.size());
        assertEquals(4, tracks.getFirst().faces());
    }

    @Test
    void timeMustAscend() {
        FaceTracker tracker = tracker();
        tracker.next(TWO_SECONDS, false, List.of(), faces);
        assertThrows(IllegalArgumentException.class, () -> tracker.next(TWO_SECONDS, false, List.of(), faces));
    }

    @Test
    void aVideoWithoutFacesHasNoTracks() {
        FaceTracker tracker = tracker();
        assertEquals(List.of(), tracker.finish(MediaTime.ZERO));
    }

    @Test
    void defaultsStay() {
        assertEquals(
                new TrackingRules(
                        0.7,
                        0.85,
                        10,
                        0.4,
                        0.45,
                        0.2,
                        1,
                        Duration.ofMillis(250),
                        3,
                        Duration.ofSeconds(5),
                        320,
                        33_554_432,
                        1_000,
                        250,
                        10_000),
                TrackingRules.standard());
    }
}
