package io.sosia.models.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be used, in words for a person: Java says it by the name of a class, with the path as message. */
public final class FileReason {

    private FileReason() {}

    /** One line that names neither the file nor a class, fit to follow a colon. */
    public static String words(IOException problem) {
        return switch (problem) {
            case NoSuchFileException none -> "there is no such file or folder";
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException taken -> "something else has that name";
            case FileSystemLoopException loop -> "a link leads back to itself";
            case NotDirectoryException file -> "it is no folder";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            case CharacterCodingException coding -> "it is not text in UTF-8";
            case IOException other -> {
                String message = other.getMessage();
                yield message == null || message.isBlank() ? "reading or writing failed" : message;
            }
        };
    }

    /** The same, with the file that it is about before it, where the problem tells. */
    public static String wordsWithFile(IOException problem) {
        return problem instanceof FileSystemException about && about.getFile() != null
                ? about.getFile() + ": " + words(problem)
                : words(problem);
    }
}
