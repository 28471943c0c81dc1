-- Searches for takedown cases. What shows a face (vectors, pictures) is sealed with the case's key; ids, places, times and
-- scores are not. Times are milliseconds since 1970, UTC.

-- What the latest scan was told of an upload besides its place and bytes: licences are asked by it.
ALTER TABLE scan_upload ADD COLUMN uploader TEXT;
ALTER TABLE scan_upload ADD COLUMN published BIGINT;
ALTER TABLE scan_upload ADD COLUMN territory TEXT;

-- Coverage adds up a month's results without reading their decisions.
CREATE INDEX scan_result_decided ON scan_result (decided_at, result, status, duration_ms, share_seen);

INSERT INTO scan_counter (name, last_number) VALUES ('search_run', 0);

-- What was read from a photo of a case.
CREATE TABLE search_photo (
    case_number TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content ${bytes} NOT NULL,      -- sealed
    used INTEGER NOT NULL DEFAULT 0, -- 1 where the latest search was by it
    PRIMARY KEY (case_number, sha256)
);

-- One search, however often it had to be started again.
CREATE TABLE search_run (
    run BIGINT PRIMARY KEY,
    case_number TEXT NOT NULL,
    round INTEGER NOT NULL,
    request TEXT NOT NULL,          -- SHA-256 of who is searched for, where, and by what
    state TEXT NOT NULL,            -- RUNNING, STOPPED, FAILED, DONE; LEFT where another request has taken its place
    stage TEXT NOT NULL,            -- the last that is done: BEGUN, ARCHIVE, VIDEOS, FACES, DONE
    started BIGINT NOT NULL,
    ended BIGINT,
    looked TEXT,                    -- JSON: what the archive's search came to, once it is done
    coverage TEXT                   -- JSON, once all is done
);
CREATE INDEX search_run_case ON search_run (case_number, run);

-- What a search has met so far; gone when it is done.
CREATE TABLE search_candidate (
    run BIGINT NOT NULL REFERENCES search_run (run),
    candidate TEXT NOT NULL,        -- upload and track
    state TEXT NOT NULL,            -- FOUND, LOOKED once the strong recogniser was asked
    content ${bytes} NOT NULL,      -- sealed
    PRIMARY KEY (run, candidate)
);

-- Videos that a search looks at again.
CREATE TABLE search_video (
    run BIGINT NOT NULL REFERENCES search_run (run),
    place INTEGER NOT NULL,
    content TEXT NOT NULL,          -- JSON: where it is and what is known of it
    state TEXT NOT NULL,            -- WAITING, LOOKED, PARTLY, UNREAD
    reason TEXT,
    detail TEXT,
    duration_ms BIGINT NOT NULL DEFAULT 0,
    tracks BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (run, place)
);

-- Numbers are given out by scan_counter's 'finding', as those of scans' findings are.
CREATE TABLE search_finding (
    finding BIGINT PRIMARY KEY,
    case_number TEXT NOT NULL,
    round INTEGER NOT NULL,         -- in which it was found first
    run BIGINT NOT NULL,            -- that met it last
    place INTEGER NOT NULL,         -- among the case's findings, what to look at first first
    work TEXT NOT NULL,
    figure INTEGER NOT NULL,        -- character of that work, from 1
    content TEXT NOT NULL           -- JSON, without a face
);
CREATE INDEX search_finding_case ON search_finding (case_number, place);

CREATE TABLE search_track (
    finding BIGINT NOT NULL REFERENCES search_finding (finding),
    candidate TEXT NOT NULL,        -- upload and track
    place INTEGER NOT NULL,         -- the most alike first
    content ${bytes} NOT NULL,      -- sealed
    PRIMARY KEY (finding, candidate)
);
