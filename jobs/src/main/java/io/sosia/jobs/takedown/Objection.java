package io.sosia.jobs.takedown;

import java.util.Optional;

/**
 * An uploader's counter-notice. At rest it is sealed with the case's key. All of it is others' text.
 *
 * @param uploader the account, as uploads name it, 1 to {@value Requester#MOST_NAME} characters
 * @param statement what they say, 1 to {@value Requester#MOST_STATEMENT} characters
 * @param document a licence that they show
 */
public record Objection(String uploader, Optional<String> statement, Optional<CaseDocument> document) {

    /** @throws IllegalArgumentException if a text is blank or too long; the message names the limit and the length */
    public Objection {
        Requester.requireText("the account", uploader, Requester.MOST_NAME);
        statement.ifPresent(text -> Requester.requireText("the statement", text, Requester.MOST_STATEMENT));
    }
}
