package io.sosia.jobs.scan;

import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.jobs.audit.AuditEvent;
import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.audit.AuditSubject;
import io.sosia.jobs.audit.StoredAuditTrail;
import io.sosia.jobs.review.FindingId;
import io.sosia.jobs.review.ReviewAnswer;
import io.sosia.jobs.review.ReviewDecision;
import io.sosia.jobs.review.ReviewDesk;
import io.sosia.jobs.review.ReviewState;
import io.sosia.jobs.review.SecondReviewer;
import io.sosia.jobs.review.StoredLessons;
import io.sosia.jobs.review.StoredReviews;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process that confirms and rejects in turn, for tests that kill it: {@code HOME FINDINGS ACKNOWLEDGED}. */
final class ReviewChild {

    private ReviewChild() {}

    static ReviewDesk desk(PlayHome home, StoredAuditTrail trail) throws Exception {
        return new ReviewDesk(
                home.database,
                home.register,
                StoredReviews.open(home.database, home.keys),
                new StoredLessons(home.database.dataSource(), home.keys),
                List.of(ReviewableFindings.open(home.database, home.keys, Fusion.alone(PlayVideo.SPACE))),
                SecondReviewer.NONE,
                (finding, opinion, state) -> trail.record(new AuditEvent(
                        AuditKind.DECIDED,
                        "child",
                        List.of(AuditSubject.reviewer(opinion.by())),
                        Map.of("finding", FindingId.of(finding.finding()), "review", state.name()))),
                Clock.systemUTC());
    }

    static StoredAuditTrail trail(PlayHome home) throws Exception {
        return StoredAuditTrail.open(
                home.database,
                home.keys,
                home.database.signingKey(MasterKey.find(home.home.masterKey(), Map.of(), false)),
                Clock.systemUTC());
    }

    public static void main(String[] arguments) throws Exception {
        int findings = Integer.parseInt(arguments[1]);
        Path acknowledged = Path.of(arguments[2]);
        try (PlayHome home = new PlayHome(Path.of(arguments[0]), Clock.systemUTC())) {
            ReviewDesk desk = desk(home, trail(home));
            while (true) {
                for (int finding = 1; finding <= findings; finding++) {
                    ReviewState state = desk.finding(finding).orElseThrow().state();
                    ReviewDecision decision =
                            state == ReviewState.CONFIRMED ? ReviewDecision.REJECT : ReviewDecision.CONFIRM;
                    if (desk.decide(finding, decision, "ann", "looked", Optional.empty())
                            instanceof ReviewAnswer.Counted) {
                        Files.writeString(
                                acknowledged,
                                finding + "\n",
                                StandardCharsets.UTF_8,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND);
                    }
                }
            }
        }
    }
}
