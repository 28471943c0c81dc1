-- The register, schema version 4: keys. What names or shows somebody is sealed with a key of their own; destroying the row
-- erases it.

-- subject: 'root' wraps all others and is itself wrapped by the master key; 'person:ID', 'case:NUMBER' and the like seal what
-- is kept of them, 'signing:1' signs. wrapped: as KeyRoot and DataKey write it.
CREATE TABLE seal_key (
    subject VARCHAR(200) NOT NULL PRIMARY KEY,
    wrapped ${bytes} NOT NULL
);
