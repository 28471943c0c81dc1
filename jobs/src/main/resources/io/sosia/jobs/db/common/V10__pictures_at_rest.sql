-- Pictures are sealed with the key of the person whom they show. Those of earlier versions are sealed, and the file written
-- anew without what was there before, when the database is first opened: SQL alone cannot.
ALTER TABLE scan_picture ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX scan_picture_open ON scan_picture (result) WHERE sealed = 0;

-- What is left to be done once, by whoever opens the database next.
CREATE TABLE privacy_task (
    task VARCHAR(40) PRIMARY KEY
);
INSERT INTO privacy_task (task) VALUES ('seal pictures');
