package io.sosia.testdata.film;

import io.sosia.testdata.seed.Seed;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.random.RandomGenerator;

/**
 * Paints what is behind the people: a room, a street, hills, or bare planes of colour. Straight lines and slopes only:
 * two dark spots over a third are soon a face to a detector.
 */
final class Backdrop {

    private final RandomGenerator random;
    private final int width;
    private final int height;
    private final Graphics2D graphics;
    private final float hue;

    private Backdrop(RandomGenerator random, BufferedImage image) {
        this.random = random;
        this.width = image.getWidth();
        this.height = image.getHeight();
        this.graphics = image.createGraphics();
        this.hue = random.nextFloat();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    }

    /** A picture of {@code TYPE_INT_RGB}; the same seed and size give the same one. */
    static BufferedImage paint(Seed seed, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Backdrop backdrop = new Backdrop(seed.generator(), image);
        try {
            switch (backdrop.random.nextInt(4)) {
                case 0 -> backdrop.room();
                case 1 -> backdrop.street();
                case 2 -> backdrop.hills();
                default -> backdrop.planes();
            }
        } finally {
            backdrop.graphics.dispose();
        }
        texture(image, backdrop.random);
        return image;
    }

    private void room() {
        gradient(0, height, 0.25f, 0.55f, 0.75f);
        int floor = (int) (height * between(0.72, 0.85));
        graphics.setPaint(colour(0.45f, 0.3f));
        graphics.fillRect(0, floor, width, height - floor);
        graphics.setPaint(colour(0.2f, 0.85f));
        graphics.fillRect(0, floor - height / 90, width, height / 90);
        // A window with its cross, some shelves, a table.
        int left = (int) (width * between(0.05, 0.5));
        int top = (int) (height * between(0.08, 0.25));
        int windowWidth = (int) (width * between(0.25, 0.4));
        int windowHeight = (int) (height * between(0.2, 0.3));
        graphics.setPaint(new GradientPaint(
                left, top, colour(0.15f, 0.95f), left, (float) top + windowHeight, colour(0.3f, 0.75f)));
        graphics.fillRect(left, top, windowWidth, windowHeight);
        graphics.setPaint(colour(0.1f, 0.9f));
        graphics.setStroke(new BasicStroke(width / 70f));
        graphics.drawRect(left, top, windowWidth, windowHeight);
        graphics.drawLine(left + windowWidth / 2, top, left + windowWidth / 2, top + windowHeight);
        graphics.drawLine(left, top + windowHeight / 2, left + windowWidth, top + windowHeight / 2);
        for (int i = 0; i < 3; i++) {
            int shelf = (int) (height * between(0.3, 0.7));
            int shelfLeft = (int) (width * between(0.5, 0.8));
            for (int x = shelfLeft; x < width; x += (int) (width * between(0.02, 0.05))) {
                int book = (int) (height * between(0.03, 0.06));
                graphics.setPaint(colour(0.5f, (float) between(0.2, 0.8)));
                graphics.fillRect(x, shelf - book, (int) (width * 0.025), book);
            }
            graphics.setPaint(colour(0.5f, 0.25f));
            graphics.fillRect(shelfLeft, shelf, width - shelfLeft, height / 120);
        }
        graphics.setPaint(colour(0.55f, 0.35f));
        graphics.fillRect((int) (width * 0.1), (int) (height * 0.88), (int) (width * 0.8), height);
    }

    private void street() {
        gradient(0, height, 0.3f, 0.85f, 0.5f);
        for (int row = 0; row < 2; row++) {
            int x = 0;
            while (x < width) {
                int house = (int) (width * between(0.12, 0.3));
                int top = (int) (height * between(0.1 + 0.15 * row, 0.4 + 0.15 * row));
                graphics.setPaint(colour(0.25f, (float) between(0.25, 0.6)));
                graphics.fillRect(x, top, house, height - top);
                windows(x, top, house);
                x += house;
            }
        }
        int road = (int) (height * 0.82);
        graphics.setPaint(new Color(60, 60, 64));
        graphics.fillRect(0, road, width, height - road);
        graphics.setPaint(new Color(200, 200, 190));
        for (int x = 0; x < width; x += width / 5) {
            graphics.fillRect(x, (int) (height * 0.91), width / 10, height / 150);
        }
    }

    private void windows(int left, int top, int house) {
        int step = Math.max(8, width / 24);
        Color lit = colour(0.3f, 0.9f);
        Color dark = colour(0.3f, 0.2f);
        for (int y = top + step; y < height; y += step * 2) {
            for (int x = left + step / 2; x + step / 2 < left + house; x += step) {
                graphics.setPaint(random.nextInt(3) == 0 ? lit : dark);
                graphics.fillRect(x, y, step / 2, step);
            }
        }
    }

    private void hills() {
        gradient(0, height, 0.35f, 0.95f, 0.7f);
        for (int ridge = 0; ridge < 5; ridge++) {
            Path2D path = new Path2D.Double();
            double base = height * (0.35 + 0.13 * ridge);
            double first = between(0, 2 * Math.PI);
            double second = between(0, 2 * Math.PI);
            path.moveTo(0, height);
            for (int x = 0; x <= width; x += Math.max(2, width / 100)) {
                double at = (double) x / width;
                path.lineTo(
                        x,
                        base + height * 0.05 * Math.sin(4 * at + first) + height * 0.015 * Math.sin(23 * at + second));
            }
            path.lineTo(width, height);
            path.closePath();
            graphics.setPaint(colour(0.35f, 0.75f - 0.12f * ridge));
            graphics.fill(path);
        }
    }

    private void planes() {
        gradient(0, height, 0.5f, (float) between(0.3, 0.9), (float) between(0.2, 0.8));
        for (int i = 0; i < 9; i++) {
            Path2D path = new Path2D.Double();
            path.moveTo(between(-0.2, 1.2) * width, between(-0.2, 1.2) * height);
            for (int corner = 0; corner < 3; corner++) {
                path.lineTo(between(-0.2, 1.2) * width, between(-0.2, 1.2) * height);
            }
            path.closePath();
            Color colour = colour(0.5f, (float) between(0.2, 0.9));
            graphics.setPaint(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 90));
            graphics.fill(path);
        }
    }

    private void gradient(int from, int to, float saturation, float brightnessFrom, float brightnessTo) {
        graphics.setPaint(new GradientPaint(
                0,
                from,
                Color.getHSBColor(hue, saturation, brightnessFrom),
                width * 0.3f,
                to,
                Color.getHSBColor(hue + 0.08f, saturation, brightnessTo)));
        graphics.fillRect(0, from, width, to - from);
    }

    private Color colour(float saturation, float brightness) {
        return Color.getHSBColor(hue + (float) between(-0.15, 0.15), saturation, Math.clamp(brightness, 0.05f, 1f));
    }

    private double between(double least, double most) {
        return random.nextDouble(least, most);
    }

    /** A weave of a few grey steps: flat colour would cost an encoder nothing and a decoder less than real films do. */
    private static void texture(BufferedImage image, RandomGenerator random) {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < pixels.length; i += 8) {
            long bits = random.nextLong();
            for (int j = i; j < Math.min(i + 8, pixels.length); j++) {
                int step = (int) (bits & 15) - 7;
                bits >>>= 8;
                int pixel = pixels[j];
                pixels[j] = brighter(pixel >> 16, step) << 16 | brighter(pixel >> 8, step) << 8 | brighter(pixel, step);
            }
        }
    }

    private static int brighter(int channel, int step) {
        return Math.clamp((channel & 255) + step, 0, 255);
    }
}
