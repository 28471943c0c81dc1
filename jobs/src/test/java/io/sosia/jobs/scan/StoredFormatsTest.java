package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.match.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What earlier versions stored, as they stored it, is still read. The texts are those versions' own. */
class StoredFormatsTest {

    /** Before files that were passed over, gaps, shares and faces too small were counted. */
    private static final String SUMMARY = """
            {"run":"R-000003","videos":4,"scanned":3,"not_scanned":1,"partly_scanned":0,"unchanged":0,"remaining":0,\
            "video_ms":30000,"video_ms_now":30000,"wall_ms":1500,"realtime_factor":20.0,"frames":15,"faces":4,\
            "tracks":4,"findings":2,"verdicts":{"REVIEW":1,"UNLICENSED":1},"search_mode":"EXACT","templates":2,\
            "searches":6,"searches_verified":0,"searches_agreed":0,"stopped":false,"page":"/home/runs/R-000003/index.html"}""";

    /** Of the same time: the mode of search stood among the conditions, which had no runner-up's margin. */
    private static final String FINDING = """
            {"id":"F-000012","person":"p-1","work":"drama-7","episode":"3","video_sha256":"00","verdict":"UNLICENSED",\
            "similarity":0.713,"threshold":0.462,"appearances":[{"start_ms":1000,"end_ms":3000,"similarity":0.713,\
            "track":1}],"best":{"time_ms":2000,"box":[1,2,3,4]},"path":"/v/3.mp4","uploader":null,"published":null,\
            "territory":null,"runner_up":null,"on_upload":"UNLICENSED","today":"UNLICENSED","explanation":"e",\
            "pictures":1,"run":"R-000003","decided_at":"2026-11-20T01:00:00Z","day":"2026-11-20","conditions":\
            {"version":1,"detector":"d","detector_sha256":"00","recogniser":"r","recogniser_sha256":"00","space":"s",\
            "sampling":"nightly","long_side":640,"threshold":0.462,"review_margin":0.05,"register_version":7,\
            "standing":"00","search_mode":"EXACT"}}""";

    @Test
    void anEarlierSummaryReadsWithNothingWhereItCountedNothing() {
        ScanSummary summary = JsonLines.read(SUMMARY, ScanSummary.class);
        assertEquals(4, summary.videos());
        assertEquals(20.0, summary.realtimeFactor());
        assertEquals(0, summary.passedOver());
        assertEquals(0, summary.facesTooSmall());
        assertEquals(0, summary.searchesCut());
        assertEquals(1, summary.verdicts().get("REVIEW"));
    }

    @Test
    void anEarlierFindingIsStillOne() {
        Finding finding = JsonLines.read(FINDING, Finding.class);
        assertEquals(Verdict.UNLICENSED, finding.verdict());
        assertEquals(Optional.empty(), finding.uploader());
        assertEquals(Optional.empty(), finding.runnerUp());
        assertEquals(640, finding.conditions().longSide());
        assertEquals(0, finding.conditions().runnerUpMargin());
        assertEquals(Optional.empty(), finding.similarities());
        assertEquals(Optional.empty(), finding.conditions().strong());
        assertTrue(JsonLines.line(finding).startsWith("{\"type\":\"finding\",\"id\":\"F-000012\""));
    }

    @Test
    void anErasureLeavesWhatAnotherVersionStored() {
        String later = FINDING.replace("\"runner_up\":null", "\"runner_up\":{\"person\":\"p-2\"},\"more\":[1]");
        String left = JsonLines.without(later, "runner_up");
        assertFalse(left.contains("p-2"), left);
        assertTrue(left.contains("\"more\":[1]"), left);
        assertEquals("p-1", JsonLines.read(left, Finding.class).person());
    }
}
