package io.sosia.jobs.takedown;

import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.seal.SigningKey;
import io.sosia.jobs.page.OthersText;
import io.sosia.jobs.page.PageTemplate;
import io.sosia.models.digest.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a requester gets at once: that and when they asked, what for, and until when they get an answer. */
public final class CaseReceipt {

    private static final String FORMAT = "sosia receipt 1";

    private final SignedReceipt signed;
    private final TextView view;

    private CaseReceipt(SignedReceipt signed, TextView view) {
        this.signed = signed;
        this.view = view;
    }

    /** What the text's template names; every value is one line. */
    private record TextView(
            String number,
            String platform,
            boolean named,
            String opened,
            String due,
            List<String> missing,
            boolean incomplete,
            List<String> photos,
            String key,
            String instruction) {}

    /**
     * The receipt of a request.
     *
     * @param platform what letters call the platform; may be empty
     */
    public static CaseReceipt ofRequest(TakedownCases cases, TakedownCase opened, String platform, SigningKey key) {
        String number = opened.number();
        Optional<Requester> requester = cases.requester(number);
        List<CasePhoto> photos = cases.photos(number);
        CaseRound first = opened.rounds().getFirst();
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("format", FORMAT);
        statement.put("kind", "TAKEDOWN_REQUEST");
        statement.put("case", number);
        put(statement, "platform", platform.isEmpty() ? Optional.empty() : Optional.of(platform));
        statement.put("opened", opened.opened().toString());
        statement.put("due", first.deadline().due().toString());
        statement.put("policy", first.deadline().policy());
        requester.ifPresent(who -> {
            statement.put("as", who.role().name().toLowerCase(Locale.ROOT));
            put(statement, "requester", who.name());
            put(statement, "contact", who.contact());
            put(
                    statement,
                    "statement_sha256",
                    who.statement().map(text -> Sha256.of(text.getBytes(StandardCharsets.UTF_8))));
        });
        put(statement, "person", opened.person().map(PersonId::value));
        statement.put(
                "photos",
                photos.stream()
                        .map(photo -> Map.of("name", photo.name(), "sha256", photo.sha256()))
                        .map(LinkedHashMap::new)
                        .toList());
        put(statement, "mandate_sha256", cases.mandate(number).map(CaseDocument::sha256));
        List<Map<String, Object>> named = new ArrayList<>();
        for (NamedPlace place : opened.named()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("work", place.work());
            put(one, "episode", place.episode());
            put(one, "time_ms", place.timeMs());
            named.add(one);
        }
        statement.put("named", named);
        statement.put("territory", opened.territory());
        statement.put("missing", opened.missing().stream().map(Missing::name).toList());
        SignedReceipt signed = SignedReceipt.of(statement, key);
        return new CaseReceipt(
                signed,
                new TextView(
                        number,
                        OthersText.clean(platform),
                        !platform.isEmpty(),
                        day(opened.opened()),
                        day(first.deadline().due()),
                        opened.missing().stream().map(Missing::name).toList(),
                        !opened.missing().isEmpty(),
                        photos.stream()
                                .map(photo -> OthersText.clean(photo.name()) + "  SHA-256 " + photo.sha256())
                                .toList(),
                        signed.keyId(),
                        ""));
    }

    /**
     * Writes the receipt and what it is checked with.
     *
     * @param file of the JSON; signature, key and text lie beside it
     * @throws java.nio.file.FileAlreadyExistsException if something else lies there
     */
    public void write(Path file) throws IOException {
        String name = Objects.toString(file.getFileName(), "");
        TextView named = new TextView(
                view.number,
                view.platform,
                view.named,
                view.opened,
                view.due,
                view.missing,
                view.incomplete,
                view.photos,
                view.key,
                SignedReceipt.instruction(OthersText.clean(name)));
        signed.write(file, text(named));
    }

    private static String text(TextView view) {
        try {
            return PageTemplate.readText(CaseReceipt.class, "receipt").execute(view);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(Map<String, Object> into, String key, Optional<?> value) {
        value.ifPresent(present -> into.put(key, present));
    }

    private static String day(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
