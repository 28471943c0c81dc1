package io.sosia.jobs.takedown;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.SqlSubjectKeys;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.jobs.audit.StoredAuditTrail;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.TakedownSettings;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes cases through their lives until it is killed, and writes down each step once it has returned. */
final class CasesChild {

    private CasesChild() {}

    static CaseRequest request(int which) {
        return new CaseRequest(
                new Requester(
                        RequesterRole.PERSON,
                        Optional.of("Person " + which),
                        Optional.of(which + "@example.org"),
                        Optional.of("passport"),
                        Optional.of("reviewer-3"),
                        Optional.empty()),
                List.of(new CasePhoto("me.jpg", new byte[100_000])),
                Optional.empty(),
                Optional.empty(),
                List.of(NamedPlace.parse("drama-" + which)),
                "");
    }

    private static CaseLetter letter(int round) {
        return new CaseLetter(round, Recipient.REQUESTER, "", CaseLetter.Language.EN, CaseContract.NOW, "page", "text");
    }

    public static void main(String[] arguments) throws Exception {
        Home home = Home.prepare(Path.of(arguments[0]));
        try (FileChannel acknowledged =
                        FileChannel.open(Path.of(arguments[2]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                RegisterDatabase database = RegisterDatabase.open(home.database())) {
            MasterKey master = MasterKey.find(home.masterKey(), Map.of(), !database.sealed());
            SqlSubjectKeys keys = database.subjectKeys(master);
            TakedownCases cases = StoredCases.open(database, keys, TakedownSettings.defaults())
                    .audited(
                            StoredAuditTrail.open(database, keys, database.signingKey(master), Clock.systemUTC()),
                            "child");
            for (int which = Integer.parseInt(arguments[1]); ; which++) {
                String number = switch (cases.open(request(which), DeadlinePolicy.preset(), CaseContract.NOW)) {
                    case Opening.Opened opened -> opened.opened().number();
                    case Opening.AlreadyOpen same -> same.open().number();
                    case Opening.TooMany many -> throw new IllegalStateException("each asks once");
                };
                acknowledge(acknowledged, which, number, CaseState.OPEN);
                Optional<TakedownCase> at = cases.find(number);
                while (at.isPresent() && at.get().state() != CaseState.CLOSED) {
                    CaseState next = step(cases, at.get());
                    acknowledge(acknowledged, which, number, next);
                    at = cases.find(number);
                }
            }
        }
    }

    private static CaseState step(TakedownCases cases, TakedownCase at) {
        String number = at.number();
        CaseChange change = switch (at.state()) {
            case OPEN, REOPENED -> {
                cases.searched(number, CaseContract.NOW);
                yield cases.decided(number, CaseContract.NOW);
            }
            case SEARCHED -> cases.decided(number, CaseContract.NOW);
            case DECIDED -> cases.answered(number, letter(at.round()));
            case ANSWERED ->
                at.round() == 1
                        ? cases.counter(
                                number,
                                new Objection("acct", Optional.of("No."), Optional.empty()),
                                Set.of("reviewer-1"),
                                CaseContract.NOW)
                        : cases.close(number, false, CaseContract.NOW);
            case INCOMPLETE, CLOSED -> throw new IllegalStateException(at.toString());
        };
        return switch (change) {
            case CaseChange.Done done -> done.current().state();
            case CaseChange.Refused refused -> throw new IllegalStateException(refused.why());
            case CaseChange.Unknown unknown -> throw new IllegalStateException(number);
        };
    }

    private static void acknowledge(FileChannel file, int which, String number, CaseState state) throws Exception {
        file.write(ByteBuffer.wrap((which + " " + number + " " + state + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
