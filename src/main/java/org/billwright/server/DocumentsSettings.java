package org.billwright.server;

import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Settings of the documents of bills. */
public interface DocumentsSettings {
    /** How many requests for the documents of bill runs this process fulfils at a time; 0 leaves them to other processes. */
    @WithDefault("1")
    int workers();

    /** The bucket of an S3-compatible object store that keeps documents; the database keeps them where there is none. */
    Optional<String> bucket();

    /** The URL of the object store; empty for that of AWS. */
    Optional<String> bucketEndpoint();

    /** The region of the object store. */
    @WithDefault("us-east-1")
    String bucketRegion();

    /** What the keys of objects begin with, empty or ending in a slash. */
    Optional<String> bucketPrefix();

    /** The access key of the object store; the environment has it where there is none, as the AWS SDK finds it. */
    Optional<String> bucketAccessKey();

    /** The secret key that belongs to the access key. */
    Optional<String> bucketSecretKey();
}
