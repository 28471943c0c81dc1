package io.sosia.detector.shot;

/**
 * A few numbers that say how a frame is coloured and composed: a histogram of 64 colours (2 bits a channel, spread
 * over neighbouring bins so that a slight change of light changes it slightly) and the mean colour of an 8×8 grid.
 * About 1 KB; immutable.
 */
public final class FrameSignature {

    private static final int GRID = 8;
    private static final int BINS = 4;
    /** Samples in each direction: 64×64 samples describe a grid cell by 64 pixels, and cost some 0.1 ms. */
    private static final int SAMPLES = 64;

    private final float[] histogram;
    private final float[] grid;

    private FrameSignature(float[] histogram, float[] grid) {
        this.histogram = histogram;
        this.grid = grid;
    }

    /**
     * Reads a picture that lies at the top left of three planes, as {@code Picture.scaledBgrPlanes} writes it.
     *
     * @param planes B, G and R, one after another, {@code planeStride * planeRows} bytes each; not kept
     * @param width of the picture within the planes
     * @param height likewise
     * @throws IllegalArgumentException if the picture does not fit the planes or the planes the array
     */
    public static FrameSignature of(byte[] planes, int width, int height, int planeStride, int planeRows) {
        int plane = Math.multiplyExact(planeStride, planeRows);
        if (width < 1 || height < 1 || width > planeStride || height > planeRows || planes.length < 3 * plane) {
            throw new IllegalArgumentException("a picture of " + width + "x" + height + " in planes of " + planeStride
                    + "x" + planeRows + " in " + planes.length + " bytes");
        }
        // Each channel is spread over two bins, in sixteenths; the colour's weight is their product.
        int[] colours = new int[BINS * BINS * BINS];
        long[] cells = new long[GRID * GRID * 3];
        int[] counts = new int[GRID * GRID];
        int columns = Math.min(SAMPLES, width);
        int rows = Math.min(SAMPLES, height);
        for (int j = 0; j < rows; j++) {
            int row = (int) ((2L * j + 1) * height / (2L * rows)) * planeStride;
            int gridRow = j * GRID / rows * GRID;
            for (int i = 0; i < columns; i++) {
                int at = row + (int) ((2L * i + 1) * width / (2L * columns));
                int b = planes[at] & 0xff;
                int g = planes[plane + at] & 0xff;
                int r = planes[2 * plane + at] & 0xff;
                int cell = gridRow + i * GRID / columns;
                cells[3 * cell] += b;
                cells[3 * cell + 1] += g;
                cells[3 * cell + 2] += r;
                counts[cell]++;
                // 0..255 onto 0..48, sixteenths of a bin's centre distance.
                int b16 = b * 48 / 255;
                int g16 = g * 48 / 255;
                int r16 = r * 48 / 255;
                int lower = ((b16 >> 4) * BINS + (g16 >> 4)) * BINS + (r16 >> 4);
                int bf = b16 & 15;
                int gf = g16 & 15;
                int rf = r16 & 15;
                for (int corner = 0; corner < 8; corner++) {
                    int share = ((corner & 4) == 0 ? 16 - bf : bf)
                            * ((corner & 2) == 0 ? 16 - gf : gf)
                            * ((corner & 1) == 0 ? 16 - rf : rf);
                    if (share != 0) {
                        int up = ((corner >> 2) * BINS + (corner >> 1 & 1)) * BINS + (corner & 1);
                        colours[lower + up] += share;
                    }
                }
            }
        }
        float[] histogram = new float[colours.length];
        double total = (double) rows * columns * 16 * 16 * 16;
        for (int i = 0; i < colours.length; i++) {
            histogram[i] = (float) (colours[i] / total);
        }
        float[] grid = new float[cells.length];
        for (int i = 0; i < cells.length; i++) {
            int count = counts[i / 3];
            grid[i] = count == 0 ? 0 : (float) (cells[i] / (255.0 * count));
        }
        return new FrameSignature(histogram, grid);
    }

    /** How differently the two are coloured, wherever in the picture: 0 the same to 1 no colour in common. */
    public double colourDistance(FrameSignature other) {
        double sum = 0;
        for (int i = 0; i < histogram.length; i++) {
            sum += Math.abs(histogram[i] - other.histogram[i]);
        }
        return sum / 2;
    }

    /** How differently the two are composed: the mean difference between cells at the same place, 0 to 1. */
    public double layoutDistance(FrameSignature other) {
        double sum = 0;
        for (int i = 0; i < grid.length; i++) {
            sum += Math.abs(grid[i] - other.grid[i]);
        }
        return sum / grid.length;
    }

    @Override
    public String toString() {
        return "FrameSignature";
    }
}
