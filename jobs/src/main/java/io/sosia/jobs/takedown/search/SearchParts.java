package io.sosia.jobs.takedown.search;

import io.sosia.detector.pipeline.PhotoReader;
import io.sosia.indexer.calibration.Calibration;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.registry.Register;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.indexer.sighting.SightingArchive;
import io.sosia.jobs.audit.AuditTrail;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.config.SightingSettings;
import io.sosia.jobs.review.Reviews;
import io.sosia.jobs.scan.VideoScanners;
import io.sosia.jobs.takedown.TakedownCases;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a search works with. Whoever made the parts closes them.
 *
 * @param home that is searched
 * @param database with the register, the cases, and what scans have found
 * @param register who is registered, and their licences
 * @param cases that searches are for
 * @param keys of cases
 * @param reviews what was decided on findings
 * @param audit is told of each search
 * @param archive of sightings, where there is one
 * @param sightings how long they are kept
 * @param scan how videos are looked at, and by which rates
 * @param fusion how recognisers' similarities are joined
 * @param calibration what scores of strangers are like
 * @param models that read photos, for who asks whether others have: a text that changes with them
 * @param photos makes a reader of photos, which the caller closes
 * @param scanners look at videos
 * @param strong the recogniser that looks closer, if there is one
 * @param clock tells when
 */
public record SearchParts(
        Home home,
        RegisterDatabase database,
        Register register,
        TakedownCases cases,
        SubjectKeys keys,
        Reviews reviews,
        AuditTrail audit,
        Optional<SightingArchive> archive,
        SightingSettings sightings,
        ScanSettings scan,
        Fusion fusion,
        Calibration calibration,
        String models,
        Supplier<PhotoReader> photos,
        VideoScanners scanners,
        Optional<StrongLook> strong,
        Clock clock) {}
