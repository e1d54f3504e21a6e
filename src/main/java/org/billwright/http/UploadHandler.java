package org.billwright.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.UUID;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * A body that goes to a file as it comes in, no faster than the disk takes it.
 *
 * @param folder where the file is; who handles the request takes it away
 * @param maxBytes of the body
 */
public record UploadHandler(Path folder, long maxBytes) {
    private static final String FILE = "spooled";

    /** The file of a request whose body has come in. */
    static Path file(RoutingContext context) {
        return Path.of(context.<String>get(FILE));
    }

    void receive(RoutingContext context) {
        var request = context.request().pause();
        var files = context.vertx().fileSystem();
        var path = folder.resolve(UUID.randomUUID() + ".part").toString();
        // Whoever takes the body over has moved it by then.
        context.addEndHandler(end -> files.delete(path).otherwiseEmpty());
        files.mkdirs(folder.toString())
                .compose(made ->
                        files.open(path, new OpenOptions().setCreateNew(true).setRead(false)))
                .compose(file -> {
                    var received = receive(context, file);
                    request.resume();
                    return received.eventually(() -> file.close());
                })
                .onSuccess(received -> {
                    context.put(FILE, path);
                    context.next();
                })
                .onFailure(failure -> {
                    files.delete(path).otherwiseEmpty();
                    context.fail(failure);
                });
    }

    private Future<Void> receive(RoutingContext context, AsyncFile file) {
        var request = context.request();
        Promise<Void> end = Promise.promise();
        var received = new long[1];
        request.handler((Buffer part) -> {
            received[0] += part.length();
            if (received[0] > maxBytes) {
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
        return end.future();
    }
}
