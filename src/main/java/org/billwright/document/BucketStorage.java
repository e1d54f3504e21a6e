package org.billwright.document;

import java.util.Map;
import java.util.Optional;
import org.billwright.store.Database;
import org.billwright.store.Ids;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A bucket of an S3-compatible object store. Each document is an object of its own, whose key is never used again. Before an object is put,
 * its deletion is scheduled, so that none stays behind where its document is not written after all.
 */
public final class BucketStorage implements DocumentStorage {
    private static final String DIGEST = "sha256";

    private final BucketConfig config;
    private final Database database;
    private final S3Client client;

    private BucketStorage(BucketConfig config, Database database, S3Client client) {
        this.config = config;
        this.database = database;
        this.client = client;
    }

    /** Opens the bucket. The first use makes the first connection. */
    public static BucketStorage open(BucketConfig config, Database database) {
        return new BucketStorage(config, database, BucketClient.open(config));
    }

    @Override
    public Optional<String> put(String tenant, GeneratedDocument document) {
        var key = config.prefix() + tenant + "/" + Ids.next() + "/"
                + document.type().id();
        boolean isScheduled = database.beside(tenant, tx -> ObjectDeletion.schedule(tx, tenant, key));
        if (!isScheduled) {
            throw new IllegalStateException("object " + key + " exists");
        }
        client.putObject(
                request -> request.bucket(config.bucket())
                        .key(key)
                        .contentType(document.type().mimeType())
                        .metadata(Map.of(DIGEST, document.sha256())),
                RequestBody.fromBytes(document.bytes()));
        return Optional.of(key);
    }

    @Override
    public byte[] get(String objectKey) {
        return client.getObjectAsBytes(
                        request -> request.bucket(config.bucket()).key(objectKey))
                .asByteArray();
    }

    @Override
    public void delete(String objectKey) {
        client.deleteObject(request -> request.bucket(config.bucket()).key(objectKey));
    }

    @Override
    public boolean keepsObjects() {
        return true;
    }

    @Override
    public void close() {
        client.close();
    }
}
