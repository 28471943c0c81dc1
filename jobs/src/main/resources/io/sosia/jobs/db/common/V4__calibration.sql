-- Decision scores of tracks, and what was calibrated by them. No vector, no face; of people the id of the most alike,
-- erased with the person.

-- How a result's tracks were searched for. Beside scan_result rather than in it: earlier results have none.
CREATE TABLE scan_score_set (
    result BIGINT PRIMARY KEY REFERENCES scan_result (result),
    scoring TEXT NOT NULL,          -- what scores are made of; only scores of one scoring are compared
    people INTEGER NOT NULL,        -- registered and searched for then
    tracks BIGINT NOT NULL,         -- all of them, less those whose person was erased since
    below DOUBLE PRECISION NOT NULL -- tracks that score less are only counted
);
CREATE INDEX scan_score_set_scoring ON scan_score_set (scoring);

CREATE TABLE scan_track_score (
    result BIGINT NOT NULL REFERENCES scan_score_set (result),
    track INTEGER NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    person TEXT NOT NULL,           -- the most alike
    alarm INTEGER NOT NULL,         -- 1 where it was enough for a finding and no licence explained it
    finding BIGINT,                 -- that it counts to, if to any
    known TEXT NOT NULL,            -- UNKNOWN; MATED or NON_MATED once a person has looked
    PRIMARY KEY (result, track)
);
CREATE INDEX scan_track_score_person ON scan_track_score (person);
CREATE INDEX scan_track_score_finding ON scan_track_score (finding);

-- Every calibration that was ever applied, so that decisions can be made again. The latest of a scoring holds.
CREATE TABLE calibration (
    version INTEGER PRIMARY KEY,
    scoring TEXT NOT NULL,
    applied BIGINT NOT NULL,        -- milliseconds since 1970, UTC
    tracks_per_night DOUBLE PRECISION,
    content TEXT NOT NULL           -- JSON, without people
);
CREATE INDEX calibration_scoring ON calibration (scoring, version);

-- People with many doubles.
CREATE TABLE calibration_person (
    version INTEGER NOT NULL REFERENCES calibration (version),
    person TEXT NOT NULL,
    doubles DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (version, person)
);
CREATE INDEX calibration_person_person ON calibration_person (person);
