-- Takedown cases. What names or shows the requester is sealed with the case's key (seal_key 'case:C-…') and goes with it;
-- the operator's own references, times and states are plain. Times are milliseconds since 1970, UTC.
INSERT INTO scan_counter (name, last_number) VALUES ('case', 0);

CREATE TABLE takedown_case (
    case_number BIGINT PRIMARY KEY,
    state TEXT NOT NULL,
    changes BIGINT NOT NULL,        -- how often it was changed; raised first, so that two changes never cross
    opened BIGINT NOT NULL,
    policy TEXT NOT NULL,           -- JSON: its deadlines, whatever the policy's file says later
    missing TEXT NOT NULL,          -- names, comma between; empty where nothing is
    territory TEXT NOT NULL,
    person TEXT,                    -- registered, where one was named
    closed BIGINT,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    erase_after BIGINT,
    erased BIGINT,
    request TEXT,                   -- keyed hash of all that was asked, so that the same command again opens no second case
    requester ${bytes}              -- sealed JSON
);
CREATE INDEX takedown_case_request ON takedown_case (request);

CREATE TABLE takedown_round (
    case_number BIGINT NOT NULL REFERENCES takedown_case (case_number),
    round INTEGER NOT NULL,
    began BIGINT NOT NULL,
    warn_from BIGINT NOT NULL,
    due BIGINT NOT NULL,
    searched BIGINT,
    decided BIGINT,
    answered BIGINT,
    uploader TEXT,                  -- whose objection it is about
    objection ${bytes},             -- sealed JSON: their statement, and who may not decide again
    PRIMARY KEY (case_number, round)
);

CREATE TABLE takedown_place (
    case_number BIGINT NOT NULL REFERENCES takedown_case (case_number),
    place INTEGER NOT NULL,
    work TEXT NOT NULL,
    episode TEXT,
    time_ms BIGINT,
    PRIMARY KEY (case_number, place)
);

CREATE TABLE takedown_document (
    case_number BIGINT NOT NULL REFERENCES takedown_case (case_number),
    document INTEGER NOT NULL,
    kind TEXT NOT NULL,             -- PHOTO, MANDATE, OBJECTION
    round INTEGER NOT NULL,
    name ${bytes} NOT NULL,         -- sealed
    content ${bytes} NOT NULL,      -- sealed
    PRIMARY KEY (case_number, document)
);

-- Letters as they were given.
CREATE TABLE takedown_letter (
    case_number BIGINT NOT NULL REFERENCES takedown_case (case_number),
    letter INTEGER NOT NULL,
    round INTEGER NOT NULL,
    recipient TEXT NOT NULL,        -- REQUESTER, UPLOADER
    account TEXT NOT NULL,          -- empty for the requester
    language TEXT NOT NULL,
    given BIGINT NOT NULL,
    html ${bytes} NOT NULL,         -- sealed
    plain ${bytes} NOT NULL,        -- sealed
    PRIMARY KEY (case_number, letter),
    UNIQUE (case_number, round, recipient, account, language)
);

-- What happened when; stays for good.
CREATE TABLE takedown_event (
    case_number BIGINT NOT NULL REFERENCES takedown_case (case_number),
    event INTEGER NOT NULL,
    at BIGINT NOT NULL,
    round INTEGER NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,            -- that it led to
    PRIMARY KEY (case_number, event)
);

-- Who asked when, by a keyed hash of the contact, for as long as requests are counted.
CREATE TABLE takedown_asked (
    requester TEXT NOT NULL,
    case_number BIGINT NOT NULL,
    asked BIGINT NOT NULL,
    PRIMARY KEY (requester, case_number)
);

-- Sealed with a key of its own, 'takedown:requesters': what the hashes are keyed with.
CREATE TABLE takedown_secret (
    name TEXT PRIMARY KEY,
    sealed ${bytes} NOT NULL
);
