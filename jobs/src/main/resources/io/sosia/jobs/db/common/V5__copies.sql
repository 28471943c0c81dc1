-- A video that is uploaded again and again is one for what scores are fitted to.
CREATE INDEX scan_upload_video ON scan_upload (video_sha256);
