package io.sosia.testdata.people;

/**
 * One number that makes a synthetic person look like nobody else, with the bounds that keep it a face.
 *
 * <p>Lengths are in <em>head units</em>: one unit is half the width of an average head at the cheekbones, about 72 mm.
 * The eye line is y = 0, y grows upwards, the viewer looks along −z. Traits without a length are fractions from 0 (none)
 * to 1 (as much as a person can have) unless they say otherwise. Average proportions follow common anthropometry tables
 * (interpupillary distance 63 mm, iris 11.7 mm, eye line to chin 113 mm).
 */
public enum Trait {
    /** Eye line to crown. */
    CROWN_HEIGHT(1.38, 1.66),
    /** Half width at the temples. */
    TEMPLE_WIDTH(0.84, 1.04),
    /** Half width at the cheekbones. */
    CHEEK_WIDTH(0.86, 1.10),
    /** Half width at the corner of the jaw. */
    JAW_WIDTH(0.68, 0.98),
    /** Half width of the chin. */
    CHIN_WIDTH(0.36, 0.70),
    /** Eye line to the bottom of the chin. */
    CHIN_DROP(1.40, 1.78),
    /** From a pointed to a square end of the chin, as the exponent of its outline. */
    CHIN_SQUARENESS(2.0, 3.8),
    /** How far the chin stands forward. */
    CHIN_PROJECTION(-0.08, 0.16),
    /** Cleft in the chin. */
    CHIN_CLEFT(0, 1),
    /** How hollow the cheeks are; negative is full. */
    CHEEK_HOLLOW(-0.10, 0.10),
    /** How far the cheekbones stand out. */
    CHEEKBONE(0.0, 0.12),
    /** Bulge of the forehead. */
    FOREHEAD(-0.05, 0.10),
    /** Exponent of the horizontal section: higher is a flatter face. */
    FACE_FLATNESS(1.9, 2.7),
    /** Ridge over the eyes. */
    BROW_RIDGE(0.0, 0.085),
    /** Height of the ears' centre. */
    EAR_HEIGHT(-0.38, -0.18),
    /** Length of the ears' half. */
    EAR_SIZE(0.24, 0.38),

    /** Half the distance between the pupils. */
    EYE_SPACING(0.37, 0.53),
    /** Half width of the eye opening. */
    EYE_WIDTH(0.16, 0.25),
    /** Height of the opening over its width. */
    EYE_OPENING(0.26, 0.54),
    /** Outer corner above the inner, in degrees. */
    EYE_TILT(-9, 13),
    /** Where along the lid it is highest: −1 inner, 1 outer. */
    EYE_SKEW(-0.4, 0.4),
    /** Depth of the sockets. */
    EYE_DEPTH(0.02, 0.18),
    /** Distance from the lid's edge to its crease; none at 0. */
    LID_CREASE(0.0, 0.11),
    /** Bags and shadow under the eyes. */
    EYE_BAGS(0, 1),
    /** Radius of the iris. */
    IRIS_RADIUS(0.072, 0.10),
    /** Colour of the iris: 0 dark brown, 0.5 green-hazel, 1 pale blue. */
    IRIS_COLOUR(0, 1),
    /** Dark line at the lashes. */
    LASHES(0.15, 1),
    /** Colour on the lids: strength. */
    EYESHADOW(0, 1),
    /** Colour on the lids: hue in turns. */
    EYESHADOW_HUE(0, 1),

    /** Height of the brows over the eye line. */
    BROW_HEIGHT(0.19, 0.37),
    /** Half thickness of the brows. */
    BROW_THICKNESS(0.018, 0.075),
    /** Height of the brows' arch. */
    BROW_ARCH(0.0, 0.14),
    /** Outer end of the brows above the inner, per unit of length. */
    BROW_TILT(-0.25, 0.30),
    /** Half length of the brows. */
    BROW_LENGTH(0.22, 0.36),
    /** How thick the brows' hair stands. */
    BROW_DENSITY(0.15, 1),
    /** Brows' centre from the eyes' centre, sideways. */
    BROW_SHIFT(-0.06, 0.05),

    /** Eye line to the base of the nose. */
    NOSE_LENGTH(0.52, 0.80),
    /** Half width over the nostrils' wings. */
    NOSE_WIDTH(0.17, 0.33),
    /** Width of the bridge. */
    BRIDGE_WIDTH(0.06, 0.15),
    /** Height of the bridge between the eyes. */
    BRIDGE_HEIGHT(0.02, 0.24),
    /** How far the tip stands forward. */
    NOSE_PROJECTION(0.24, 0.52),
    /** Size of the ball of the nose. */
    NOSE_TIP(0.07, 0.16),
    /** Tip above the base. */
    NOSE_UPTURN(0.06, 0.22),
    /** Hump on the bridge; negative is a saddle. */
    NOSE_HUMP(-0.06, 0.09),
    /** Size of the nostrils. */
    NOSTRILS(0.3, 1),

    /** Base of the nose to the line between the lips. */
    MOUTH_DROP(0.22, 0.42),
    /** Half width of the mouth. */
    MOUTH_WIDTH(0.26, 0.48),
    /** Height of the upper lip's red. */
    UPPER_LIP(0.03, 0.14),
    /** Height of the lower lip's red. */
    LOWER_LIP(0.05, 0.18),
    /** Depth of the cupid's bow. */
    CUPID_BOW(0, 1),
    /** How far the lips stand forward. */
    LIP_PROJECTION(0.0, 0.12),
    /** Corners of the mouth above its middle. */
    MOUTH_CORNERS(-0.05, 0.06),
    /** Strength of the lips' natural colour. */
    LIP_COLOUR(0.1, 1),
    /** Lipstick: strength. */
    LIPSTICK(0, 1),
    /** Lipstick: from orange-red through red to plum. */
    LIPSTICK_HUE(0, 1),

    /** Skin tone: 0 the palest, 1 the darkest. */
    MELANIN(0.02, 0.95),
    /** Skin tone: 0 pink, 1 olive. */
    UNDERTONE(0, 1),
    /** Red in cheeks and nose. */
    REDNESS(0, 1),
    /** Wrinkles, folds and sagging: 0 at twenty, 1 at eighty. */
    AGE(0, 1),
    /** Freckles. */
    FRECKLES(0, 1),
    /** Moles. */
    MOLES(0, 1),
    /** A scar. */
    SCAR(0, 1),
    /** Patches of lighter or darker skin: −1 lighter, 1 darker. */
    BLOTCHES(-1, 1),
    /** A large birthmark. */
    BIRTHMARK(0, 1),
    /** Shine of the skin. */
    GLOSS(0, 1),

    /** Shaved beard showing through. */
    STUBBLE(0, 1),
    /** Moustache. */
    MOUSTACHE(0, 1),
    /** Beard on cheeks and jaw. */
    BEARD(0, 1),
    /** Beard on the chin. */
    GOATEE(0, 1),

    /** Hair: 0 platinum, 0.5 brown, 1 black. */
    HAIR_DARKNESS(0, 1),
    /** Hair: red. */
    HAIR_RED(0, 1),
    /** Hair: grey. */
    HAIR_GREY(0, 1),
    /** Hair: none from 0.9 up, thin just below. */
    BALDNESS(0, 1),
    /** Height of the hairline over the eye line. */
    HAIRLINE(0.62, 1.08),
    /** Point of the hairline in the middle. */
    WIDOWS_PEAK(0, 0.16),
    /** Bare corners over the temples. */
    RECESSION(0, 0.45),
    /** How far hair falls below the eye line at the sides. */
    HAIR_LENGTH(0.1, 2.5),
    /** Thickness of the hair. */
    HAIR_VOLUME(0.05, 0.30),
    /** Waves and curls. */
    HAIR_CURL(0, 1),
    /** Fringe: 0 none, 1 down to the brows. */
    FRINGE(0, 1),
    /** Parting: −1 on the person's right, 1 left. */
    PARTING(-1, 1),

    /** Glasses, when a shot has them: half width of a lens. */
    GLASSES_SIZE(0.26, 0.40),
    /** Glasses: 0 round, 1 rectangular. */
    GLASSES_SHAPE(0, 1),
    /** Glasses: thickness of the frame. */
    GLASSES_FRAME(0.012, 0.05),

    /** Nose bent sideways. */
    NOSE_BEND(-0.05, 0.05),
    /** Mouth moved sideways. */
    MOUTH_SHIFT(-0.04, 0.04),
    /** One eye higher than the other. */
    EYE_UNEVENNESS(-0.03, 0.03),
    /** One brow higher than the other. */
    BROW_UNEVENNESS(-0.04, 0.04),
    /** Where moles, freckles, blotches and strands lie: any value is a different pattern. */
    PATTERN(0, 1);

    private final double least;
    private final double most;

    Trait(double least, double most) {
        this.least = least;
        this.most = most;
    }

    /** The least value a person can have, in this trait's unit. */
    public double least() {
        return least;
    }

    /** The greatest value a person can have, in this trait's unit. */
    public double most() {
        return most;
    }
}
