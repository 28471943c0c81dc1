package io.sosia.jobs.takedown;

import io.sosia.models.digest.Sha256;

/** A document that belongs to a case: an agent's mandate, or a licence that an uploader shows. Immutable. */
public final class CaseDocument {

    private final String name;
    private final byte[] bytes;

    /**
     * A document.
     *
     * @param name of the file, without its folder; others' text
     * @param bytes the file's; copied
     */
    public CaseDocument(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes.clone();
    }

    /** The file's name, without its folder; others' text. */
    public String name() {
        return name;
    }

    /** Of the bytes, 64 hex digits. */
    public String sha256() {
        return Sha256.of(bytes);
    }

    /** A copy of the file's bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }
}
