-- The register, schema version 5: what names or shows a person is sealed with their key, seal_key 'person:ID'; a consent says
-- more; and faces come from elsewhere than portraits too.

-- sealed_*: UTF-8 text, sealed by the person's key in the context '<table>.<column>/<person>'. name and consent_reference
-- were the plain ones; they are empty now (an empty text, since they may not be absent). sealed: 1 where that is so and the
-- person's templates are sealed too, 0 of whom an earlier version registered, until the register is opened for the first time.
ALTER TABLE register_person ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE register_person ADD COLUMN sealed_name ${bytes};
ALTER TABLE register_person ADD COLUMN sealed_reference ${bytes};
ALTER TABLE register_person ADD COLUMN sealed_purpose ${bytes};
ALTER TABLE register_person ADD COLUMN sealed_guardian ${bytes};
ALTER TABLE register_person ADD COLUMN sealed_reason ${bytes};

-- consent_network, minor: 0 or 1. consent_withdrawn: when; sealed_reason says why.
ALTER TABLE register_person ADD COLUMN consent_text VARCHAR(100);
ALTER TABLE register_person ADD COLUMN consent_network INTEGER NOT NULL DEFAULT 0;
ALTER TABLE register_person ADD COLUMN minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE register_person ADD COLUMN consent_withdrawn VARCHAR(40);

-- register_template.vector: as before, little-endian float32 of length 1, and now sealed by the person's key in the context
-- 'register_template.vector/<space>/<number>': 28 bytes more.

-- origin: a name of EnrolledPhoto.Origin.
ALTER TABLE register_photo ADD COLUMN origin VARCHAR(20) NOT NULL DEFAULT 'PORTRAIT';

-- plain_left: 1 while bytes that an earlier version wrote plainly may still lie in the database's files.
ALTER TABLE register_state ADD COLUMN plain_left INTEGER NOT NULL DEFAULT 1;
UPDATE register_state SET plain_left = 0 WHERE version = 0;
