package org.billwright.document;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

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
    public void close() {
        client.close();
    }
}
