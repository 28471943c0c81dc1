-- The register, schema version 1. One set of statements for SQLite and PostgreSQL: days and times are ISO 8601 text
-- in UTC (days with a year of four digits, so that text order is time order), numbers are given by register_state,
-- the only word the two spell differently, the type of bytes, is a placeholder, and so is the first stamp.

-- One row. Whoever writes raises version first and so holds the row until the end of the transaction: writers queue.
CREATE TABLE register_state (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL,
    stamp VARCHAR(36) NOT NULL,
    last_template BIGINT NOT NULL,
    last_photo BIGINT NOT NULL,
    last_licence BIGINT NOT NULL
);

-- Every version there has been, with a random stamp: an index derived from a register that was since put back from
-- a backup finds its own stamp missing, even where version numbers agree. Holds nothing about people.
CREATE TABLE register_change (
    version BIGINT NOT NULL PRIMARY KEY,
    stamp VARCHAR(36) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    changed VARCHAR(40) NOT NULL
);

INSERT INTO register_state (id, version, stamp, last_template, last_photo, last_licence)
VALUES (1, 0, '${stamp}', 0, 0, 0);
INSERT INTO register_change (version, stamp, kind, changed) VALUES (0, '${stamp}', 'created', '');

CREATE TABLE register_person (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    name VARCHAR(200) NOT NULL,
    consent_reference VARCHAR(200) NOT NULL,
    consent_granted VARCHAR(10) NOT NULL,
    consent_until VARCHAR(10),
    registered VARCHAR(40) NOT NULL
);

CREATE TABLE register_photo (
    number BIGINT NOT NULL PRIMARY KEY,
    person VARCHAR(64) NOT NULL REFERENCES register_person (id),
    sha256 VARCHAR(64) NOT NULL,
    added VARCHAR(40) NOT NULL,
    UNIQUE (person, sha256)
);

-- vector: little-endian float32 of length 1, 4 bytes a dimension of the space.
CREATE TABLE register_template (
    number BIGINT NOT NULL PRIMARY KEY,
    photo BIGINT NOT NULL REFERENCES register_photo (number),
    person VARCHAR(64) NOT NULL REFERENCES register_person (id),
    space VARCHAR(200) NOT NULL,
    quality DOUBLE PRECISION NOT NULL,
    vector ${bytes} NOT NULL,
    UNIQUE (photo, space)
);

CREATE INDEX register_template_of_space ON register_template (space, number);
CREATE INDEX register_template_of_person ON register_template (person);

-- uses and territories: sorted, parted by commas; empty means any.
CREATE TABLE register_licence (
    number BIGINT NOT NULL PRIMARY KEY,
    person VARCHAR(64) NOT NULL REFERENCES register_person (id),
    licensee VARCHAR(200) NOT NULL,
    work VARCHAR(200),
    uses VARCHAR(2000) NOT NULL,
    territories VARCHAR(2000) NOT NULL,
    first_day VARCHAR(10) NOT NULL,
    last_day VARCHAR(10) NOT NULL,
    document_sha256 VARCHAR(64),
    added VARCHAR(40) NOT NULL,
    revoked VARCHAR(40)
);

CREATE INDEX register_licence_of_person ON register_licence (person);
