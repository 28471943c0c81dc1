package io.sosia.jobs.cli;

import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.retention.SignedReceipt;
import io.sosia.models.file.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody wants a receipt.
 *
 * @param file absolute, in a folder that there is
 */
record ReceiptFile(Path file) {

    /**
     * Checks where it is to be, before anything is done.
     *
     * @param option that named it
     * @throws UsageException if no file can be written there
     */
    static ReceiptFile at(String option, Path named) {
        Path file = named.toAbsolutePath().normalize();
        @Nullable Path folder = file.getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new UsageException(option + " " + named + " is a folder; the name of a file is needed");
        }
        if (!Files.isWritable(folder)) {
            throw new UsageException(option + " " + named + ": there is no folder " + folder + " that can be written");
        }
        return new ReceiptFile(file);
    }

    /**
     * Writes it, its signature and the public key, and says how to check it.
     *
     * @throws NotReadyException if it could not be written
     */
    void write(Invocation invocation, SignedReceipt receipt) throws NotReadyException {
        try {
            receipt.write(file);
        } catch (IOException e) {
            throw new NotReadyException("the receipt " + file + " could not be written: " + FileReason.words(e), e);
        }
        invocation.console().say("sosia: the receipt is in " + file + "; anybody can check it:");
        invocation.console().say("  " + SignedReceipt.checkedBy(file));
    }
}
