package io.sosia.jobs.audit;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that writes down as fast as it can, for a test that kills it: {@code HOME ACKNOWLEDGED}. */
final class AuditChild {

    private AuditChild() {}

    public static void main(String[] arguments) throws IOException {
        try (AuditHome home = AuditHome.sqlite(Path.of(arguments[0]));
                FileOutputStream acknowledged = new FileOutputStream(arguments[1], true)) {
            for (int n = 0; ; n++) {
                AuditPosition position = home.view("p-" + n);
                // One write, so that a kill leaves whole lines; the file system keeps it beyond the process.
                acknowledged.write((position.number() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
