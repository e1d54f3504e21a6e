package org.billwright.store;

import io.vertx.core.Future;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.billwright.telemetry.Activity;
import org.billwright.telemetry.EndedStatement;
import org.billwright.telemetry.Tracing;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/** Sees each statement end: for the spans of its activity, and for the log of slow ones. */
public final class StatementWatch implements SqlLogger {
    /** Sees nothing but spans. */
    public static final StatementWatch NONE = new StatementWatch(Optional.empty());

    private final Optional<SlowStatements> slow;

    private StatementWatch(Optional<SlowStatements> slow) {
        this.slow = slow;
    }

    /** Has slow statements logged. */
    public static StatementWatch of(SlowStatements slow) {
        return new StatementWatch(Optional.of(slow).filter(SlowStatements::isOn));
    }

    /** Runs a statement, and sees it end. */
    <T> Future<T> watch(Activity activity, StatementPool pool, String tenant, String text, Supplier<Future<T>> run) {
        if (activity == Activity.NONE || (slow.isEmpty() && !Tracing.isOn())) {
            return run.get();
        }
        long began = System.nanoTime();
        return run.get()
                .onComplete(done -> ended(activity, pool, tenant, text, began, Optional.ofNullable(done.cause())));
    }

    @Override
    public void logAfterExecution(StatementContext context) {
        ended(context, Optional.empty());
    }

    @Override
    public void logException(StatementContext context, SQLException failure) {
        ended(context, Optional.of(failure));
    }

    private void ended(StatementContext context, Optional<Throwable> failure) {
        var activity = Activity.current();
        if (activity == Activity.NONE || (slow.isEmpty() && !Tracing.isOn())) {
            return;
        }
        var parsed = context.getParsedSql();
        var text = parsed == null ? "" : parsed.getSql();
        if (!StatementText.isSetting(text)) {
            long began = System.nanoTime() - context.getElapsedTime(ChronoUnit.NANOS);
            var tenant = activity.tenant().orElse("");
            ended(activity, StatementPool.CHANGES, tenant, text, began, failure);
        }
    }

    private void ended(
            Activity activity,
            StatementPool pool,
            String tenant,
            String text,
            long began,
            Optional<Throwable> failure) {
        long ended = System.nanoTime();
        var error = failure.map(StatementWatch::kind);
        activity.add(() ->
                new EndedStatement(StatementText.operation(text), StatementText.table(text), began, ended, error));
        slow.ifPresent(log -> log.ended(activity, pool, tenant, text, Duration.ofNanos(ended - began), error));
    }

    /** The SQLSTATE; where there is none, the class of the exception. */
    private static String kind(Throwable failure) {
        return SqlErrors.sqlState(failure).orElseGet(() -> failure.getClass().getSimpleName());
    }
}
