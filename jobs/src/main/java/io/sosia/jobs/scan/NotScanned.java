package io.sosia.jobs.scan;

/**
 * An input that could not be looked at, or only in part. It says nothing about whether faces are in it.
 *
 * @param path as it was given; for a line of a manifest that could not be read, the manifest and the line's number
 * @param reason a name of {@code MediaFailure}, or {@code MANIFEST_LINE}, or {@code NOTHING_FOUND} for a path without
 *     any video
 * @param detail one line for a person
 * @param partly whether the rest of the video was looked at; findings of that part are reported
 */
public record NotScanned(String path, String reason, String detail, boolean partly) implements ResultLine {
    @Override
    public String type() {
        return "not_scanned";
    }
}
