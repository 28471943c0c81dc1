package io.sosia.jobs.evaluate;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Some of the people, to tell figures of them apart.
 *
 * @param name for people to read; may hold anything
 * @param members their names
 */
public record PeopleGroup(String name, Set<String> members) {

    /** Copies the members. */
    public PeopleGroup {
        members = Set.copyOf(members);
    }

    /**
     * Reads a group: a name on each line, as the folder with their pictures is called; empty lines count for nothing.
     * The group is called as the file is, without what follows the last dot.
     *
     * @throws LabelsException if it names nobody, or is not UTF-8
     * @throws IOException if the file cannot be read
     */
    public static PeopleGroup read(Path file) throws IOException, LabelsException {
        Set<String> members;
        try {
            members = Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.toSet());
        } catch (CharacterCodingException e) {
            throw new LabelsException(file, "is not UTF-8 text with a person's name on each line");
        }
        if (members.isEmpty()) {
            throw new LabelsException(file, "names nobody: a person's name on each line is expected");
        }
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return new PeopleGroup(dot > 0 ? name.substring(0, dot) : name, members);
    }
}
