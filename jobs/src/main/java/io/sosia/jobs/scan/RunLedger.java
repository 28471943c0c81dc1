package io.sosia.jobs.scan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs and their inputs in SQL. Thread-safe; one process at a time writes. */
final class RunLedger {

    /** Rows sent to the database at once. */
    private static final int BATCH = 1000;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final TransactionTemplate transactions;

    RunLedger(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.batches = new JdbcTemplate(dataSource);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /** What became of a run. */
    enum State {
        RUNNING,
        STOPPED,
        FAILED,
        DONE
    }

    /** A run. */
    record Run(long run, String description, State state, Instant started, Optional<Instant> ended) {}

    /**
     * An input of a run.
     *
     * @param place in the request
     * @param result of it, if it was reached
     * @param unchanged whether that was there before the run's last start
     * @param reason set where the input itself is at fault
     */
    record Item(
            int place,
            String shown,
            OptionalLong result,
            boolean unchanged,
            Optional<String> reason,
            Optional<String> detail) {}

    /** A run's id, for people and as its folder's name. */
    static String id(long run) {
        return String.format(Locale.ROOT, "R-%06d", run);
    }

    /** A run's number from its id, if it is one. */
    static OptionalLong number(String id) {
        return id.matches("R-[0-9]{6,18}") ? OptionalLong.of(Long.parseLong(id.substring(2))) : OptionalLong.empty();
    }

    /** The last run of a request, if it did not get to its end. */
    OptionalLong unfinished(String request) {
        return jdbc.sql("SELECT run, state FROM scan_run WHERE request = ? ORDER BY run DESC LIMIT 1")
                .param(request)
                .query((row, index) -> State.valueOf(row.getString(2)) == State.DONE
                        ? OptionalLong.empty()
                        : OptionalLong.of(row.getLong(1)))
                .optional()
                .orElseGet(OptionalLong::empty);
    }

    /** Writes down a new run and its inputs. */
    long begin(String request, String description, Instant now, List<ScanInput> inputs) {
        Long begun = transactions.execute(status -> {
            long run = jdbc.sql("UPDATE scan_counter SET last_number = last_number + 1 WHERE name = 'run'"
                            + " RETURNING last_number")
                    .query(Long.class)
                    .single();
            jdbc.sql("INSERT INTO scan_run (run, request, description, state, started) VALUES (?, ?, ?, ?, ?)")
                    .params(run, request, description, State.RUNNING.name(), now.toEpochMilli())
                    .update();
            insert(run, inputs);
            return run;
        });
        return java.util.Objects.requireNonNull(begun);
    }

    /** Writes down that a run goes on, with the inputs as they are now. */
    void resume(long run, List<ScanInput> inputs) {
        transactions.executeWithoutResult(status -> {
            jdbc.sql("UPDATE scan_run SET state = ?, ended = NULL, summary = NULL WHERE run = ?")
                    .params(State.RUNNING.name(), run)
                    .update();
            jdbc.sql("DELETE FROM scan_item WHERE run = ?").param(run).update();
            insert(run, inputs);
        });
    }

    private void insert(long run, List<ScanInput> inputs) {
        List<Object[]> rows = new ArrayList<>();
        for (int place = 0; place < inputs.size(); place++) {
            ScanInput input = inputs.get(place);
            rows.add(
                    switch (input) {
                        case ScanInput.Video video -> new Object[] {run, place, video.shown(), null, null};
                        case ScanInput.Rejected rejected ->
                            new Object[] {run, place, rejected.shown(), rejected.reason(), rejected.detail()};
                    });
        }
        String sql = "INSERT INTO scan_item (run, place, shown, reason, detail) VALUES (?, ?, ?, ?, ?)";
        for (int from = 0; from < rows.size(); from += BATCH) {
            batches.batchUpdate(sql, rows.subList(from, Math.min(rows.size(), from + BATCH)));
        }
    }

    /** Writes down how a run ended. */
    void end(long run, State state, Instant now, Optional<ScanSummary> summary) {
        jdbc.sql("UPDATE scan_run SET state = ?, ended = ?, summary = ? WHERE run = ?")
                .params(state.name(), now.toEpochMilli())
                .param(summary.map(JsonLines::stored).orElse(null))
                .param(run)
                .update();
    }

    /** A run. */
    Run run(long run) {
        return jdbc.sql("SELECT * FROM scan_run WHERE run = ?")
                .param(run)
                .query((row, index) -> {
                    long ended = row.getLong("ended");
                    return new Run(
                            run,
                            row.getString("description"),
                            State.valueOf(row.getString("state")),
                            Instant.ofEpochMilli(row.getLong("started")),
                            ended == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended)));
                })
                .single();
    }

    /** The latest run, if there is any. */
    OptionalLong latest() {
        return jdbc.sql("SELECT run FROM scan_run ORDER BY run DESC LIMIT 1")
                .query(Long.class)
                .optional()
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /** Whether there is such a run. */
    boolean knows(long run) {
        return jdbc.sql("SELECT 1 FROM scan_run WHERE run = ?")
                .param(run)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** What a run came to, once it has ended. */
    Optional<ScanSummary> summary(long run) {
        return jdbc.sql("SELECT summary FROM scan_run WHERE run = ? AND summary IS NOT NULL")
                .param(run)
                .query(String.class)
                .optional()
                .map(json -> JsonLines.read(json, ScanSummary.class));
    }

    /** A run's inputs, in the order of the request. */
    List<Item> items(long run) {
        return jdbc.sql("SELECT * FROM scan_item WHERE run = ? ORDER BY place")
                .param(run)
                .query((row, index) -> {
                    long number = row.getLong("result");
                    OptionalLong result = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
                    return new Item(
                            row.getInt("place"),
                            row.getString("shown"),
                            result,
                            row.getInt("unchanged") != 0,
                            Optional.ofNullable(row.getString("reason")),
                            Optional.ofNullable(row.getString("detail")));
                })
                .list();
    }
}
