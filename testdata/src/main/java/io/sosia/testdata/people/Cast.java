package io.sosia.testdata.people;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The people of the synthetic dramas: those who can be registered, and strangers whom nobody registers.
 *
 * <p>The standard cast was chosen by measurement, not by eye. Detector: YuNet n, best face. Alignment: least-squares
 * similarity of its five landmarks to ArcFace's, 112×112, bilinear. Recogniser: {@code MobileFaceNet.onnx}, cosine. A
 * person's template is one drawing of {@link Shot#frontal()} on grey; the shots are fresh draws of {@link Shot#random} on
 * plain colours, 20 a person at 224 pixels (seed 910000 + place, generator {@code L64X128MixRandom}), none of which was used
 * in choosing:
 *
 * <ul>
 *   <li>{@link #people}: a shot to its own person's template at least 0.616; a template to another's at most 0.336; a shot
 *       to another's template at most 0.395; single shots of two people at most 0.448, 0.1 % of them at 0.40 or more.
 *   <li>With {@link #strangers}: 0.599, 0.378, 0.424 and 0.483.
 *   <li>YuNet's score: 0.920 on average, at least 0.882.
 * </ul>
 *
 * {@code testdata/docs/adr/0001-synthetic-cast.md} has the whole protocol and the figures at 512 pixels.
 *
 * @param people whom films star; in a fixed order
 * @param strangers further people, as unlike the cast as the cast is unlike itself
 */
public record Cast(List<SyntheticPerson> people, List<SyntheticPerson> strangers) {

    private static final String RESOURCE = "/io/sosia/testdata/people/cast.csv";
    private static final String FORMAT = "# sosia cast 1";

    /** Copies both lists. */
    public Cast {
        people = List.copyOf(people);
        strangers = List.copyOf(strangers);
    }

    /** The cast that comes with this module. */
    public static Cast standard() {
        try (InputStream in = Objects.requireNonNull(Cast.class.getResourceAsStream(RESOURCE), RESOURCE);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return read(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }

    /**
     * Reads a cast: the line {@code # sosia cast 1}; a line {@code trait,NAME,NAME…}; then a line for every
     * {@link Trait} with its name and each person's value. Who is called {@code stranger-…} is a stranger.
     *
     * @throws IllegalArgumentException if the format is another, a line is short, or a trait is missing, unknown or out of
     *     bounds
     */
    static Cast read(BufferedReader reader) throws IOException {
        String format = reader.readLine();
        if (!FORMAT.equals(format)) {
            throw new IllegalArgumentException("a cast begins with \"" + FORMAT + "\", not \"" + format + '"');
        }
        String header = reader.readLine();
        if (header == null) {
            throw new IllegalArgumentException("a cast without a line of names");
        }
        String[] names = header.split(",", -1);
        List<Map<Trait, Double>> values = new ArrayList<>();
        for (int i = 1; i < names.length; i++) {
            values.add(new EnumMap<>(Trait.class));
        }
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            String[] cells = line.split(",", -1);
            if (cells.length != names.length) {
                throw new IllegalArgumentException(
                        cells[0] + " has " + (cells.length - 1) + " values for " + (names.length - 1) + " people");
            }
            Trait trait = Trait.valueOf(cells[0]);
            for (int i = 1; i < cells.length; i++) {
                values.get(i - 1).put(trait, Double.valueOf(cells[i]));
            }
        }
        List<SyntheticPerson> people = new ArrayList<>();
        List<SyntheticPerson> strangers = new ArrayList<>();
        for (int i = 1; i < names.length; i++) {
            SyntheticPerson person = new SyntheticPerson(names[i], Traits.of(values.get(i - 1)));
            (names[i].startsWith("stranger-") ? strangers : people).add(person);
        }
        return new Cast(people, strangers);
    }
}
