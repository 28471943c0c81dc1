package io.sosia.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How one kind of result is shown: all its fields as a JSON object, those with a heading as a table row. Both forms come
 * from one list, so they cannot drift apart. Immutable.
 *
 * <p>A field's value is a string, number, boolean, enum, path, date, instant, list, map with string keys, or an optional
 * of these; an empty optional leaves the field out.
 *
 * @param <T> the result
 */
final class Shape<T> {

    private final String type;
    private final List<Field<T>> fields;

    private Shape(String type, List<Field<T>> fields) {
        this.type = type;
        this.fields = List.copyOf(fields);
    }

    /** A shape without fields, whose {@code "type"} is {@code type}. */
    static <T> Shape<T> of(String type) {
        return new Shape<>(type, List.of());
    }

    /** With a further field that both forms show. */
    Shape<T> field(String name, String heading, Function<T, ?> value) {
        return with(new Field<>(name, Optional.of(heading), value, Optional.empty()));
    }

    /** With a further field that the table shows in its own way. */
    Shape<T> field(String name, String heading, Function<T, ?> value, Function<T, String> text) {
        return with(new Field<>(name, Optional.of(heading), value, Optional.of(text)));
    }

    /** With a further field that the table leaves out. */
    Shape<T> field(String name, Function<T, ?> value) {
        return with(new Field<>(name, Optional.empty(), value, Optional.empty()));
    }

    /** With a field of another shape, shown of a part of each result. */
    <P> Shape<T> with(Field<P> field, Function<T, P> part) {
        return with(new Field<>(
                field.name(),
                field.heading(),
                result -> field.value().apply(part.apply(result)),
                field.text().map(text -> result -> text.apply(part.apply(result)))));
    }

    private Shape<T> with(Field<T> field) {
        List<Field<T>> more = new ArrayList<>(fields);
        more.add(field);
        return new Shape<>(type, more);
    }

    String type() {
        return type;
    }

    List<Field<T>> fields() {
        return fields;
    }

    /**
     * A field.
     *
     * @param name in JSON
     * @param heading in a table; empty where the table leaves it out
     * @param text what the table shows; empty for the value's usual form
     */
    record Field<T>(String name, Optional<String> heading, Function<T, ?> value, Optional<Function<T, String>> text) {}
}
