package org.billwright.document;

import java.util.Optional;

/** Where the bytes of documents that are made here are kept. */
public interface DocumentStorage extends AutoCloseable {
    /** In the database, beside what is known of a document. */
    DocumentStorage IN_DATABASE = new DocumentStorage() {
        @Override
        public Optional<String> put(String tenant, GeneratedDocument document) {
            return Optional.empty();
        }

        @Override
        public byte[] get(String objectKey) {
            throw notConfigured();
        }

        @Override
        public void delete(String objectKey) {
            throw notConfigured();
        }

        @Override
        public boolean keepsObjects() {
            return false;
        }

        private static IllegalStateException notConfigured() {
            return new IllegalStateException(
                    "the document is in a bucket, and none is configured: set billwright.documents.bucket again");
        }
    };

    /** Keeps the bytes, and returns the key of their object; empty where the database is to keep them. */
    Optional<String> put(String tenant, GeneratedDocument document);

    /** The bytes of an object. */
    byte[] get(String objectKey);

    /** Deletes an object, which may be gone. */
    void delete(String objectKey);

    /** Whether it is a bucket, whose objects have to be deleted by themselves. */
    boolean keepsObjects();

    @Override
    default void close() {}
}
