package io.sosia.jobs.evaluate;

import io.sosia.detector.pipeline.PhotoReader;
import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.detector.pipeline.PhotoReader.PhotoReading;
import io.sosia.detector.pipeline.PhotoReader.PhotoRefusal;
import io.sosia.detector.pipeline.PhotoReader.Refused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** The subjects of many photos. Immutable. */
public final class PhotoReadings {

    private final SortedMap<Path, PhotoReading> readings;

    private PhotoReadings(Map<Path, PhotoReading> readings) {
        this.readings = new TreeMap<>(readings);
    }

    /**
     * Reads each photo once.
     *
     * @param readers opens a reader for a worker, which closes it
     * @param workers how many threads, 1 or more
     * @param progress told from any worker how many are done
     * @throws InterruptedException if the calling thread is interrupted; the workers then stop
     */
    public static PhotoReadings read(
            Collection<Path> photos, Supplier<PhotoReader> readers, int workers, IntConsumer progress)
            throws InterruptedException {
        Map<Path, PhotoReading> readings = new ConcurrentHashMap<>();
        Queue<Path> waiting =
                new ConcurrentLinkedQueue<>(photos.stream().distinct().toList());
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                tasks.add(() -> {
                    int own = 0;
                    try (PhotoReader reader = readers.get()) {
                        for (Path photo = waiting.poll();
                                photo != null && !Thread.currentThread().isInterrupted();
                                photo = waiting.poll()) {
                            readings.put(photo, reader.subject(photo));
                            progress.accept(readings.size());
                            own++;
                        }
                    }
                    return own;
                });
            }
            for (Future<Integer> done : pool.invokeAll(tasks)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a photo could not be read for a reason of ours", e.getCause());
        }
        return new PhotoReadings(readings);
    }

    /**
     * The subject.
     *
     * @return empty where the photo shows no usable face, or is none
     * @throws IllegalArgumentException if the photo was not among those read
     */
    public Optional<Accepted> face(Path photo) {
        PhotoReading reading = readings.get(photo);
        if (reading == null) {
            throw new IllegalArgumentException(photo + " was not read");
        }
        return switch (reading) {
            case Accepted face -> Optional.of(face);
            case Refused refused -> Optional.empty();
        };
    }

    /** Photos in which no usable face was found. */
    public List<Path> withoutFace() {
        return refused().entrySet().stream()
                .filter(e -> !isUnreadable(e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Photos that could not be read, with what is wrong with them. */
    public Map<Path, Refused> unreadable() {
        SortedMap<Path, Refused> unreadable = refused();
        unreadable.values().removeIf(refused -> !isUnreadable(refused));
        return unreadable;
    }

    private SortedMap<Path, Refused> refused() {
        SortedMap<Path, Refused> refused = new TreeMap<>();
        readings.forEach((photo, reading) -> {
            if (reading instanceof Refused no) {
                refused.put(photo, no);
            }
        });
        return refused;
    }

    private static boolean isUnreadable(Refused refused) {
        return refused.reason() == PhotoRefusal.UNREADABLE || refused.reason() == PhotoRefusal.NOT_A_PICTURE;
    }
}
