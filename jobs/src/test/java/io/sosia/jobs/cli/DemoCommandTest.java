package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sosia.indexer.match.Verdict;
import io.sosia.jobs.demo.Comparison;
import io.sosia.jobs.scan.NotScanned;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoCommandTest {

    private static final Comparison RIGHT = new Comparison(
            "drama-1", "mina", Optional.of(Verdict.LICENSED), Optional.of(Verdict.LICENSED), Optional.of(0.7));

    @Test
    void endsWell() {
        assertEquals(ExitCode.DONE, DemoCommand.exit(List.of(RIGHT), List.of()));
    }

    @Test
    void saysThatSomethingDiffers() {
        Comparison missed =
                new Comparison("drama-1", "mina", Optional.of(Verdict.LICENSED), Optional.empty(), Optional.empty());
        Comparison accused =
                new Comparison("drama-1", "ruth", Optional.empty(), Optional.of(Verdict.UNLICENSED), Optional.of(0.6));

        assertEquals(ExitCode.SOME_REFUSED, DemoCommand.exit(List.of(RIGHT, missed), List.of()));
        assertEquals(ExitCode.SOME_REFUSED, DemoCommand.exit(List.of(RIGHT, accused), List.of()));
    }

    @Test
    void saysThatADramaCouldNotBeRead() {
        NotScanned unread = new NotScanned("drama-1/ep-1.mp4", "UNREADABLE", "cannot be read", false);

        assertEquals(ExitCode.SOME_REFUSED, DemoCommand.exit(List.of(RIGHT), List.of(unread)));
    }
}
