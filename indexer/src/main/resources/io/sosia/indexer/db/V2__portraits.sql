-- The register, schema version 2: what a photo shows of a person besides who it is, and who looks like whom.

-- facing: a name of Facing; brightness: 0 to 1. Both are absent of photos that an earlier version registered.
ALTER TABLE register_photo ADD COLUMN facing VARCHAR(10);
ALTER TABLE register_photo ADD COLUMN brightness DOUBLE PRECISION;

-- Two people whose faces are so alike that a search for one finds the other; each pair once, first < second by the
-- order of characters. similarity: the highest that was seen, on the scale of decisions.
CREATE TABLE register_look_alike (
    first_person VARCHAR(64) NOT NULL REFERENCES register_person (id),
    second_person VARCHAR(64) NOT NULL REFERENCES register_person (id),
    similarity DOUBLE PRECISION NOT NULL,
    noticed VARCHAR(40) NOT NULL,
    PRIMARY KEY (first_person, second_person)
);

CREATE INDEX register_look_alike_second ON register_look_alike (second_person);
