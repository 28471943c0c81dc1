package io.sosia.jobs.audit;

import io.sosia.jobs.audit.EntryRows.Row;
import io.sosia.models.merkle.Checkpoint;
import io.sosia.models.merkle.CheckpointKey;
import io.sosia.models.merkle.MerkleHash;
import io.sosia.models.merkle.TreeEdge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Goes through a log once and collects what is not as it was written. Entries go by; commitments are kept, about 200 bytes for
 * each human that the log is about. Serves one verification.
 */
final class LogVerification {

    /** A log that is damaged all over need not be listed to its end. */
    private static final int MOST_DAMAGES = 1_000;

    private final EntryRows rows;
    private final CheckpointKey key;
    private final Optional<Checkpoint.Signed> pinned;
    private final List<AuditDamage> damages = new ArrayList<>();
    /** Entries whose content and hash do not fit together. */
    private final List<Long> unfit = new ArrayList<>();
    /** Commitments, with the first entry that each stands in. */
    private final Map<String, Long> commitments = new HashMap<>();

    private final Set<String> forgotten = new HashSet<>();
    private TreeEdge byContent = TreeEdge.empty();
    private TreeEdge byHash = TreeEdge.empty();
    private Optional<MerkleHash> pinnedByContent = Optional.empty();
    private Optional<MerkleHash> pinnedByHash = Optional.empty();
    private boolean gaps;
    private long next = 1;

    LogVerification(EntryRows rows, CheckpointKey key, Optional<Checkpoint.Signed> pinned) {
        this.rows = rows;
        this.key = key;
        this.pinned = pinned;
    }

    void damage(String what, String problem) {
        if (damages.size() < MOST_DAMAGES) {
            damages.add(new AuditDamage(what, problem));
        }
    }

    List<AuditDamage> damages() {
        return damages;
    }

    /** Looks at all entries up to where the log ends. */
    void entries(LogHead head) {
        head.problem(key).ifPresent(problem -> damage("log's end", problem));
        long size = signedSize(head);
        long first = rows.first();
        if (first < 1) {
            damage("entry " + first, "stands before the first one");
        }
        notePinned();
        rows.each(1, size, this::entry);
        missing(size + 1);
        roots(head, size);
        pinned.ifPresent(checkpoint -> pinned(checkpoint, head, size));
    }

    /** Says so where entries stand behind the log's end; to be called with an end that was read after {@code last}. */
    void behind(long last, LogHead head) {
        long size = signedSize(head);
        if (last > size) {
            damage(
                    last == size + 1 ? "entry " + last : "entries " + (size + 1) + " to " + last,
                    "nothing signs it: the log has " + size + " entries");
        }
    }

    /** What the checkpoint says where it is signed; the stored size may be what was changed. */
    private long signedSize(LogHead head) {
        try {
            Checkpoint.Signed signed = head.parsedCheckpoint();
            return signed.signedBy(key) ? signed.checkpoint().size() : Math.max(head.size(), rows.last());
        } catch (IllegalArgumentException e) {
            return Math.max(head.size(), rows.last());
        }
    }

    private void missing(long before) {
        if (next < before) {
            gaps = true;
            damage(
                    before == next + 1 ? "entry " + next : "entries " + next + " to " + (before - 1),
                    before == next + 1 ? "is missing" : "are missing");
        }
    }

    private void entry(Row row) {
        missing(row.number());
        next = row.number() + 1;
        MerkleHash hash = row.hash();
        byContent = byContent.append(hash);
        byHash = byHash.append(row.storedHash().orElse(hash));
        notePinned();
        if (!row.fits()) {
            unfit.add(row.number());
        }
        AuditEntry entry;
        try {
            entry = row.parsed();
        } catch (IllegalArgumentException e) {
            if (row.fits()) {
                damage("entry " + row.number(), "its content is no entry");
            }
            return;
        }
        if (entry.number() != row.number() && row.fits()) {
            damage("entry " + row.number(), "was written as entry " + entry.number());
        }
        if (row.fits()) {
            note(entry);
        }
    }

    private void note(AuditEntry entry) {
        commitments.putIfAbsent(entry.actor(), entry.number());
        for (AuditEntry.Subject subject : entry.subjects()) {
            commitments.putIfAbsent(subject.commitment(), entry.number());
            if (entry.kind() == AuditKind.SUBJECT_FORGOTTEN) {
                forgotten.add(subject.commitment());
            }
        }
    }

    private void notePinned() {
        if (pinned.isPresent() && pinned.get().checkpoint().size() == byContent.size()) {
            pinnedByContent = Optional.of(byContent.root());
            pinnedByHash = Optional.of(byHash.root());
        }
    }

    /** Compares the roots with the one that is signed, and says of entries that do not fit which half was changed. */
    private void roots(LogHead head, long size) {
        Optional<MerkleHash> signed = signedRoot(head);
        boolean contentStands = signed.isPresent() && byContent.root().equals(signed.get());
        boolean hashesStand = signed.isPresent() && byHash.root().equals(signed.get());
        String problem;
        if (contentStands) {
            problem = "its stored hash was changed";
        } else if (hashesStand) {
            problem = "its content was changed";
        } else {
            problem = "its content and its hash do not fit together";
        }
        unfit.forEach(number -> damage("entry " + number, problem));
        if (signed.isPresent() && !contentStands && !hashesStand && !gaps) {
            damage(
                    "entries 1 to " + size,
                    "are not what the checkpoint signs: at least one was changed together with its hash, or put"
                            + " elsewhere");
        }
    }

    private Optional<MerkleHash> signedRoot(LogHead head) {
        try {
            Checkpoint.Signed signed = head.parsedCheckpoint();
            return signed.signedBy(key) ? Optional.of(signed.checkpoint().root()) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void pinned(Checkpoint.Signed checkpoint, LogHead head, long size) {
        String what = "checkpoint to compare with";
        if (!checkpoint.signedBy(key)) {
            damage(what, "is not signed by this installation's key");
        } else if (!checkpoint.checkpoint().origin().equals(head.origin())) {
            damage(what, "is of the log " + checkpoint.checkpoint().origin() + ", and this is " + head.origin());
        } else if (checkpoint.checkpoint().size() > size) {
            damage(
                    what,
                    "the log had " + checkpoint.checkpoint().size() + " entries when it was made, and has " + size
                            + ": the last ones were taken away");
        } else if (!pinnedByContent.equals(Optional.of(checkpoint.checkpoint().root()))
                && !pinnedByHash.equals(Optional.of(checkpoint.checkpoint().root()))) {
            damage(
                    what,
                    "the first " + checkpoint.checkpoint().size()
                            + " entries are not those that the log had when it was made");
        }
    }

    /**
     * Looks at the records of humans.
     *
     * @return how many there are
     */
    long subjects(Commitments records, byte[] secret) {
        long known = 0;
        for (Commitments.Row row : records.rows()) {
            known++;
            commitments.remove(row.commitment());
            records.problem(secret, row)
                    .ifPresent(problem ->
                            damage("record of subject " + row.handle() + " (" + row.commitment() + ")", problem));
        }
        return known;
    }

    /** Says so where a human's record is gone and no entry says why; looks at entries that came meanwhile too. */
    void lost(long from, long to) {
        commitments.keySet().removeAll(forgotten);
        if (commitments.isEmpty()) {
            return;
        }
        rows.each(from, to, row -> {
            try {
                note(row.parsed());
            } catch (IllegalArgumentException e) {
                // The next verification is of this entry too.
                return;
            }
        });
        commitments.keySet().removeAll(forgotten);
        commitments.forEach((commitment, first) -> {
            if (first < from) {
                damage(
                        "record of subject (" + commitment + ")",
                        "is missing, and no entry says that they were forgotten; they first stand in entry " + first);
            }
        });
    }
}
