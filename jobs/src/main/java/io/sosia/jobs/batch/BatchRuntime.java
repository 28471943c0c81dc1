package io.sosia.jobs.batch;

import io.sosia.indexer.registry.RegisterDatabase;
import javax.sql.DataSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.configuration.annotation.EnableJdbcJobRepository;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Isolation;

/**
 * Spring Batch on the jobs' database. Nothing is scanned for or configured by itself: what is wanted is named here, so
 * that a command waits for no more than it uses. The caller closes it.
 */
public final class BatchRuntime implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private BatchRuntime(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts it. The tables must be there ({@link JobsSchema}); the database stays open when this is closed. */
    public static BatchRuntime open(RegisterDatabase database) {
        SpringApplication application = new SpringApplication(BatchConfiguration.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        // Stopping cleanly is the job's own business: the context must outlive the last transaction.
        application.setRegisterShutdownHook(false);
        application.setAddCommandLineProperties(false);
        // Logging is as the command line has set it up; Boot would send it to standard output.
        application.setListeners(application.getListeners().stream()
                .filter(listener -> !(listener instanceof LoggingApplicationListener))
                .toList());
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean("dataSource", DataSource.class, database::dataSource, definition -> {
                // Whoever opened the database closes it.
                definition.setDestroyMethodName("");
            });
            beans.registerBean(
                    "transactionManager",
                    PlatformTransactionManager.class,
                    () -> new JdbcTransactionManager(database.dataSource()));
        });
        return new BatchRuntime(application.run());
    }

    /** Where jobs and steps are recorded. */
    public JobRepository repository() {
        return context.getBean(JobRepository.class);
    }

    /** Starts and recovers jobs; starting returns when the job has ended. */
    public JobOperator operator() {
        return context.getBean(JobOperator.class);
    }

    /**
     * Marks executions as failed that a dead process left as running (Spring Batch issue 4663), so that they can be
     * started again. The caller makes sure that no process is running the job.
     *
     * @return how many there were
     */
    public int recover(String job) {
        int recovered = 0;
        for (JobExecution execution : repository().findRunningJobExecutions(job)) {
            operator().recover(execution);
            recovered++;
        }
        return recovered;
    }

    /** Whether a job's execution can be continued. */
    public static boolean restartable(JobExecution execution) {
        return execution.getStatus() == BatchStatus.FAILED || execution.getStatus() == BatchStatus.STOPPED;
    }

    @Override
    public void close() {
        context.close();
    }

    /** Isolation is left at the database's own: SQLite knows but one, and one process at a time runs a job. */
    @Configuration(proxyBeanMethods = false)
    @EnableBatchProcessing
    @EnableJdbcJobRepository(isolationLevelForCreate = Isolation.DEFAULT)
    static class BatchConfiguration {}
}
