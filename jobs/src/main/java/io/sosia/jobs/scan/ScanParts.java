package io.sosia.jobs.scan;

import io.sosia.indexer.calibration.DecisionRule;
import io.sosia.indexer.enrolled.EnrolledFaces;
import io.sosia.indexer.match.Matcher;
import io.sosia.indexer.match.PeopleSearch;
import io.sosia.indexer.registry.Register;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.vector.EmbeddingSpace;
import java.util.Optional;

/**
 * What a scan works with. Whoever made the parts closes them.
 *
 * @param register the truth
 * @param faces searched; of {@code space}
 * @param search the matcher's own, which counts what it could not compare
 * @param matcher decides with them
 * @param rule that the matcher decides by
 * @param scanners look at videos
 * @param detector the model that finds faces
 * @param recogniser the model that describes them
 * @param space its embeddings' space
 * @param scoring what its scores are made of
 * @param basis that the rule follows from, unless it was made up
 * @param closer the recogniser that the matcher asks where that one rules nobody out, if there is one
 */
public record ScanParts(
        Register register,
        EnrolledFaces faces,
        PeopleSearch search,
        Matcher matcher,
        DecisionRule rule,
        VideoScanners scanners,
        ModelCard detector,
        ModelCard recogniser,
        EmbeddingSpace space,
        String scoring,
        Optional<DecisionBasis> basis,
        Optional<CloserLook> closer) {}
