package io.sosia.detector.media;

/** Why a video or photo could not be looked at, or only in part. Names are printed as reason codes: keep them. */
public enum MediaFailure {
    /** There is no such file, or it may not be read, or it is no regular file. */
    UNREADABLE,
    /** The file has 0 bytes. */
    EMPTY,
    /** No container or picture format that is accepted here. */
    UNKNOWN_FORMAT,
    /** A container that is accepted, with no video in it. */
    NO_VIDEO,
    /** The video's codec or pixel format is not accepted here. */
    UNSUPPORTED_CODEC,
    /** More pixels than the bound, claimed or real. */
    TOO_LARGE,
    /** Longer than the bound on duration. */
    TOO_LONG,
    /** More streams than the bound. */
    TOO_MANY_STREAMS,
    /** The file ends before what it announces. */
    TRUNCATED,
    /** Bytes that the decoder could make nothing of. */
    DAMAGED,
    /** More different faces than are kept apart: those of several people were taken together. */
    TOO_MANY_FACES,
    /** There are several video tracks in one file, of which one was looked at. */
    SEVERAL_VIDEOS,
    /** Decoding took longer than the bound. */
    TIMEOUT
}
