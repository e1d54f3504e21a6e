package org.billwright.document;

import java.util.Optional;

/**
 * A bucket of an S3-compatible object store.
 *
 * @param endpoint the store's URL; empty for that of AWS
 * @param region the store's region
 * @param prefix what the keys of objects begin with, empty or ending in a slash
 * @param accessKey empty where the environment has the credentials, as the AWS SDK finds them
 */
public record BucketConfig(
        String bucket,
        Optional<String> endpoint,
        String region,
        String prefix,
        Optional<String> accessKey,
        Optional<String> secretKey) {
    /** Without the credentials, which are not to be logged. */
    @Override
    public String toString() {
        return "bucket " + bucket + endpoint.map(url -> " at " + url).orElse("") + ", prefix '" + prefix + "'";
    }
}
