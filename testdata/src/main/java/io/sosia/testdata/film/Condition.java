package io.sosia.testdata.film;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What may happen to a film on its way to a platform, or to a face in front of the camera. The same screenplay is filmed
 * under each, so that what is found in one film and not in another is the condition's doing.
 *
 * <p>All but {@link #PLAIN} and the bitrates are recorded with fewer frames a second, five or a little more: their key
 * frames show the same as the plain film's, and those are what a nightly scan looks at; the frames between them would
 * only cost time to draw. Each of the frames that are left gets twice the bits of a frame of the plain film, so that
 * nothing but the condition harms it.
 */
public enum Condition {
    /** The film as it was shot. */
    PLAIN("plain"),
    /** Left and right exchanged. */
    MIRROR("mirror"),
    /** The middle 80 % of width and height, enlarged to the whole frame. */
    CROP_80("crop-80"),
    /** The whole picture at 80 % of its size in a frame of one colour. */
    BORDER("border"),
    /** Out of focus: a Gaussian whose deviation is 0.3 % of the frame's width, 2.2 pixels of 720. */
    BLUR("blur"),
    /** Twice as much. */
    BLUR_STRONG("blur-strong"),
    /** Encoded with 500 kb/s. */
    BITRATE_500("bitrate-500"),
    /** Encoded with 200 kb/s. */
    BITRATE_200("bitrate-200"),
    /** Half the width and height. */
    SCALE_50("scale-50"),
    /** A third of them. */
    SCALE_33("scale-33"),
    /** A quarter faster. */
    SPEED_125("speed-125"),
    /** A fifth slower. */
    SPEED_80("speed-80"),
    /** 40 % brighter; what goes beyond white stays there. */
    BRIGHTNESS_140("brightness-140"),
    /** 40 % darker. */
    BRIGHTNESS_60("brightness-60"),
    /** Squares over mouth and tip of the nose. */
    MOSAIC_MOUTH("mosaic-mouth"),
    /** Squares over eyes and brows. */
    MOSAIC_EYES("mosaic-eyes"),
    /** Dark lenses over eyes and brows. */
    SUNGLASSES("sunglasses"),
    /** A surgical mask over nose, mouth and chin. */
    MASK("mask"),
    /** What a phone's filter puts on a cheek, a brow and the nose. */
    STICKERS("stickers"),
    /** Two lines of large letters over the frame, which faces may be under. */
    SUBTITLES("subtitles");

    /** What {@link #CROP_80} takes at each edge, as a share of the side. */
    private static final double CROPPED = 0.1;

    /** Frames a second, at least, where only key frames count. */
    private static final int FEW_FRAMES = 5;

    /** Of a face's square from brow to chin the share that must be in the picture at some time to say that it is seen. */
    private static final double SEEN = 0.5;

    private final String text;

    Condition(String text) {
        this.text = text;
    }

    private Recording recording() {
        return switch (this) {
            case PLAIN -> Recording.AS_SHOT;
            case MIRROR -> Recording.of(FrameTreatment.mirrored());
            case CROP_80 -> Recording.of(FrameTreatment.cropped(CROPPED));
            case BORDER -> Recording.of(FrameTreatment.bordered(0.1));
            case BLUR -> Recording.of(FrameTreatment.blurred(0.003));
            case BLUR_STRONG -> Recording.of(FrameTreatment.blurred(0.006));
            case BITRATE_500 -> Recording.AS_SHOT.withKilobits(500);
            case BITRATE_200 -> Recording.AS_SHOT.withKilobits(200);
            case SCALE_50 -> Recording.of(FrameTreatment.resized()).withScale(50);
            case SCALE_33 -> Recording.of(FrameTreatment.resized()).withScale(33);
            case SPEED_125 -> Recording.SPARSE.withSpeed(125);
            case SPEED_80 -> Recording.SPARSE.withSpeed(80);
            case BRIGHTNESS_140 -> Recording.of(FrameTreatment.lit(1.4));
            case BRIGHTNESS_60 -> Recording.of(FrameTreatment.lit(0.6));
            case MOSAIC_MOUTH -> Recording.SPARSE.withDisguise(Disguise.MOSAIC_MOUTH);
            case MOSAIC_EYES -> Recording.SPARSE.withDisguise(Disguise.MOSAIC_EYES);
            case SUNGLASSES -> Recording.SPARSE.withDisguise(Disguise.SUNGLASSES);
            case MASK -> Recording.SPARSE.withDisguise(Disguise.MASK);
            case STICKERS -> Recording.SPARSE.withDisguise(Disguise.STICKERS);
            case SUBTITLES -> Recording.of(FrameTreatment.subtitled());
        };
    }

    /**
     * How a condition comes into a film.
     *
     * @param treatment of whole frames
     * @param disguise on faces
     * @param kilobits a second, where they are others than the settings'
     * @param scale of width and height, per cent
     * @param speed per cent
     * @param everyFrame whether every frame is recorded
     */
    private record Recording(
            Optional<FrameTreatment> treatment,
            Optional<Disguise> disguise,
            Optional<Integer> kilobits,
            int scale,
            int speed,
            boolean everyFrame) {

        private static final Recording AS_SHOT =
                new Recording(Optional.empty(), Optional.empty(), Optional.empty(), 100, 100, true);

        private static final Recording SPARSE =
                new Recording(Optional.empty(), Optional.empty(), Optional.empty(), 100, 100, false);

        static Recording of(FrameTreatment treatment) {
            return new Recording(Optional.of(treatment), Optional.empty(), Optional.empty(), 100, 100, false);
        }

        Recording withKilobits(int other) {
            return new Recording(treatment, disguise, Optional.of(other), scale, speed, everyFrame);
        }

        Recording withScale(int percent) {
            return new Recording(treatment, disguise, kilobits, percent, speed, everyFrame);
        }

        Recording withSpeed(int percent) {
            return new Recording(treatment, disguise, kilobits, scale, percent, everyFrame);
        }

        Recording withDisguise(Disguise other) {
            return new Recording(treatment, Optional.of(other), kilobits, scale, speed, everyFrame);
        }
    }

    /** The name on the command line, and of the condition's folder. */
    public String text() {
        return text;
    }

    /**
     * Finds a condition by its name on the command line, whatever its case.
     *
     * @throws IllegalArgumentException if {@code text} is no condition's {@link #text}
     */
    public static Condition parse(String text) {
        return Arrays.stream(values())
                .filter(condition -> condition.text.equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("condition '" + text + "' is none of "
                        + Arrays.stream(values()).map(Condition::text).collect(Collectors.joining(", "))));
    }

    /** True where faces are painted on, for which a {@link FaceFinder} tells where they are. */
    public boolean disguises() {
        return recording().disguise().isPresent();
    }

    Optional<Disguise> disguise() {
        return recording().disguise();
    }

    Optional<FrameTreatment> treatment() {
        return recording().treatment();
    }

    /** Of the screenplay's frames those that are filmed, and how fast. */
    Tempo tempo(FilmSettings settings) {
        int step = step(settings.format().framesPerSecond());
        return new Tempo(
                settings.format().framesPerSecond() / step, step * recording().speed());
    }

    private int step(int framesPerSecond) {
        if (recording().everyFrame()) {
            return 1;
        }
        int step = Math.max(1, framesPerSecond / FEW_FRAMES);
        // Whole frames only, so that frames lie where a screenplay's lie.
        while (framesPerSecond % step != 0) {
            step--;
        }
        return step;
    }

    /** What the film is recorded as. */
    FilmSettings recorded(FilmSettings settings) {
        FilmSettings.FrameFormat format = settings.format();
        FilmSettings.Encoding encoding = settings.encoding();
        return settings.withFormat(new FilmSettings.FrameFormat(
                        scaled(format.width()),
                        scaled(format.height()),
                        tempo(settings).framesPerSecond()))
                .withEncoding(new FilmSettings.Encoding(
                        encoding.codec(),
                        encoding.container(),
                        recording().kilobits().orElse(kilobits(settings)),
                        encoding.gop()));
    }

    private int kilobits(FilmSettings settings) {
        int step = step(settings.format().framesPerSecond());
        int kilobits = settings.encoding().kilobits();
        return step < 3 ? kilobits : Math.max(Math.min(kilobits, 100), 2 * kilobits / step);
    }

    private int scaled(int side) {
        return (int) Math.round(side * recording().scale() / 200.0) * 2;
    }

    /** Whether enough of a face is in the film for somebody to say who it is. */
    boolean shows(Part part, Shot shot, FilmSettings settings) {
        if (this != CROP_80) {
            return true;
        }
        int width = settings.format().width();
        int height = settings.format().height();
        for (int frame = 0; frame < shot.frames(); frame++) {
            double passed = shot.frames() == 1 ? 0 : (double) frame / (shot.frames() - 1);
            double seconds = (double) frame / settings.format().framesPerSecond();
            Pose pose = shot.camera().at(passed, seconds).see(part.blocking().at(passed, seconds), width, height);
            if (kept(pose.x(), pose.size(), width) * kept(pose.y(), pose.size(), height) >= SEEN) {
                return true;
            }
        }
        return false;
    }

    /** Share of a stretch of some length about its middle that a crop keeps of a side. */
    private static double kept(double middle, double length, int side) {
        double from = Math.max(middle - length / 2, CROPPED * side);
        double to = Math.min(middle + length / 2, (1 - CROPPED) * side);
        return Math.max(0, to - from) / length;
    }
}
