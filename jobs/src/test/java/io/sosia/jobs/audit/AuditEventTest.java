package io.sosia.jobs.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditEventTest {

    private static final AuditEntry ENTRY = new AuditEntry(
            12,
            Instant.parse("2026-11-20T01:02:03.4567Z"),
            AuditKind.DECIDED,
            "aa",
            List.of(new AuditEntry.Subject(AuditSubject.Type.REVIEWER, "bb")),
            Map.of("finding", "F-000012"));

    @Test
    void anEntryIsCanonicalJsonAndComesBackFromIt() {
        assertEquals(
                "{\"actor\":\"aa\",\"at\":\"2026-11-20T01:02:03.456Z\",\"facts\":{\"finding\":\"F-000012\"},\"format\":1,"
                        + "\"kind\":\"DECIDED\",\"number\":12,\"subjects\":[{\"commitment\":\"bb\",\"type\":\"REVIEWER\"}]}",
                new String(ENTRY.toBytes(), UTF_8));
        assertEquals(ENTRY, AuditEntry.parse(ENTRY.toBytes()));
    }

    @Test
    void anyOtherFormOfAnEntryIsRefused() {
        String text = new String(ENTRY.toBytes(), UTF_8);
        for (String other : List.of(
                text.replace(":12", ": 12"),
                text.replace("\"format\":1", "\"format\":2"),
                text.replace("DECIDED", "DONE"),
                text.replace("\"number\":12,", ""),
                text.replace("456Z", "4560Z"),
                text.replace("\"bb\"", "null"),
                text + " ",
                "",
                "[]")) {
            assertThrows(IllegalArgumentException.class, () -> AuditEntry.parse(other.getBytes(UTF_8)), other);
        }
    }

    @Test
    void whatIsOutOfBoundsIsRefusedWithTheLimit() {
        assertEquals(
                "the fact 'path' has 4001 characters; the limit is 4000",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> AuditEvent.of(AuditKind.VIEWED, "ada", Map.of("path", "x".repeat(4001))))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class, () -> AuditEvent.of(AuditKind.VIEWED, "ada", Map.of("No Name", "")));
        assertThrows(IllegalArgumentException.class, () -> AuditEvent.of(AuditKind.VIEWED, " ", Map.of()));
        assertThrows(IllegalArgumentException.class, () -> AuditSubject.person("x".repeat(1001)));
    }

    @Test
    void whoIsNamedTwiceStandsOnceAndInNoText() {
        AuditSubject ada = AuditSubject.requester("Ada L.");
        AuditEvent event = new AuditEvent(AuditKind.CASE_OPENED, "bob", List.of(ada, ada), Map.of());
        assertEquals(List.of(ada), event.subjects());
        assertFalse(ada.toString().contains("Ada"));
    }
}
