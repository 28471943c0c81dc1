package io.sosia.testdata.film;

import java.nio.file.Path;

/** Is told how far filming has come. Thread-safe: workers call it. */
public interface FilmProgress {

    /** Tells nobody. */
    FilmProgress SILENT = new FilmProgress() {
        @Override
        public void frames(long done, long total) {}

        @Override
        public void episode(Path file, int done, int total) {}
    };

    /** {@code done} of {@code total} frames are encoded; called about twice for each second of film. */
    void frames(long done, long total);

    /** {@code file} is complete, the {@code done}th of {@code total}. */
    void episode(Path file, int done, int total);
}
