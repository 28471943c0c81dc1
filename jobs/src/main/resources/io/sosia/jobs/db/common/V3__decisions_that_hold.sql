-- Of a finding's decisions at most one holds. It need not be one of the upload's current result: a later look at a part
-- of the video decides anew only about whom it met.
ALTER TABLE scan_decision ADD COLUMN holds INTEGER NOT NULL DEFAULT 0;
UPDATE scan_decision SET holds = 1 WHERE result IN (SELECT current_result FROM scan_upload);

-- What such looks found was not listed before; the latest of them holds.
UPDATE scan_decision SET holds = 1
WHERE finding NOT IN (SELECT finding FROM scan_decision WHERE holds = 1)
  AND result = (
    SELECT max(p.result) FROM scan_decision o
        JOIN scan_result p ON p.result = o.result
        JOIN scan_upload u ON u.upload = p.upload
        JOIN scan_result c ON c.result = u.current_result
    WHERE o.finding = scan_decision.finding AND p.status = 'PARTLY' AND p.decided_at > c.decided_at);

CREATE INDEX scan_decision_holds ON scan_decision (finding) WHERE holds = 1;
