-- What a finding's tracks show, so that a decision can teach though nothing else of them is kept.
CREATE TABLE scan_finding_track (
    result BIGINT NOT NULL,
    finding BIGINT NOT NULL,
    track INTEGER NOT NULL,
    quality DOUBLE PRECISION NOT NULL,
    templates ${bytes} NOT NULL,    -- sealed with the person's key
    PRIMARY KEY (result, finding, track),
    FOREIGN KEY (result, finding) REFERENCES scan_decision (result, finding)
);

-- The rejected finding whose face this one shows again, its own number where it is that one: then it is not raised.
ALTER TABLE scan_decision ADD COLUMN known_rejected BIGINT;
CREATE INDEX scan_decision_known_rejected ON scan_decision (known_rejected);

-- Tracks that would have been taken for somebody, and are a face of which a person has said that it is not theirs.
CREATE TABLE scan_held_back (
    result BIGINT NOT NULL REFERENCES scan_result (result),
    track INTEGER NOT NULL,
    person TEXT NOT NULL,
    finding BIGINT NOT NULL,        -- that was rejected
    similarity DOUBLE PRECISION NOT NULL, -- to the person
    likeness DOUBLE PRECISION NOT NULL,   -- to the rejected face
    spans TEXT NOT NULL,            -- JSON: when it is seen
    PRIMARY KEY (result, track, person)
);
CREATE INDEX scan_held_back_person ON scan_held_back (person);
CREATE INDEX scan_held_back_finding ON scan_held_back (finding);

-- All that reviewers have said. Rows are added and never changed; they go with the person or the case.
CREATE TABLE review_opinion (
    finding BIGINT NOT NULL,
    round INTEGER NOT NULL,
    number INTEGER NOT NULL,        -- from 1, in order
    begins INTEGER NOT NULL,        -- 1 where what was said before counts no more
    person TEXT NOT NULL,
    case_number TEXT,
    decision TEXT NOT NULL,         -- CONFIRM, REJECT, LICENSED
    licence TEXT,
    said BIGINT NOT NULL,           -- milliseconds since 1970, UTC
    content ${bytes} NOT NULL,      -- who and why, as JSON, sealed with the key of the case, else of the person
    PRIMARY KEY (finding, round, number)
);
CREATE INDEX review_opinion_person ON review_opinion (person);
CREATE INDEX review_opinion_case ON review_opinion (case_number);

-- What it has come to.
CREATE TABLE review_outcome (
    finding BIGINT NOT NULL,
    round INTEGER NOT NULL,
    person TEXT NOT NULL,
    case_number TEXT,
    state TEXT NOT NULL,            -- OPEN, PENDING_SECOND, DISPUTED, CONFIRMED, REJECTED, LICENSED
    PRIMARY KEY (finding, round)
);
CREATE INDEX review_outcome_person ON review_outcome (person);
CREATE INDEX review_outcome_case ON review_outcome (case_number);

-- What decisions have taught: a face in a work that is, or is not, somebody's.
CREATE TABLE review_lesson (
    finding BIGINT NOT NULL,
    place INTEGER NOT NULL,         -- from 1, the best first
    person TEXT NOT NULL,
    case_number TEXT,
    work TEXT NOT NULL,
    decision TEXT NOT NULL,         -- CONFIRM, REJECT
    video_sha256 TEXT NOT NULL,
    track INTEGER NOT NULL,
    quality DOUBLE PRECISION NOT NULL,
    templates ${bytes} NOT NULL,    -- sealed with the person's key
    PRIMARY KEY (finding, place)
);
CREATE INDEX review_lesson_work ON review_lesson (work);
CREATE INDEX review_lesson_person ON review_lesson (person);
CREATE INDEX review_lesson_case ON review_lesson (case_number);

-- Rises with every change of lessons, so that a scan which is under way notices.
INSERT INTO scan_counter (name, last_number) VALUES ('lesson', 0);
