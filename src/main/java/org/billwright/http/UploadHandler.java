package org.billwright.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * Writes a request's body to a file as it arrives, no faster than the disk takes it.
 *
 * @param folder where the file is; the operation moves it away, or it is deleted
 * @param maxBytes of the body
 */
public record UploadHandler(Path folder, long maxBytes) {
    /** The compressions that a reader of the file recognizes by its first bytes. */
    static final List<String> CODINGS = List.of("gzip", "zstd");

    /** The bytes of a body that must arrive in each period. */
    static final long BYTES_OF_PERIOD = 65_536;

    /** @param period how long so many bytes may take */
    void receive(RoutingContext context, Duration period) {
        var request = context.request().pause();
        var files = context.vertx().fileSystem();
        var path = folder.resolve(UUID.randomUUID() + ".part");
        var name = path.toString();
        var requestEnd = RequestEnd.of(context);
        files.mkdirs(folder.toString())
                .compose(made ->
                        files.open(name, new OpenOptions().setCreateNew(true).setRead(false)))
                .compose(file -> {
                    // An operation that has accepted the file has moved it by then.
                    requestEnd.whenOver(() -> files.delete(name).otherwiseEmpty());
                    var received = receive(context, file, period);
                    request.resume();
                    return received.eventually(() -> file.close());
                })
                .onSuccess(received -> {
                    RequestContext.of(context).setUploadedFile(path);
                    context.next();
                })
                .onFailure(failure -> {
                    files.delete(name).otherwiseEmpty();
                    context.fail(failure);
                });
    }

    private Future<Void> receive(RoutingContext context, AsyncFile file, Duration period) {
        var request = context.request();
        Promise<Void> end = Promise.promise();
        var pace = new Pace(request);
        long timer = context.vertx().setPeriodic(period.toMillis(), t -> {
            if (!pace.isKept(file.writeQueueFull())) {
                end.tryFail(new ProblemException(
                        new Problem.BodyTooSlow(BYTES_OF_PERIOD + " bytes of a body", period.toSeconds())));
            }
        });
        RequestEnd.of(context).whenOver(() -> context.vertx().cancelTimer(timer));
        request.handler((Buffer part) -> {
            if (end.future().isComplete()) {
                return; // refused, and the file is closed
            }
            if (request.bytesRead() > maxBytes) {
                end.tryFail(new ProblemException(new Problem.BodyTooLarge(maxBytes)));
                return;
            }
            file.write(part).onFailure(end::tryFail);
            if (file.writeQueueFull()) {
                request.pause();
                file.drainHandler(drained -> request.resume());
            }
        });
        request.exceptionHandler(end::tryFail);
        request.endHandler(v -> file.flush().onComplete(flushed -> {
            if (flushed.succeeded()) {
                end.tryComplete();
            } else {
                end.tryFail(flushed.cause());
            }
        }));
        return end.future().onComplete(done -> context.vertx().cancelTimer(timer));
    }

    /** How fast a body arrives. */
    private static final class Pace {
        private final HttpServerRequest request;
        private long before;

        Pace(HttpServerRequest request) {
            this.request = request;
        }

        /** Whether enough has arrived since the last time; a slow disk is no fault of the client. */
        boolean isKept(boolean diskIsBehind) {
            long since = request.bytesRead() - before;
            before = request.bytesRead();
            return diskIsBehind || request.isEnded() || since >= BYTES_OF_PERIOD;
        }
    }
}
