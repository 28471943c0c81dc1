-- The register, schema version 3: who has been compared with everybody else.

-- Ids of the spaces by which the person was compared with all others, parted by blanks; absent where that has yet to be
-- done, as for everybody whom an earlier version registered and whoever has got a template since.
ALTER TABLE register_person ADD COLUMN compared VARCHAR(1000);
