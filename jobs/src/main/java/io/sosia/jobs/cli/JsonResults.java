package io.sosia.jobs.cli;

import java.io.PrintStream;
import java.io.StringWriter;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/** JSON Lines. Written through the generator alone, since binding would cost a tenth of a second at every start. */
final class JsonResults implements Results {

    private final JsonFactory json = new JsonFactory();
    private final PrintStream out;

    JsonResults(PrintStream out) {
        this.out = out;
    }

    @Override
    public <T> void list(Shape<T> shape, Collection<T> results) {
        for (T result : results) {
            single(shape, result);
        }
    }

    @Override
    public <T> void single(Shape<T> shape, T result) {
        StringWriter line = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(tools.jackson.core.ObjectWriteContext.empty(), line)) {
            generator.writeStartObject();
            generator.writeStringProperty("type", shape.type());
            for (Shape.Field<T> field : shape.fields()) {
                property(generator, field.name(), field.value().apply(result));
            }
            generator.writeEndObject();
        }
        out.println(TerminalText.json(line.toString()));
        out.flush();
    }

    private static void property(JsonGenerator generator, String name, Object value) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(present -> property(generator, name, present));
            return;
        }
        generator.writeName(name);
        value(generator, value);
    }

    private static void value(JsonGenerator generator, Object value) {
        switch (value) {
            case Boolean b -> generator.writeBoolean(b);
            case Integer i -> generator.writeNumber(i);
            case Long l -> generator.writeNumber(l);
            // JSON has no infinities; a ratio without a denominator is unknown.
            case Double d when !Double.isFinite(d) -> generator.writeNull();
            case Double d -> generator.writeNumber(d);
            case Map<?, ?> map -> {
                generator.writeStartObject();
                map.forEach((key, inner) -> property(generator, String.valueOf(key), inner));
                generator.writeEndObject();
            }
            case Collection<?> list -> {
                generator.writeStartArray();
                list.forEach(inner -> value(generator, inner));
                generator.writeEndArray();
            }
            // Enums, dates, instants and paths in their own text: RFC 3339 for the times.
            default -> generator.writeString(value.toString());
        }
    }
}
