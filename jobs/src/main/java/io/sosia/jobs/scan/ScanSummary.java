package io.sosia.jobs.scan;

import java.util.Map;
import java.util.Optional;

/**
 * What a scan came to. Totals cover all inputs of the request; those whose result of an earlier run still holds are
 * counted with that result.
 *
 * @param run id of the run, also the name of its folder in the home
 * @param videos inputs in all: {@code scanned + notScanned + remaining}
 * @param scanned looked at as the sampling asks
 * @param notScanned not looked at, or only in part
 * @param partlyScanned of {@code notScanned}, those of which a part was looked at
 * @param unchanged inputs whose earlier result still holds, so that nothing was done for them
 * @param remaining inputs not reached because the scan was stopped
 * @param passedOver files in the folders that are no videos, which are no inputs
 * @param videoMs running time of all videos with a result
 * @param videoMsNow running time of those looked at in this run
 * @param wallMs how long this run took
 * @param realtimeFactor {@code videoMsNow / wallMs}
 * @param frames sampled frames
 * @param longestGapMs the longest span of any video in which no frame was looked at
 * @param shareSeen of the running time of all videos with a result, 0 to 1; 0 where there is none
 * @param faces in the frames
 * @param facesTooSmall of them, those too small to tell whose they are
 * @param tracks of faces
 * @param findings of this request
 * @param knownRejected faces that were not raised again, since a person has said in the same work whose they are not
 * @param verdicts how many findings there are of each verdict, by name
 * @param searchMode a name of {@code EnrolledFaces.Mode}
 * @param people who are registered with a consent that is valid on the day; absent in earlier versions
 * @param templates searched in
 * @param searches made in this run
 * @param searchesVerified of those, repeated exactly
 * @param searchesAgreed of those, with the same best person
 * @param searchesCut searches that compared fewer people than they should have: somebody may have been missed
 * @param stopped whether the scan was asked to end early
 * @param page the page for people, as an absolute path
 * @param alarms beside what was expected of them; absent where there was no calibration, and in earlier versions
 * @param sightings kept in this run; absent where none are kept, and in earlier versions
 */
public record ScanSummary(
        String run,
        int videos,
        int scanned,
        int notScanned,
        int partlyScanned,
        int unchanged,
        int remaining,
        int passedOver,
        long videoMs,
        long videoMsNow,
        long wallMs,
        double realtimeFactor,
        long frames,
        long longestGapMs,
        double shareSeen,
        long faces,
        long facesTooSmall,
        long tracks,
        int findings,
        int knownRejected,
        Map<String, Integer> verdicts,
        String searchMode,
        Optional<Integer> people,
        long templates,
        long searches,
        long searchesVerified,
        long searchesAgreed,
        long searchesCut,
        boolean stopped,
        String page,
        Optional<Alarms> alarms,
        Optional<SightingsKept> sightings)
        implements ResultLine {
    /** Copies the map. */
    public ScanSummary {
        verdicts = Map.copyOf(verdicts);
    }

    @Override
    public String type() {
        return "summary";
    }
}
