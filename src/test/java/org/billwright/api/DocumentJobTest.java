package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.billwright.document.DocumentStorage;
import org.billwright.document.FolderFiles;
import org.billwright.document.RunSending;
import org.billwright.problem.ProblemException;
import org.billwright.store.Fingerprint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents of the bills of a run, over HTTP. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class DocumentJobTest {
    private static final int ACCOUNTS = 120;

    @TempDir
    Path folder;

    private static JsonNode billedRun(String name, int accounts) throws InterruptedException {
        var documents = new ArrayList<String>();
        documents.add(RunsApi.cycle(name));
        for (int i = 0; i < accounts; i++) {
            var account = name + "-" + i;
            documents.add(RunsApi.account(
                    account,
                    name,
                    ",'name':'Ana Ñ " + i + "','contact':[{'contactMedium':[{'characteristic':{'street1':'Calle " + i
                            + "','city':'San Juan','country':'PR'}}]}]"));
            documents.add(RunsApi.rate(account + "-r", account, "2026-05-20T12:00:00Z", "10.00", "recurringCharge"));
        }
        Documents.load(documents.toArray(String[]::new));
        return RunsApi.billed(RunsApi.planned(name, ""));
    }

    private static JsonNode done(String run) throws InterruptedException {
        for (int i = 0; i < 1_200; i++) {
            var job = Api.get(RunsApi.RUNS + "/" + run + "/documentJob").json();
            if (job.path("waiting").intValue() == 0) {
                return job;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("documents of " + run + " are not made");
    }

    @Test
    void workers_make_the_documents_of_a_run_and_each_bill_lists_them() throws InterruptedException, IOException {
        var run = billedRun("DOCJOB", ACCOUNTS).path("id").textValue();
        assertThat(Api.get(RunsApi.RUNS + "/" + run + "/documentJob").status()).isEqualTo(404);
        var sending = new RunSending(Store.database(), Store.TENANT, DocumentStorage.IN_DATABASE);
        assertThatThrownBy(() -> sending.send(run, new FolderFiles(folder)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().message())
                                .contains("120 bills of the run have no documents"));
        assertThat(folder).isEmptyDirectory();

        var requested = RunsApi.post(run + "/documentJob", "{}");
        assertThat(requested.status()).as(requested.text()).isEqualTo(202);
        var job = done(run);
        assertThat(job.path("bills").intValue()).isEqualTo(ACCOUNTS);
        assertThat(job.path("made").intValue()).isEqualTo(ACCOUNTS);
        assertThat(job.path("failed").intValue()).isZero();
        var accounts = Api.get(Api.server() + "/operations/v1/billRunAccount?limit=1000&billRun.id=" + run)
                .json();
        for (var account : accounts) {
            var bill = account.at("/bill/id").textValue();
            assertThat(Api.get("customerBill/" + bill)
                            .json()
                            .at("/billDocument/1/id")
                            .textValue())
                    .isEqualTo("bill.pdf");
        }
        // again: nothing is left to make
        assertThat(RunsApi.post(run + "/documentJob", "{}").json().path("bills").intValue())
                .isEqualTo(ACCOUNTS);
        assertThat(done(run).path("made").intValue()).isEqualTo(ACCOUNTS);

        assertThat(sending.send(run, new FolderFiles(folder))).isEqualTo(ACCOUNTS);
        var index = Api.JSON.readTree(folder.resolve("index.json").toFile());
        assertThat(index.path("count").intValue()).isEqualTo(ACCOUNTS);
        for (var entry : index.path("document")) {
            var bytes = Files.readAllBytes(folder.resolve(entry.path("file").textValue()));
            assertThat(entry.path("bytes").intValue()).isEqualTo(bytes.length);
            assertThat(entry.path("sha256").textValue())
                    .isEqualTo(HexFormat.of().formatHex(Fingerprint.sha256().digest(bytes)));
            assertThat(entry.path("pages").intValue()).isEqualTo(1);
            assertThat(entry.path("remaining").textValue()).isEqualTo("11.00");
            assertThat(entry.path("city").textValue()).isEqualTo("San Juan");
            assertThat(entry.path("amountDue").textValue()).isEqualTo("11.00");
        }
        var lines = Files.readAllLines(folder.resolve("index.csv"), StandardCharsets.UTF_8);
        assertThat(lines).hasSize(ACCOUNTS + 1);
        assertThat(lines.getFirst()).startsWith("file,sha256,bytes,pages,billId,billNo,billingAccount,name,");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(ACCOUNTS + 2);
        }
    }

    @Test
    void one_bill_whose_documents_cannot_be_made_does_not_stop_the_others() throws InterruptedException {
        var run = billedRun("DOCFAIL", 3).path("id").textValue();
        var bills = Api.get(Api.server() + "/operations/v1/billRunAccount?sort=id&billRun.id=" + run)
                .json()
                .valueStream()
                .map(account -> account.at("/bill/id").textValue())
                .toList();
        // a rate that no statement can be read from
        Store.asOwner().useHandle(owner -> {
            owner.execute("set session_replication_role = replica");
            owner.execute(
                    "update applied_customer_billing_rate set doc = (doc::jsonb || '{\"periodCoverage\":{\"startDateTime\":\"x\",\"endDateTime\":\"x\"}}')::json where bill_id = ?",
                    bills.get(1));
            owner.execute("set session_replication_role = origin");
        });
        assertThat(RunsApi.post(run + "/documentJob", "{}").status()).isEqualTo(202);
        for (int i = 0; i < 600; i++) {
            var job = Api.get(RunsApi.RUNS + "/" + run + "/documentJob").json();
            if (job.path("made").intValue() == 2) {
                break;
            }
            Thread.sleep(50);
        }
        for (var bill : List.of(bills.get(0), bills.get(2))) {
            assertThat(Api.get("customerBill/" + bill)
                            .json()
                            .at("/billDocument/1/id")
                            .textValue())
                    .isEqualTo("bill.pdf");
        }
        Store.asOwner().useHandle(owner -> owner.execute("delete from bill_document_request where run_id = ?", run));
    }

    @Test
    void documents_are_requested_of_runs_that_are_done() throws InterruptedException {
        assertThat(RunsApi.post("nobody/documentJob", "{}").status()).isEqualTo(404);
        Documents.load(
                RunsApi.cycle("DOCPLAN"),
                RunsApi.account("DOCPLAN-1", "DOCPLAN", ""),
                RunsApi.rate("DOCPLAN-r", "DOCPLAN-1", "2026-05-20T12:00:00Z", "10.00", "recurringCharge"));
        var plan = RunsApi.planned("DOCPLAN", "");
        var refused = RunsApi.post(plan.path("id").textValue() + "/documentJob", "{}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("message").textValue()).contains("the run is planned");
        assertThat(RunsApi.post(plan.path("id").textValue() + "/documentJob", "{'x':1}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void documents_of_a_voided_run_are_neither_counted_nor_sent() throws InterruptedException, IOException {
        var run = billedRun("DOCUNDO", 2).path("id").textValue();
        assertThat(RunsApi.post(run + "/documentJob", "{}").status()).isEqualTo(202);
        assertThat(done(run).path("made").intValue()).isEqualTo(2);
        var sending = new RunSending(Store.database(), Store.TENANT, DocumentStorage.IN_DATABASE);
        assertThat(sending.send(run, new FolderFiles(folder))).isEqualTo(2);
        assertThat(RunsApi.post(run + "/undo", "{'reason':'wrong tariff'}").status())
                .isEqualTo(200);
        RunsApi.awaited(run, "reverted");
        assertThat(Api.get(RunsApi.RUNS + "/" + run + "/documentJob")
                        .json()
                        .path("made")
                        .intValue())
                .isZero();
        assertThatThrownBy(() -> sending.send(run, new FolderFiles(folder)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().message()).contains("the run is reverted"));
        var other = billedRun("DOCOTHER", 1).path("id").textValue();
        assertThat(RunsApi.post(other + "/documentJob", "{}").status()).isEqualTo(202);
        assertThat(done(other).path("made").intValue()).isEqualTo(1);
        assertThatThrownBy(() -> sending.send(other, new FolderFiles(folder)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().message()).contains("the documents of run " + run));
    }
}
