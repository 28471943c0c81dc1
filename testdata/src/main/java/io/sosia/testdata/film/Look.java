package io.sosia.testdata.film;

import java.awt.image.BufferedImage;

/**
 * How an actor looks in one shot: a head cut out softly, ready to be laid over a scene.
 *
 * @param picture {@code TYPE_INT_ARGB}, transparent around the head; lent, not copied: nobody draws on it afterwards
 * @param faceX column of the face's middle (about the bridge of the nose), pixels of {@code picture}
 * @param faceY row of the face's middle, pixels of {@code picture}
 * @param faceSize side of a square around the face from brow to chin, pixels of {@code picture}, at least 8
 */
public record Look(BufferedImage picture, double faceX, double faceY, double faceSize) {

    /** @throws IllegalArgumentException if the type, the middle or the size is out of range */
    public Look {
        if (picture.getType() != BufferedImage.TYPE_INT_ARGB) {
            throw new IllegalArgumentException("picture: type " + picture.getType() + " is not TYPE_INT_ARGB");
        }
        if (!(faceX >= 0 && faceX <= picture.getWidth() && faceY >= 0 && faceY <= picture.getHeight())) {
            throw new IllegalArgumentException("face's middle " + faceX + "," + faceY + " lies outside "
                    + picture.getWidth() + "x" + picture.getHeight());
        }
        if (!(faceSize >= 8 && faceSize <= 2.0 * Math.max(picture.getWidth(), picture.getHeight()))) {
            throw new IllegalArgumentException(
                    "faceSize: " + faceSize + " is not at least 8 and of the picture's order");
        }
    }
}
