package io.sosia.jobs.takedown.search;

import io.sosia.detector.embed.OnnxFaceEmbedder.MirrorImages;
import io.sosia.detector.pipeline.FaceModels;
import io.sosia.indexer.calibration.Calibration;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.registry.Register;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.indexer.sighting.SightingArchive;
import io.sosia.jobs.audit.AuditTrail;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.config.SightingSettings;
import io.sosia.jobs.review.Reviews;
import io.sosia.jobs.scan.DecisionBasis;
import io.sosia.jobs.scan.StandardScans;
import io.sosia.jobs.scan.StoredCalibrations;
import io.sosia.jobs.takedown.TakedownCases;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.PopulationTables;
import io.sosia.models.vector.EmbeddingSpace;
import java.time.Clock;
import java.util.Optional;

/** Puts the real parts of a search together. */
public final class StandardSearch {

    private StandardSearch() {}

    /**
     * A search with real models.
     *
     * @param database stays the caller's to close, and so do the archive and the models
     * @param models made from {@code recogniser} and, where one looks closer, from {@code strong} as well
     * @throws NotReadyException if nothing was measured for these recognisers, or the jobs' tables cannot be set up
     */
    public static CaseSearch open(
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
            FaceModels models,
            ModelCard recogniser,
            Optional<ModelCard> strong,
            Clock clock)
            throws NotReadyException {
        Calibration calibration = calibration(database, scan, recogniser, strong);
        Fusion fusion = StandardScans.fusion(recogniser, strong);
        return new CaseSearch(new SearchParts(
                home,
                database,
                register,
                cases,
                keys,
                reviews,
                audit,
                archive,
                sightings,
                scan,
                fusion,
                calibration,
                String.join(
                        " ", models.spaces().stream().map(EmbeddingSpace::id).toList()),
                models::newPhotoReader,
                watch -> StandardScans.scanner(models, scan, watch),
                fusion.strong()
                        .map(space -> new StrongLook(
                                space,
                                models.card(space).alignment().orElseThrow().size(),
                                () -> models.newEmbedder(space, MirrorImages.AVERAGED))),
                clock));
    }

    /**
     * What scores of strangers are like: as this platform's own stream has it where it was calibrated, else as the population
     * of the settings has it for comparisons with one person.
     *
     * @throws NotReadyException if there is neither, or these recognisers were not measured together
     */
    public static Calibration calibration(
            RegisterDatabase database, ScanSettings scan, ModelCard recogniser, Optional<ModelCard> strong)
            throws NotReadyException {
        StandardScans.requireMeasured(recogniser);
        if (strong.isPresent()) {
            StandardScans.requireTogether(recogniser, strong.get());
        }
        String scoring = StandardScans.fusion(recogniser, strong).scoring();
        Optional<StoredCalibrations.Applied> applied =
                StoredCalibrations.open(database).current(scoring);
        if (applied.isPresent()) {
            return applied.get().calibration();
        }
        return Calibration.ofClaims(DecisionBasis.table(scan, scoring, PopulationTables.standard()));
    }
}
