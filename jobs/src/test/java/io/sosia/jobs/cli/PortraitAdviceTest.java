package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sosia.indexer.registry.Facing;
import io.sosia.indexer.registry.PortraitView;
import io.sosia.indexer.registry.RegisteredPhoto;
import io.sosia.jobs.cli.PortraitAdvice.Next;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PortraitAdviceTest {

    private static final RegisteredPhoto FRONT = photo(Facing.FRONT, 0.45);
    private static final RegisteredPhoto LEFT = photo(Facing.LEFT, 0.45);
    private static final RegisteredPhoto UNKNOWN = new RegisteredPhoto("0".repeat(64), Optional.empty());

    private static RegisteredPhoto photo(Facing facing, double brightness) {
        return new RegisteredPhoto("0".repeat(64), Optional.of(new PortraitView(facing, brightness)));
    }

    private static Optional<Next> next(RegisteredPhoto... photos) {
        return PortraitAdvice.of(List.of(photos)).next();
    }

    @Test
    void whatHelpsMostIsSaidFirst() {
        assertEquals(Optional.of(Next.FRONT), next(LEFT));
        assertEquals(Optional.of(Next.FRONT), next(LEFT, LEFT, LEFT));
        assertEquals(Optional.of(Next.SECOND), next(FRONT));
        assertEquals(Optional.of(Next.LIGHT), next(photo(Facing.FRONT, 0.2), photo(Facing.LEFT, 0.3)));
        assertEquals(Optional.of(Next.SIDE), next(FRONT, FRONT));
        assertEquals(Optional.empty(), next(FRONT, LEFT));
        assertEquals(Optional.empty(), next(FRONT, photo(Facing.RIGHT, 0.45)));
    }

    @Test
    void whatEarlierVersionsRegisteredIsNotGuessedAt() {
        assertEquals(Optional.of(Next.SECOND), next(UNKNOWN));
        assertEquals(Optional.empty(), next(UNKNOWN, UNKNOWN));
        assertEquals(
                Map.of("front", 2, "unknown", 1),
                PortraitAdvice.of(List.of(FRONT, UNKNOWN, FRONT)).poses());
    }
}
