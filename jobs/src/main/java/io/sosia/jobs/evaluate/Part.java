package io.sosia.jobs.evaluate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The people of whom figures are told side by side. */
public sealed interface Part {

    /** For people to read. */
    String name();

    /** Whether somebody belongs to it. */
    boolean holds(String person);

    /** What it is: {@code all}, {@code group} or {@code rest}. */
    default String kind() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Everybody first, and where there are groups each of them, and then whoever is in none. */
    static List<Part> of(List<PeopleGroup> groups) {
        List<Part> parts = new ArrayList<>();
        parts.add(new All());
        Set<String> grouped = new HashSet<>();
        for (PeopleGroup group : groups) {
            parts.add(new Group(group));
            grouped.addAll(group.members());
        }
        if (!groups.isEmpty()) {
            parts.add(new Rest(grouped));
        }
        return List.copyOf(parts);
    }

    /** Everybody. */
    record All() implements Part {
        @Override
        public String name() {
            return "everybody";
        }

        @Override
        public boolean holds(String person) {
            return true;
        }
    }

    /** Those whom a file names. */
    record Group(PeopleGroup group) implements Part {
        @Override
        public String name() {
            return group.name();
        }

        @Override
        public boolean holds(String person) {
            return group.members().contains(person);
        }
    }

    /** Those whom no file names. */
    record Rest(Set<String> grouped) implements Part {
        /** Copies the names. */
        public Rest {
            grouped = Set.copyOf(grouped);
        }

        @Override
        public String name() {
            return "the rest";
        }

        @Override
        public boolean holds(String person) {
            return !grouped.contains(person);
        }
    }
}
