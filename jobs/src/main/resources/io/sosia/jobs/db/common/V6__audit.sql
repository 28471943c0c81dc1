-- The audit log: who did what, and proof that nothing of it was changed. jobs/docs/adr/0005 says how.

-- Where the log ends. One row; it is locked while an entry is appended, so that numbers have no gaps.
CREATE TABLE audit_log (
    id INTEGER PRIMARY KEY,         -- 1
    origin TEXT NOT NULL,           -- names the log
    size BIGINT NOT NULL,           -- how many entries it has
    edge ${bytes} NOT NULL,         -- roots of the complete subtrees, 32 bytes each, the largest first
    checkpoint TEXT NOT NULL,       -- origin, size and root, signed
    secret ${bytes} NOT NULL,       -- sealed: what subjects' handles are made with
    settings ${bytes}               -- sealed: digests of the settings that were last noted
);

-- Never changed and never removed.
CREATE TABLE audit_entry (
    number BIGINT PRIMARY KEY,      -- from 1
    content ${bytes} NOT NULL,      -- canonical JSON (RFC 8785) in UTF-8
    leaf ${bytes} NOT NULL          -- its hash in the tree
);

-- Whom a commitment in an entry means, until they are forgotten.
CREATE TABLE audit_subject (
    handle TEXT PRIMARY KEY,        -- keyed hash of type and value; means nothing without the master key
    commitment TEXT NOT NULL UNIQUE,
    sealed ${bytes} NOT NULL        -- type, value and salt
);
