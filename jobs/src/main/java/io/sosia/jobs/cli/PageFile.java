package io.sosia.jobs.cli;

import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.models.file.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody wants a run's page with its pictures.
 *
 * @param file absolute; outside of the home, in a folder that there is
 */
record PageFile(Path file) {

    /** A page that was written. */
    private record Written(String run, Path file) {}

    private static final Shape<Written> WRITTEN =
            Shape.<Written>of("page").field("run", "RUN", Written::run).field("file", "PAGE WITH FACES", Written::file);

    /**
     * Checks where it is to be, before anything is done.
     *
     * @param option that named it
     * @throws UsageException if no file can be written there, or it lies in the home, which keeps no face in the open
     */
    static PageFile at(String option, Path named, Home home) {
        Path file = named.toAbsolutePath().normalize();
        @Nullable Path folder = file.getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new UsageException(option + " " + named + " is a folder; the name of a file is needed");
        }
        if (!Files.isDirectory(folder)) {
            throw new UsageException(option + " " + named + ": there is no folder " + folder);
        }
        try {
            if (folder.toRealPath().startsWith(home.root().toRealPath())) {
                throw new UsageException(option + " " + named
                        + " lies in the home, where no face is kept in the open; name another place");
            }
        } catch (IOException e) {
            throw new UsageException(option + " " + named + " cannot be written: " + FileReason.words(e));
        }
        return new PageFile(file);
    }

    /**
     * Writes it, says what it holds, and has it in the audit log that it was written.
     *
     * @throws NotReadyException if it could not be written
     */
    void write(Invocation invocation, Workplace workplace, String run) throws NotReadyException {
        workplace.record(AuditKind.EXPORTED, List.of(), Map.of("what", "page with pictures", "run", run));
        try {
            workplace.pages().writeWithPictures(run, file);
        } catch (IOException e) {
            throw new NotReadyException("the page " + file + " could not be written: " + FileReason.words(e), e);
        }
        invocation.results().list(WRITTEN, List.of(new Written(run, file)));
        invocation
                .console()
                .say("sosia: " + file
                        + " shows faces of people; delete it when it has served. Erasures do not reach it");
    }
}
