package org.billwright.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.api.TestClock;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Documents in a bucket of an object store that speaks the protocol of S3. */
class BucketStorageTest {
    private static final String BUCKET = "bills";

    private static S3Proxy proxy;
    private static BucketConfig config;
    private static S3Client client;

    @BeforeAll
    static void objectStore() throws Exception {
        var store = BlobStores.create("transient-nio2", new Properties());
        store.createContainer(BUCKET);
        proxy = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "key", "secret")
                .build();
        proxy.start();
        config = new BucketConfig(
                BUCKET,
                Optional.of("http://127.0.0.1:" + proxy.getPort()),
                "us-east-1",
                "made/",
                Optional.of("key"),
                Optional.of("secret"));
        client = BucketClient.open(config);
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        proxy.stop();
    }

    private static void bill(String id) {
        Documents.load("{\"@type\":\"CustomerBill\",\"id\":\"" + id
                + "\",\"state\":\"sent\",\"billDate\":\"2026-06-08T03:00:00Z\",\"billingAccount\":{\"id\":\"BUCKET-A\"},"
                + "\"amountDue\":{\"unit\":\"USD\",\"value\":1.00}}");
    }

    private static int make(DocumentStorage storage, String bill) {
        try (var generator = new DocumentGenerator(1)) {
            var maker = new DocumentMaker(generator, storage, new TestClock());
            return Store.database().inTransaction(Store.TENANT, tx -> maker.make(tx, Store.TENANT, List.of(bill)));
        }
    }

    private static List<GeneratedDocumentStore.Content> contents(String bill) {
        return Store.database()
                .inTransaction(Store.TENANT, tx -> GeneratedDocumentStore.contents(tx, Store.TENANT, bill));
    }

    private static List<String> objects() {
        return client.listObjectsV2(request -> request.bucket(BUCKET)).contents().stream()
                .map(object -> object.key())
                .toList();
    }

    private static void deleteWhatIsDue(DocumentStorage storage) {
        var deletion = new ObjectDeletion(Store.database(), storage);
        boolean isMore = deletion.processNext();
        while (isMore) {
            isMore = deletion.processNext();
        }
    }

    @Test
    void the_bytes_are_in_the_bucket_and_go_with_their_document() {
        try (var storage = BucketStorage.open(config, Store.database())) {
            bill("BUCKET-1");
            assertThat(make(storage, "BUCKET-1")).isEqualTo(1);
            var pdf = contents("BUCKET-1").getFirst();
            assertThat(pdf.bytes()).isEmpty();
            var key = pdf.objectKey().orElseThrow();
            assertThat(key).startsWith("made/" + Store.TENANT + "/").endsWith("/bill.pdf");
            var bytes = storage.get(key);
            assertThat(bytes).hasSize(pdf.size()).startsWith("%PDF-".getBytes(StandardCharsets.US_ASCII));
            deleteWhatIsDue(storage);
            assertThat(objects()).contains(key);
            // another amount: the document is that of another content
            Documents.load(
                    "{\"@type\":\"CustomerBill\",\"id\":\"BUCKET-1\",\"state\":\"sent\",\"billDate\":\"2026-06-08T03:00:00Z\","
                            + "\"billingAccount\":{\"id\":\"BUCKET-A\"},\"amountDue\":{\"unit\":\"USD\",\"value\":2.00}}");
            assertThat(contents("BUCKET-1")).isEmpty();
            deleteWhatIsDue(storage);
            assertThat(objects()).doesNotContain(key);
            assertThat(make(storage, "BUCKET-1")).isEqualTo(1);
            assertThat(contents("BUCKET-1").getFirst().objectKey()).isPresent().isNotEqualTo(Optional.of(key));
        }
    }

    @Test
    void an_object_whose_document_is_not_written_is_deleted_later() {
        try (var storage = BucketStorage.open(config, Store.database())) {
            bill("BUCKET-2");
            assertThatThrownBy(() -> Store.database().inTransaction(Store.TENANT, tx -> {
                        try (var generator = new DocumentGenerator(1)) {
                            int made = new DocumentMaker(generator, storage, new TestClock())
                                    .make(tx, Store.TENANT, List.of("BUCKET-2"));
                            throw new IllegalStateException("rolled back after " + made);
                        }
                    }))
                    .hasMessage("rolled back after 1");
            assertThat(contents("BUCKET-2")).isEmpty();
            var orphans = objects();
            assertThat(orphans).isNotEmpty();
            deleteWhatIsDue(storage);
            assertThat(objects()).isEqualTo(orphans);
            Store.asOwner().useHandle(owner -> owner.execute("update document_object_deletion set due_at = now()"));
            deleteWhatIsDue(storage);
            var kept = contents("BUCKET-1").stream()
                    .map(content -> content.objectKey().orElseThrow())
                    .toList();
            assertThat(objects()).containsExactlyInAnyOrderElementsOf(kept);
        }
    }

    @Test
    void a_bucket_that_cannot_be_reached_makes_no_document() {
        var elsewhere = new BucketConfig(
                "nobody", config.endpoint(), "us-east-1", "", Optional.of("key"), Optional.of("secret"));
        try (var storage = BucketStorage.open(elsewhere, Store.database())) {
            bill("BUCKET-3");
            assertThatThrownBy(() -> make(storage, "BUCKET-3")).hasMessageContaining("bucket");
            assertThat(contents("BUCKET-3")).isEmpty();
        }
    }

    @Test
    void files_for_a_print_house_are_put_below_the_prefix() {
        try (var files = BucketFiles.open(new BucketConfig(
                BUCKET, config.endpoint(), "us-east-1", "out/run-1/", Optional.of("key"), Optional.of("secret")))) {
            files.write("index.csv", new byte[] {1, 2, 3});
        }
        assertThat(client.getObjectAsBytes(request -> request.bucket(BUCKET).key("out/run-1/index.csv"))
                        .asByteArray())
                .containsExactly(1, 2, 3);
        client.deleteObject(request -> request.bucket(BUCKET).key("out/run-1/index.csv"));
    }

    @Test
    void secrets_of_the_bucket_are_not_logged() {
        assertThat(config).hasToString("bucket bills at http://127.0.0.1:" + proxy.getPort() + ", prefix 'made/'");
    }
}
