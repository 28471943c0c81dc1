package io.sosia.indexer.lucene;

import io.sosia.indexer.enrolled.EnrolledFaces;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Revision;
import io.sosia.indexer.registry.Template;
import io.sosia.indexer.registry.TemplateLedger;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registered faces of one space, searched by way of a {@link TemplateIndex} in memory.
 *
 * <p>What is searched is always the register's present state: the templates that were read when it was opened, less what was
 * erased and whose consent does not hold today, and what was registered since, compared exactly. Before every search one small
 * query asks the register for its revision; only where it has changed is the difference worked out. So it does not matter who
 * changes the register, this process or another. Where the register turns out to be another one, put back from a backup, all of
 * it is read anew.
 *
 * <p>Nothing is written: the register is sealed at rest, and its vectors are plain in memory only.
 */
public final class LuceneEnrolledFaces implements EnrolledFaces {

    static final Comparator<Candidate> MOST_ALIKE_FIRST =
            Comparator.comparing(Candidate::similarity).reversed().thenComparing(Candidate::person);

    private static final Logger LOG = LoggerFactory.getLogger(LuceneEnrolledFaces.class);
    private static final int PAGE = 1_000;

    private final TemplateLedger ledger;
    private final EmbeddingSpace space;
    private final IndexSettings settings;
    private final Clock clock;
    private final ReentrantLock changing = new ReentrantLock();
    private final AtomicLong searches = new AtomicLong();
    private final AtomicLong quickSearches = new AtomicLong();
    private final LongAdder verified = new LongAdder();
    private final LongAdder agreed = new LongAdder();

    /** None when closed. */
    private volatile @Nullable View current;

    private LuceneEnrolledFaces(TemplateLedger ledger, EmbeddingSpace space, IndexSettings settings, Clock clock) {
        this.ledger = ledger;
        this.space = space;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Reads the register; a million templates take seconds.
     *
     * @param ledger the register; not closed by this
     * @param clock tells the day on which consent has to hold
     */
    public static LuceneEnrolledFaces open(
            TemplateLedger ledger, EmbeddingSpace space, IndexSettings settings, Clock clock) {
        LuceneEnrolledFaces faces = new LuceneEnrolledFaces(ledger, space, settings, clock);
        faces.changing.lock();
        try {
            faces.current = faces.readAnew();
        } finally {
            faces.changing.unlock();
        }
        return faces;
    }

    @Override
    public List<Candidate> search(Embedding probe, int people) {
        if (!probe.space().equals(space)) {
            throw new IllegalArgumentException("a probe of " + probe.space() + " in an index of " + space);
        }
        if (people < 1) {
            throw new IllegalArgumentException("people: " + people + " is less than 1");
        }
        View view = acquirePresent();
        try {
            searches.incrementAndGet();
            return search(view, probe, people);
        } finally {
            view.release();
        }
    }

    private List<Candidate> search(View view, Embedding probe, int people) {
        float[] target = probe.toArray();
        BestPeople best = switch (view.mode) {
            case EXACT -> view.exactly(target, people);
            case CODES -> view.byCodes(target, people);
            case GRAPH -> view.byGraph(target, people, settings.graph().searchWidth());
        };
        List<Candidate> found = view.candidates(best, probe);
        if (view.mode == Mode.EXACT) {
            return found;
        }
        if (quickSearches.incrementAndGet() % settings.verifyEvery() != 0) {
            return found;
        }
        List<Candidate> exact = view.candidates(view.exactly(target, people), probe);
        verified.increment();
        if (found.isEmpty() ? exact.isEmpty() : found.getFirst().equals(exact.getFirst())) {
            agreed.increment();
        }
        return exact;
    }

    @Override
    public SearchStatistics statistics() {
        @Nullable View view = current;
        return new SearchStatistics(
                view == null ? Mode.EXACT : view.mode,
                view == null ? 0 : view.templates,
                searches.get(),
                verified.sum(),
                agreed.sum());
    }

    @Override
    public void close() {
        changing.lock();
        try {
            @Nullable View view = current;
            current = null;
            if (view != null) {
                view.index.close();
            }
        } finally {
            changing.unlock();
        }
    }

    /** A view of the register as it is now, kept open; the caller releases it. */
    private View acquirePresent() {
        Revision revision = ledger.revision();
        LocalDate today = today();
        @Nullable View view = current;
        if (view != null && view.shows(revision, today) && view.acquire()) {
            return view;
        }
        changing.lock();
        try {
            View present = present();
            if (!present.acquire()) {
                throw new IllegalStateException("freed, though nobody closed it");
            }
            return present;
        } finally {
            changing.unlock();
        }
    }

    /** Only under the lock. */
    private View present() {
        @Nullable View view = current;
        if (view == null) {
            throw new IllegalStateException("the index is closed");
        }
        Revision revision = ledger.revision();
        if (view.shows(revision, today())) {
            return view;
        }
        if (ledger.hasBeen(view.revision)) {
            View next = derive(view.index, revision, view.recent);
            current = next;
            return next;
        }
        LOG.warn("the register is another one than before; it is read anew");
        View next = readAnew();
        current = next;
        view.index.close();
        return next;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** All of the register, as it is now. Only under the lock. */
    private View readAnew() {
        // From before: whatever changes while templates are read is worked out by the search after.
        Revision revision = ledger.revision();
        TemplateIndex index = TemplateIndex.read(ledger, space, settings.readThreads());
        boolean derived = false;
        try {
            if (settings.beyond() == Mode.GRAPH && index.size() > settings.exactLimit()) {
                index.buildGraph(settings.graph());
            }
            View view = derive(index, revision, List.of());
            derived = true;
            LOG.debug("read {} templates of {}", index.size(), space);
            return view;
        } finally {
            if (!derived) {
                index.close();
            }
        }
    }

    /**
     * Works out what the register holds beyond what was read, and what of that it no longer holds. Template numbers rise in the
     * order of commits, so newcomers lie beyond the last number seen, and if the count then adds up nobody was erased. Should
     * the register change meanwhile, the view carries the revision from before, and the next search derives again.
     *
     * @param revision the register's, from before
     * @param known newcomers that an earlier view of the same index has read
     */
    private View derive(TemplateIndex index, Revision revision, List<Template> known) {
        LocalDate day = today();
        long[] numbers = index.numbers();
        List<Template> recent = new ArrayList<>(known);
        long last = recent.isEmpty()
                ? (numbers.length == 0 ? 0 : numbers[numbers.length - 1])
                : recent.getLast().number();
        while (true) {
            List<Template> page = ledger.templatesAfter(space, last, PAGE);
            if (page.isEmpty()) {
                break;
            }
            recent.addAll(page);
            last = page.getLast().number();
        }
        @Nullable FixedBitSet accepted = null;
        int erased = 0;
        long expected = numbers.length + (long) recent.size();
        if (ledger.templateCount(space) != expected) {
            long[] present = ledger.templateNumbers(space);
            recent.removeIf(template -> Arrays.binarySearch(present, template.number()) < 0);
            accepted = all(numbers.length);
            for (int place = 0; place < numbers.length; place++) {
                if (Arrays.binarySearch(present, numbers[place]) < 0) {
                    accepted.clear(place);
                    erased++;
                }
            }
        }
        Set<PersonId> hidden = ledger.unsearchable(day);
        if (!hidden.isEmpty()) {
            FixedBitSet hiddenPlaces = new FixedBitSet(Math.max(1, index.peopleCount()));
            for (PersonId person : hidden) {
                index.placeOf(person).ifPresent(hiddenPlaces::set);
            }
            if (accepted == null) {
                accepted = all(numbers.length);
            }
            int[] personOf = index.personOf();
            for (int place = 0; place < numbers.length; place++) {
                if (hiddenPlaces.get(personOf[place])) {
                    accepted.clear(place);
                }
            }
        }
        return new View(revision, day, index, recent, hidden, accepted, erased, settings);
    }

    private static FixedBitSet all(int size) {
        FixedBitSet bits = new FixedBitSet(size);
        if (size > 0) {
            bits.set(0, size);
        }
        return bits;
    }

    /** The register at a revision and day. Immutable. */
    private static final class View {

        private final Revision revision;
        private final LocalDate day;
        private final TemplateIndex index;
        private final List<Template> recent;
        private final float[][] recentVectors;
        private final int[] recentPeople;
        private final List<PersonId> newPeople;
        private final @Nullable FixedBitSet accepted;
        private final int acceptedCount;
        private final Mode mode;
        private final long templates;

        View(
                Revision revision,
                LocalDate day,
                TemplateIndex index,
                List<Template> recent,
                Set<PersonId> hidden,
                @Nullable FixedBitSet accepted,
                int erased,
                IndexSettings settings) {
            this.revision = revision;
            this.day = day;
            this.index = index;
            this.recent = List.copyOf(recent);
            this.accepted = accepted;
            this.acceptedCount = accepted == null ? index.size() : accepted.cardinality();
            this.templates = index.size() - erased + (long) recent.size();
            boolean few = templates <= settings.exactLimit() || index.size() == 0;
            this.mode = switch (settings.beyond()) {
                case EXACT -> Mode.EXACT;
                case CODES -> few ? Mode.EXACT : Mode.CODES;
                case GRAPH -> few || !index.hasGraph() ? Mode.EXACT : Mode.GRAPH;
            };
            if (mode == Mode.CODES) {
                // Now rather than in the first search.
                index.codes();
            }
            Map<PersonId, Integer> places = new HashMap<>();
            this.newPeople = new ArrayList<>();
            List<Template> searchable = recent.stream()
                    .filter(template -> !hidden.contains(template.person()))
                    .toList();
            this.recentVectors = new float[searchable.size()][];
            this.recentPeople = new int[searchable.size()];
            for (int i = 0; i < searchable.size(); i++) {
                recentVectors[i] = searchable.get(i).embedding().toArray();
                recentPeople[i] = places.computeIfAbsent(
                        searchable.get(i).person(),
                        person -> index.placeOf(person).orElseGet(() -> {
                            newPeople.add(person);
                            return index.peopleCount() + newPeople.size() - 1;
                        }));
            }
        }

        boolean shows(Revision wanted, LocalDate today) {
            return revision.equals(wanted) && day.equals(today);
        }

        boolean acquire() {
            return index.acquire();
        }

        void release() {
            index.release();
        }

        BestPeople exactly(float[] target, int people) {
            BestPeople best = new BestPeople(people);
            index.searchExactly(target, accepted, best);
            addRecent(target, best);
            return best;
        }

        BestPeople byCodes(float[] target, int people) {
            BestPeople best = new BestPeople(people);
            addRecent(target, best);
            index.searchCodes(target, accepted, best);
            return best;
        }

        BestPeople byGraph(float[] target, int people, int width) {
            BestPeople best = new BestPeople(people);
            index.searchGraph(target, accepted, acceptedCount, best, width);
            addRecent(target, best);
            return best;
        }

        private void addRecent(float[] target, BestPeople best) {
            for (int i = 0; i < recentVectors.length; i++) {
                best.offer(recentPeople[i], index.size() + i, Score.of(target, recentVectors[i]));
            }
        }

        List<Candidate> candidates(BestPeople best, Embedding probe) {
            List<Candidate> candidates = new ArrayList<>(best.size());
            for (int rank = 0; rank < best.size(); rank++) {
                candidates.add(new Candidate(person(best.person(rank)), similarity(best.place(rank), probe)));
            }
            candidates.sort(MOST_ALIKE_FIRST);
            return Collections.unmodifiableList(candidates);
        }

        private PersonId person(int place) {
            return place < index.peopleCount() ? index.person(place) : newPeople.get(place - index.peopleCount());
        }

        /**
         * The cosine, worked out again from the vectors in double precision: the same on every machine, whichever
         * vector instructions found the place.
         */
        private Cosine similarity(int place, Embedding probe) {
            Embedding template = place < index.size()
                    ? index.template(place)
                    : Embedding.normalised(probe.space(), recentVectors[place - index.size()]);
            return probe.cosine(template);
        }
    }
}
