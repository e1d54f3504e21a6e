package org.billwright.server;

import org.billwright.document.BucketConfig;
import org.billwright.document.BucketFiles;
import org.billwright.document.BucketStorage;
import org.billwright.document.DocumentStorage;
import org.billwright.document.OutboundFiles;
import org.billwright.store.Database;
import org.jboss.logging.Logger;

/** Opens the configured storage of documents. */
public final class DocumentStorages {
    private static final Logger LOG = Logger.getLogger("org.billwright");

    private static final String SCHEME = "s3://";

    private DocumentStorages() {}

    /** A bucket, or the database where none is configured. */
    public static DocumentStorage open(DocumentsSettings settings, Database database) {
        return settings.bucket()
                .<DocumentStorage>map(bucket -> {
                    var config =
                            config(settings, bucket, settings.bucketPrefix().orElse(""));
                    LOG.infof("documents are kept in %s", config);
                    return BucketStorage.open(config, database);
                })
                .orElse(DocumentStorage.IN_DATABASE);
    }

    /** A bucket of the configured object store, as {@code s3://BUCKET/PREFIX}, which files are sent to. */
    public static OutboundFiles outbound(DocumentsSettings settings, String destination) {
        var parts = destination.substring(SCHEME.length()).split("/", 2);
        var prefix = parts.length < 2 || parts[1].isEmpty() || parts[1].endsWith("/") ? "" : "/";
        return BucketFiles.open(config(settings, parts[0], parts.length < 2 ? "" : parts[1] + prefix));
    }

    private static BucketConfig config(DocumentsSettings settings, String bucket, String prefix) {
        return new BucketConfig(
                bucket,
                settings.bucketEndpoint(),
                settings.bucketRegion(),
                prefix,
                settings.bucketAccessKey(),
                settings.bucketSecretKey());
    }
}
