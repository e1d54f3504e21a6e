package org.billwright.document;

import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Files in a bucket of an S3-compatible object store. */
public record BucketFiles(BucketConfig config, S3Client client) implements OutboundFiles {
    /** Opens the bucket. */
    public static BucketFiles open(BucketConfig config) {
        return new BucketFiles(config, BucketClient.open(config));
    }

    @Override
    public void write(String name, byte[] bytes) {
        client.putObject(
                request -> request.bucket(config.bucket()).key(config.prefix() + name), RequestBody.fromBytes(bytes));
    }

    @Override
    public Optional<byte[]> read(String name) {
        try {
            return Optional.of(client.getObjectAsBytes(
                            request -> request.bucket(config.bucket()).key(config.prefix() + name))
                    .asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(String name) {
        client.deleteObject(request -> request.bucket(config.bucket()).key(config.prefix() + name));
    }

    @Override
    public void close() {
        client.close();
    }
}
