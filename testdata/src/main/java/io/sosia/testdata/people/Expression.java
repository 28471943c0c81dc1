package io.sosia.testdata.people;

/**
 * What a face is doing.
 *
 * @param smile −1 (corners down) to 1 (broad smile)
 * @param mouthOpen 0 (closed) to 1 (wide open)
 * @param eyesClosed 0 (as open as the person's eyes are) to 1 (closed)
 * @param browsRaised −1 (frown) to 1 (raised)
 * @param gaze −1 (looks to the left of the picture) to 1 (right)
 */
public record Expression(double smile, double mouthOpen, double eyesClosed, double browsRaised, double gaze) {

    /** At rest, looking ahead. */
    public static final Expression NEUTRAL = new Expression(0, 0, 0, 0, 0);

    /** @throws IllegalArgumentException if a value is outside its bounds */
    public Expression {
        Bounds.check("smile", smile, -1, 1);
        Bounds.check("mouthOpen", mouthOpen, 0, 1);
        Bounds.check("eyesClosed", eyesClosed, 0, 1);
        Bounds.check("browsRaised", browsRaised, -1, 1);
        Bounds.check("gaze", gaze, -1, 1);
    }
}
