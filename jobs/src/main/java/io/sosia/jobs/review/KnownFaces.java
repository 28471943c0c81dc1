package io.sosia.jobs.review;

import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.Likeness;
import io.sosia.indexer.registry.PersonId;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.FaceVectors;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What decisions have taught, as a scan asks it; read anew when it has changed. Thread-safe. */
public final class KnownFaces {

    private final StoredLessons lessons;
    private final SameFace sameFace;
    private volatile Revision latest = new Revision(-1);

    /** By what is stored. */
    public KnownFaces(StoredLessons lessons, Fusion fusion) {
        this.lessons = lessons;
        this.sameFace = new SameFace(fusion);
    }

    /** What is known now. */
    public Revision now() {
        long revision = lessons.revision();
        Revision known = latest;
        if (known.number != revision) {
            known = new Revision(revision);
            latest = known;
        }
        return known;
    }

    /** What was known at a time. */
    public final class Revision {

        private final long number;
        private final Map<String, List<Lesson>> rejected = new ConcurrentHashMap<>();
        private final Map<PersonId, List<Lesson>> confirmed = new ConcurrentHashMap<>();

        private Revision(long number) {
            this.number = number;
        }

        /** Whether anything has been learnt since. */
        public boolean stands() {
            return lessons.revision() == number;
        }

        /**
         * Whether a track is a face of which a person has said, in the same work, that it is not somebody's.
         *
         * @param person whom it would be taken for
         * @param score to them
         */
        public Optional<Rejected> rejected(String work, PersonId person, FaceVectors face, Cosine score) {
            return rejected.computeIfAbsent(work, lessons::rejected).stream()
                    .filter(lesson -> lesson.person().equals(person))
                    .flatMap(lesson -> sameFace.again(face, score, lesson.templates()).stream()
                            .map(likeness -> new Rejected(lesson.finding(), likeness)))
                    .max(Comparator.comparing(Rejected::likeness));
        }

        /**
         * Whether a track that is taken for somebody was confirmed to be theirs before: in the same bytes, or as the same
         * face again.
         */
        public Optional<Confirmed> confirmed(PersonId person, String videoSha256, FaceVectors face) {
            return confirmed.computeIfAbsent(person, lessons::confirmed).stream()
                    .flatMap(lesson -> sameFace.likeness(face, lesson.templates()).stream()
                            .map(likeness -> confirmed(lesson, videoSha256, likeness)))
                    .filter(known -> known.sameBytes || known.sameFace)
                    .max(Comparator.comparing(Confirmed::sameBytes).thenComparing(Confirmed::likeness));
        }

        private Confirmed confirmed(Lesson lesson, String videoSha256, Likeness likeness) {
            return new Confirmed(
                    lesson.finding(),
                    lesson.videoSha256().equals(videoSha256),
                    sameFace.isSame(likeness),
                    likeness.score());
        }
    }

    /**
     * A face that was rejected.
     *
     * @param finding in which
     * @param likeness to it
     */
    public record Rejected(long finding, Cosine likeness) {}

    /**
     * A face that was confirmed.
     *
     * @param finding in which
     * @param sameBytes whether in a video with the very same bytes
     * @param sameFace whether the two are as alike as one face in one work
     * @param likeness to it
     */
    public record Confirmed(long finding, boolean sameBytes, boolean sameFace, Cosine likeness) {}
}
