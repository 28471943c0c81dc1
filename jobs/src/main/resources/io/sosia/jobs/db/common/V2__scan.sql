-- Numbers are given out here, in the transaction that uses them, so that none is lost or given twice.
CREATE TABLE scan_counter (
    name TEXT PRIMARY KEY,
    last_number BIGINT NOT NULL
);
INSERT INTO scan_counter (name, last_number) VALUES ('run', 0);
INSERT INTO scan_counter (name, last_number) VALUES ('upload', 0);
INSERT INTO scan_counter (name, last_number) VALUES ('result', 0);
INSERT INTO scan_counter (name, last_number) VALUES ('finding', 0);

-- One command, however often it had to be started again. Times are milliseconds since 1970, UTC.
CREATE TABLE scan_run (
    run BIGINT PRIMARY KEY,
    request TEXT NOT NULL,          -- SHA-256 of what was asked for
    description TEXT NOT NULL,      -- the same for people
    state TEXT NOT NULL,            -- RUNNING, STOPPED, FAILED, DONE
    started BIGINT NOT NULL,
    ended BIGINT,
    summary TEXT                    -- JSON, once it has ended
);
CREATE INDEX scan_run_request ON scan_run (request, run);

-- A video's bytes at a place: what findings are about.
CREATE TABLE scan_upload (
    upload BIGINT PRIMARY KEY,
    path TEXT NOT NULL,
    work TEXT NOT NULL,
    episode TEXT NOT NULL,
    video_sha256 TEXT NOT NULL,     -- empty where the file could not be read at all
    current_result BIGINT,          -- the result of the latest scan that asked for it
    UNIQUE (path, work, episode, video_sha256)
);
CREATE INDEX scan_upload_work ON scan_upload (work);
CREATE INDEX scan_upload_result ON scan_upload (current_result);

-- What looking at an upload under certain conditions came to.
CREATE TABLE scan_result (
    result BIGINT PRIMARY KEY,
    upload BIGINT NOT NULL REFERENCES scan_upload (upload),
    result_key TEXT NOT NULL,       -- SHA-256 of the conditions and of what is known of the upload
    conditions TEXT NOT NULL,       -- the same, as JSON
    status TEXT NOT NULL,           -- SCANNED, PARTLY, NOT_SCANNED
    reason TEXT,
    detail TEXT,
    bytes BIGINT NOT NULL,
    run BIGINT NOT NULL,
    decided_at BIGINT NOT NULL,
    duration_ms BIGINT NOT NULL,
    frames BIGINT NOT NULL,
    longest_gap_ms BIGINT NOT NULL,
    share_seen DOUBLE PRECISION NOT NULL,
    faces BIGINT NOT NULL,
    faces_too_small BIGINT NOT NULL,
    tracks BIGINT NOT NULL,
    track_decisions TEXT NOT NULL,  -- JSON; of tracks that match nobody, the similarity alone
    UNIQUE (upload, result_key)
);
CREATE INDEX scan_result_bytes ON scan_result (bytes);

-- A number that stays with an upload and a person, whatever later scans decide.
CREATE TABLE scan_finding (
    finding BIGINT PRIMARY KEY,
    upload BIGINT NOT NULL REFERENCES scan_upload (upload),
    person TEXT NOT NULL,
    place INTEGER NOT NULL,         -- 0 for the clearest, 1 where a second one is for review
    UNIQUE (upload, person, place)
);
CREATE INDEX scan_finding_person ON scan_finding (person);

CREATE TABLE scan_decision (
    result BIGINT NOT NULL REFERENCES scan_result (result),
    finding BIGINT NOT NULL REFERENCES scan_finding (finding),
    person TEXT NOT NULL,
    runner_up TEXT,
    verdict TEXT NOT NULL,
    similarity DOUBLE PRECISION NOT NULL,
    content TEXT NOT NULL,          -- the finding, as JSON
    PRIMARY KEY (result, finding)
);
CREATE INDEX scan_decision_finding ON scan_decision (finding);
CREATE INDEX scan_decision_person ON scan_decision (person);
CREATE INDEX scan_decision_runner_up ON scan_decision (runner_up);

-- Kept here and not as files, so that a picture is committed and erased with its finding.
CREATE TABLE scan_picture (
    result BIGINT NOT NULL,
    finding BIGINT NOT NULL,
    picture INTEGER NOT NULL,       -- from 1, best first
    time_ms BIGINT NOT NULL,
    jpeg ${bytes} NOT NULL,
    PRIMARY KEY (result, finding, picture),
    FOREIGN KEY (result, finding) REFERENCES scan_decision (result, finding)
);

-- The inputs of a run, in the order of the request.
CREATE TABLE scan_item (
    run BIGINT NOT NULL REFERENCES scan_run (run),
    place INTEGER NOT NULL,
    shown TEXT NOT NULL,            -- the path as it was given
    reason TEXT,                    -- set where the input itself is at fault
    detail TEXT,
    result BIGINT,
    unchanged INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (run, place)
);
CREATE INDEX scan_item_result ON scan_item (result);
