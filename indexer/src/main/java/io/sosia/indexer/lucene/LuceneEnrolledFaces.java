package io.sosia.indexer.lucene;

import io.sosia.indexer.enrolled.EnrolledFaces;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Revision;
import io.sosia.indexer.registry.Template;
import io.sosia.indexer.registry.TemplateLedger;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registered faces of one space, searched by way of a {@link TemplateIndex} on disk.
 *
 * <p>What is searched is always the register's present state: the index on disk, less what was erased and whose
 * consent does not hold today, and what was registered since, compared exactly from memory. Before every search one
 * small query asks the register for its revision; only where it has changed is the difference worked out. So a crash
 * at any moment, an index that is older than the register, and a register put back from a backup are all the same case,
 * and searching needs no lock that another process could hold.
 *
 * <p>The index on disk is written anew by {@link #open} where it is missing, damaged, foreign, too far behind or still
 * holds somebody who was erased, and by {@link #refresh}. Only one process at a time writes it; the others wait, then
 * use what it wrote.
 */
public final class LuceneEnrolledFaces implements EnrolledFaces {

    static final Comparator<Candidate> MOST_ALIKE_FIRST =
            Comparator.comparing(Candidate::similarity).reversed().thenComparing(Candidate::person);

    private static final Logger LOG = LoggerFactory.getLogger(LuceneEnrolledFaces.class);
    private static final int PAGE = 1_000;
    private static final String LOCK = "writing.lock";

    private final Path root;
    private final Path folder;
    private final TemplateLedger ledger;
    private final EmbeddingSpace space;
    private final IndexSettings settings;
    private final Clock clock;
    private final ReentrantLock changing = new ReentrantLock();
    private final AtomicLong searches = new AtomicLong();
    private final AtomicLong quickSearches = new AtomicLong();
    private final LongAdder verified = new LongAdder();
    private final LongAdder agreed = new LongAdder();

    private volatile @Nullable View current;
    private boolean closed;

    private LuceneEnrolledFaces(
            Path root, TemplateLedger ledger, EmbeddingSpace space, IndexSettings settings, Clock clock) {
        this.root = root;
        this.folder = root.resolve(space.id().replace(':', '_'));
        this.ledger = ledger;
        this.space = space;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Opens the index, building it where needed; beyond {@link IndexSettings#exactLimit} that takes minutes.
     *
     * @param folder of all indexes of this register; each space has its own folder in it
     * @param ledger the register; not closed by this
     * @param clock tells the day on which consent has to hold
     * @throws IndexUnavailableException if the folder cannot be read or written
     */
    public static LuceneEnrolledFaces open(
            Path folder, TemplateLedger ledger, EmbeddingSpace space, IndexSettings settings, Clock clock) {
        LuceneEnrolledFaces faces = new LuceneEnrolledFaces(folder, ledger, space, settings, clock);
        faces.changing.lock();
        try {
            Files.createDirectories(faces.folder);
            faces.current = faces.readView().orElse(null);
            if (faces.current == null || faces.isBehind(faces.current)) {
                faces.write();
            }
        } catch (IOException e) {
            throw faces.unavailable(e);
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
        try {
            View view = acquirePresent();
            try {
                searches.incrementAndGet();
                return search(view, probe, people);
            } finally {
                view.release();
            }
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private List<Candidate> search(View view, Embedding probe, int people) throws IOException {
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

    /**
     * Brings the index on disk up to the register: afterwards it holds nobody who was erased before the call. Searches
     * go on meanwhile.
     *
     * @return false if another process was writing it for longer than {@link IndexSettings#lockPatience}
     * @throws IndexUnavailableException if it cannot be written
     */
    public boolean refresh() {
        changing.lock();
        try {
            requireOpen();
            View present = present();
            return (present.isAsWritten() && !isBehind(present)) || write();
        } catch (IOException e) {
            throw unavailable(e);
        } finally {
            changing.unlock();
        }
    }

    /**
     * Removes the indexes of all other spaces, in which people may be who have been erased since. Each is written anew
     * when it is opened next.
     *
     * @return false if another process was writing for longer than {@link IndexSettings#lockPatience}; none is removed
     * @throws IndexUnavailableException if one cannot be removed
     */
    public boolean removeOtherSpaces() {
        changing.lock();
        try (Directory locks = FSDirectory.open(root)) {
            requireOpen();
            Optional<Lock> lock = obtain(locks);
            if (lock.isEmpty()) {
                return false;
            }
            try (Lock held = lock.get();
                    Stream<Path> folders = Files.list(root)) {
                held.ensureValid();
                for (Path other : folders.filter(Files::isDirectory).toList()) {
                    if (!other.equals(folder)) {
                        removeAll(other);
                    }
                }
            }
            return true;
        } catch (IOException e) {
            throw unavailable(e);
        } finally {
            changing.unlock();
        }
    }

    private static void removeAll(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
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
            closed = true;
            replace(null);
        } finally {
            changing.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the index is closed");
        }
    }

    /** A view of the register as it is now, kept open; the caller releases it. */
    private View acquirePresent() throws IOException {
        Revision revision = ledger.revision();
        LocalDate today = today();
        @Nullable View view = current;
        if (view != null && view.shows(revision, today) && view.acquire()) {
            return view;
        }
        changing.lock();
        try {
            requireOpen();
            View present = present();
            if (!present.acquire()) {
                throw new IllegalStateException("the index is closed");
            }
            return present;
        } finally {
            changing.unlock();
        }
    }

    /** Only under the lock. */
    private View present() throws IOException {
        @Nullable View view = current;
        if (view != null && view.shows(ledger.revision(), today())) {
            return view;
        }
        if (view != null && ledger.hasBeen(view.revision)) {
            View next = derive(view.written, Optional.of(view));
            current = next;
            return next;
        }
        // The register is not the one that the view came from: begin anew.
        View next = derive(Optional.empty(), Optional.empty());
        replace(next);
        return next;
    }

    /** Only under the lock. Closes the index of the view before unless the next uses it too. */
    private void replace(@Nullable View next) {
        @Nullable View before = current;
        current = next;
        if (before != null && (next == null || !next.written.equals(before.written))) {
            before.written.ifPresent(TemplateIndex::close);
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** The index on disk, if it is one of ours and undamaged. */
    private Optional<TemplateIndex> readable() {
        try {
            TemplateIndex index = TemplateIndex.open(folder);
            if (index.space().equals(space)) {
                return Optional.of(index);
            }
            index.close();
            LOG.warn("the index in {} is of another space; it is written anew", folder);
        } catch (org.apache.lucene.index.IndexNotFoundException e) {
            LOG.debug("no index in {} yet", folder);
        } catch (IOException | IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            // Damage, another format, a codec that is gone: whatever it is, the register can replace it.
            LOG.warn("the index in {} cannot be used and is written anew: {}", folder, e.toString());
        }
        return Optional.empty();
    }

    /** What the index on disk shows, if it can be used and came from this register. */
    private Optional<View> readView() throws IOException {
        Optional<TemplateIndex> index = readable();
        if (index.isPresent() && !ledger.hasBeen(index.get().revision())) {
            LOG.warn("the index in {} came from another register or from a later state; it is written anew", folder);
            index.get().close();
            return Optional.empty();
        }
        return index.isPresent() ? Optional.of(deriveFrom(index.get())) : Optional.empty();
    }

    private View deriveFrom(TemplateIndex index) throws IOException {
        boolean derived = false;
        try {
            View view = derive(Optional.of(index), Optional.empty());
            derived = true;
            return view;
        } finally {
            if (!derived) {
                index.close();
            }
        }
    }

    private boolean isBehind(View view) {
        boolean lacksGraph = settings.beyond() == Mode.GRAPH
                && view.templates > settings.exactLimit()
                && view.written.map(index -> index.mode() == Mode.EXACT).orElse(true);
        return view.written.isEmpty()
                || view.erased > 0
                || view.recent.size() > settings.unwrittenTemplates()
                || lacksGraph;
    }

    /**
     * Writes the index anew and shows it. Only under the lock.
     *
     * @return false if there was no getting at it
     */
    private boolean write() throws IOException {
        try (Directory locks = FSDirectory.open(root)) {
            Optional<Lock> lock = obtain(locks);
            if (lock.isEmpty()) {
                LOG.warn("another process keeps writing the index in {}; searching from memory", folder);
                if (current == null) {
                    current = derive(Optional.empty(), Optional.empty());
                }
                return false;
            }
            try (Lock held = lock.get()) {
                Optional<View> there = readView();
                if (there.isPresent() && there.get().isAsWritten() && !isBehind(there.get())) {
                    // Somebody else wrote it while this waited.
                    replace(there.get());
                    return true;
                }
                there.flatMap(view -> view.written).ifPresent(TemplateIndex::close);
                sweep(there.isEmpty());
                Revision revision = ledger.revision();
                Mode mode = settings.beyond() == Mode.GRAPH && ledger.templateCount(space) > settings.exactLimit()
                        ? Mode.GRAPH
                        : Mode.EXACT;
                held.ensureValid();
                TemplateIndex.BuildReport report =
                        TemplateIndex.build(folder, space, mode, revision, new LedgerIterator(ledger, space), settings);
                LOG.info(
                        "wrote the index of {}: {} templates, {}, read in {} ms, built in {} ms",
                        space,
                        report.templates(),
                        mode,
                        report.reading().toMillis(),
                        report.building().toMillis());
                replace(deriveFrom(TemplateIndex.open(folder)));
                return true;
            }
        }
    }

    private Optional<Lock> obtain(Directory locks) throws IOException {
        long end = System.nanoTime() + settings.lockPatience().toNanos();
        while (true) {
            try {
                return Optional.of(locks.obtainLock(LOCK));
            } catch (LockObtainFailedException e) {
                if (System.nanoTime() - end >= 0) {
                    return Optional.empty();
                }
                try {
                    Thread.sleep(50);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return Optional.empty();
                }
            }
        }
    }

    /** Removes what a writer that died left behind, and with {@code all} whatever there is. */
    private void sweep(boolean all) throws IOException {
        List<Path> entries;
        try (Stream<Path> listed = Files.list(folder)) {
            entries = listed.toList();
        }
        for (Path entry : entries) {
            if (Files.isDirectory(entry) && entry.getFileName().toString().startsWith("building-")) {
                TemplateIndex.clear(entry);
                Files.deleteIfExists(entry);
            }
        }
        if (all) {
            TemplateIndex.clear(folder);
        }
    }

    /**
     * Works out what the register holds beyond an index, and what of the index it no longer holds. Template numbers
     * rise in the order of commits, so newcomers lie beyond the last number seen, and if the count then adds up nobody
     * was erased. Should the register change meanwhile, the view carries the revision from before, and the next search
     * derives again.
     *
     * @param before a view of the same index to go on from
     */
    private View derive(Optional<TemplateIndex> written, Optional<View> before) throws IOException {
        Revision revision = ledger.revision();
        LocalDate day = today();
        long[] numbers = before.isPresent()
                ? before.get().numbers
                : written.isPresent() ? written.get().numbers() : new long[0];
        List<Template> recent = new ArrayList<>(before.map(view -> view.recent).orElse(List.of()));
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
            for (int doc = 0; doc < numbers.length; doc++) {
                if (Arrays.binarySearch(present, numbers[doc]) < 0) {
                    accepted.clear(doc);
                    erased++;
                }
            }
        }
        Set<PersonId> hidden = ledger.unsearchable(day);
        if (!hidden.isEmpty() && written.isPresent()) {
            FixedBitSet hiddenPlaces = new FixedBitSet(Math.max(1, written.get().dictionarySize()));
            for (PersonId person : hidden) {
                written.get().placeOf(person).ifPresent(hiddenPlaces::set);
            }
            if (accepted == null) {
                accepted = all(numbers.length);
            }
            int[] personOf = written.get().personOf();
            for (int doc = 0; doc < numbers.length; doc++) {
                if (hiddenPlaces.get(personOf[doc])) {
                    accepted.clear(doc);
                }
            }
        }
        return new View(revision, day, written, numbers, recent, hidden, accepted, erased, settings);
    }

    private static FixedBitSet all(int size) {
        FixedBitSet bits = new FixedBitSet(size);
        if (size > 0) {
            bits.set(0, size);
        }
        return bits;
    }

    private IndexUnavailableException unavailable(IOException e) {
        return new IndexUnavailableException(
                "the index in " + folder + " cannot be read or written: "
                        + e.getClass().getSimpleName() + " " + e.getMessage(),
                e);
    }

    /** The register at a revision and day. Immutable. */
    private static final class View {

        private final Revision revision;
        private final LocalDate day;
        private final Optional<TemplateIndex> written;
        private final long[] numbers;
        private final List<Template> recent;
        private final float[][] recentVectors;
        private final int[] recentPeople;
        private final List<PersonId> newPeople;
        private final int dictionarySize;
        private final @Nullable FixedBitSet accepted;
        private final int acceptedCount;
        private final int erased;
        private final Mode mode;
        private final long templates;

        View(
                Revision revision,
                LocalDate day,
                Optional<TemplateIndex> written,
                long[] numbers,
                List<Template> recent,
                Set<PersonId> hidden,
                @Nullable FixedBitSet accepted,
                int erased,
                IndexSettings settings)
                throws IOException {
            this.revision = revision;
            this.day = day;
            this.written = written;
            this.numbers = numbers;
            this.recent = List.copyOf(recent);
            this.accepted = accepted;
            this.acceptedCount = accepted == null ? numbers.length : accepted.cardinality();
            this.erased = erased;
            this.templates = numbers.length - erased + (long) recent.size();
            boolean few = templates <= settings.exactLimit() || written.isEmpty() || numbers.length == 0;
            this.mode = switch (settings.beyond()) {
                case EXACT -> Mode.EXACT;
                case CODES -> few ? Mode.EXACT : Mode.CODES;
                case GRAPH -> few || written.get().mode() != Mode.GRAPH ? Mode.EXACT : Mode.GRAPH;
            };
            if (mode == Mode.CODES) {
                // Now rather than in the first search.
                written.orElseThrow().codes();
            }
            this.dictionarySize = written.isPresent() ? written.get().dictionarySize() : 0;
            Map<PersonId, Integer> places = new HashMap<>();
            this.newPeople = new ArrayList<>();
            List<Template> searchable = recent.stream()
                    .filter(template -> !hidden.contains(template.person()))
                    .toList();
            this.recentVectors = new float[searchable.size()][];
            this.recentPeople = new int[searchable.size()];
            for (int i = 0; i < searchable.size(); i++) {
                PersonId person = searchable.get(i).person();
                @Nullable Integer place = places.get(person);
                if (place == null) {
                    Optional<Integer> known =
                            written.isPresent() ? written.get().placeOf(person) : Optional.empty();
                    if (known.isPresent()) {
                        place = known.get();
                    } else {
                        place = dictionarySize + newPeople.size();
                        newPeople.add(person);
                    }
                    places.put(person, place);
                }
                recentVectors[i] = searchable.get(i).embedding().toArray();
                recentPeople[i] = place;
            }
        }

        boolean shows(Revision wanted, LocalDate today) {
            return revision.equals(wanted) && day.equals(today);
        }

        boolean isAsWritten() {
            return recent.isEmpty() && erased == 0;
        }

        boolean acquire() {
            return written.map(TemplateIndex::acquire).orElse(true);
        }

        void release() throws IOException {
            if (written.isPresent()) {
                written.get().release();
            }
        }

        BestPeople exactly(float[] target, int people) throws IOException {
            BestPeople best = new BestPeople(people);
            if (written.isPresent()) {
                written.get().searchExactly(target, accepted, best);
            }
            addRecent(target, best);
            return best;
        }

        BestPeople byCodes(float[] target, int people) throws IOException {
            BestPeople best = new BestPeople(people);
            addRecent(target, best);
            if (written.isPresent()) {
                written.get().searchCodes(target, accepted, best);
            }
            return best;
        }

        BestPeople byGraph(float[] target, int people, int width) throws IOException {
            BestPeople best = new BestPeople(people);
            if (written.isPresent()) {
                written.get().searchGraph(target, accepted, acceptedCount, best, width);
            }
            addRecent(target, best);
            return best;
        }

        private void addRecent(float[] target, BestPeople best) {
            for (int i = 0; i < recentVectors.length; i++) {
                best.offer(recentPeople[i], numbers.length + i, Score.of(target, recentVectors[i]));
            }
        }

        List<Candidate> candidates(BestPeople best, Embedding probe) throws IOException {
            List<Candidate> candidates = new ArrayList<>(best.size());
            for (int rank = 0; rank < best.size(); rank++) {
                candidates.add(new Candidate(person(best.person(rank)), similarity(best.place(rank), probe)));
            }
            candidates.sort(MOST_ALIKE_FIRST);
            return Collections.unmodifiableList(candidates);
        }

        private PersonId person(int place) throws IOException {
            return place < dictionarySize ? written.orElseThrow().person(place) : newPeople.get(place - dictionarySize);
        }

        /**
         * The cosine, worked out again from the vectors in double precision: the same on every machine, whichever
         * vector instructions found the place.
         */
        private Cosine similarity(int place, Embedding probe) throws IOException {
            Embedding template = place < numbers.length
                    ? written.orElseThrow().template(place)
                    : Embedding.normalised(probe.space(), recentVectors[place - numbers.length]);
            return probe.cosine(template);
        }
    }

    /** All templates of a space, page by page. */
    private static final class LedgerIterator implements Iterator<Template> {

        private final TemplateLedger ledger;
        private final EmbeddingSpace space;
        private Iterator<Template> page = Collections.emptyIterator();
        private long last;
        private boolean ended;

        LedgerIterator(TemplateLedger ledger, EmbeddingSpace space) {
            this.ledger = ledger;
            this.space = space;
        }

        @Override
        public boolean hasNext() {
            if (!page.hasNext() && !ended) {
                List<Template> next = ledger.templatesAfter(space, last, PAGE);
                ended = next.isEmpty();
                if (!ended) {
                    last = next.getLast().number();
                }
                page = next.iterator();
            }
            return page.hasNext();
        }

        @Override
        public Template next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.next();
        }
    }
}
