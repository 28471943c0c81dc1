-- Pictures are sealed with the key of the person whom they show. Those of earlier versions are sealed, and the file written
-- anew without what was there before, when the database is first opened: SQL alone cannot.
ALTER TABLE scan_picture ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX scan_picture_open ON scan_picture (result) WHERE sealed = 0;

-- What is left to be done once, by whoever opens the database next.
CREATE TABLE privacy_task (
    task VARCHAR(40) PRIMARY KEY
);
INSERT INTO privacy_task (task) VALUES ('seal pictures');

-- Erasures that have begun and whose receipt has not been handed over yet; killed, they go on from here. Times are
-- milliseconds since 1970, UTC.
CREATE TABLE privacy_erasure (
    subject VARCHAR(200) PRIMARY KEY,   -- what its key is kept under
    number BIGINT NOT NULL,
    salt ${bytes} NOT NULL,             -- opens the receipt's commitment
    reason VARCHAR(40) NOT NULL,
    begun BIGINT NOT NULL,
    counts TEXT NOT NULL,               -- JSON: what there was
    keys TEXT NOT NULL                  -- JSON: ids of the keys destroyed
);
INSERT INTO scan_counter (name, last_number) VALUES ('erasure', 0);
INSERT INTO scan_counter (name, last_number) VALUES ('retention', 0);

-- Receipts, as they were signed. They name nobody.
CREATE TABLE privacy_receipt (
    number BIGINT PRIMARY KEY,
    issued BIGINT NOT NULL,
    content TEXT NOT NULL,
    signature ${bytes} NOT NULL,
    public_key TEXT NOT NULL            -- PEM
);
