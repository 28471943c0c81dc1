package io.sosia.testdata.people;

/** The check that the records of this package share. */
final class Bounds {

    private Bounds() {}

    static void check(String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(what + " is " + value + ", outside " + least + ".." + most);
        }
    }
}
