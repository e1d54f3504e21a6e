package org.billwright.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every pod of the chart. */
class ChartPodsTest {
    private static final RenderedChart CHART =
            RenderedChart.of("{files: {cycles.json: '[]'}, secrets: {existingSecret: s}}");

    static Stream<String> owners() {
        return CHART.pods().keySet().stream();
    }

    static Stream<Deployment> deployments() {
        return CHART.all(Deployment.class).stream();
    }

    private static Container container(String owner) {
        var containers = CHART.pods().get(owner).getSpec().getContainers();
        assertThat(containers).hasSize(1);
        return containers.getFirst();
    }

    @ParameterizedTest
    @MethodSource("owners")
    void it_runs_without_privileges_on_a_root_that_it_cannot_write(String owner) {
        var pod = CHART.pods().get(owner).getSpec();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(65532L);
        assertThat(pod.getSecurityContext().getFsGroup()).isEqualTo(65532L);
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        var container = container(owner).getSecurityContext();
        assertThat(container.getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getCapabilities().getAdd()).isEmpty();
    }

    /** Kubernetes would give it BILLWRIGHT_PORT and the like for the service, which are no settings. */
    @ParameterizedTest
    @MethodSource("owners")
    void it_gets_no_variables_of_services(String owner) {
        assertThat(CHART.pods().get(owner).getSpec().getEnableServiceLinks()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("owners")
    void what_it_mounts_are_its_volumes(String owner) {
        var volumes = CHART.pods().get(owner).getSpec().getVolumes().stream()
                .map(Volume::getName)
                .toList();
        assertThat(container(owner).getVolumeMounts().stream().map(VolumeMount::getName))
                .containsExactlyInAnyOrderElementsOf(volumes);
        assertThat(container(owner).getVolumeMounts().stream()
                        .filter(mount -> List.of("secrets", "files").contains(mount.getName())))
                .hasSize(2)
                .allSatisfy(mount -> assertThat(mount.getReadOnly()).isTrue());
    }

    @ParameterizedTest
    @MethodSource("owners")
    void its_memory_is_reserved_and_bounded(String owner) {
        var resources = container(owner).getResources();
        assertThat(resources.getRequests()).containsKeys("cpu", "memory");
        assertThat(resources.getLimits().get("memory"))
                .isEqualTo(resources.getRequests().get("memory"));
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void it_is_started_watched_and_stopped_as_the_server_wants(Deployment deployment) {
        var container = container(deployment.getMetadata().getName());
        assertThat(container.getArgs()).containsExactly("serve");
        assertThat(path(container.getStartupProbe())).isEqualTo("/q/health/live");
        assertThat(path(container.getLivenessProbe())).isEqualTo("/q/health/live");
        assertThat(path(container.getReadinessProbe())).isEqualTo("/q/health/ready");
        assertThat(container.getPorts().getFirst().getName()).isEqualTo("http");
        var grace =
                Duration.ofSeconds(deployment.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds());
        // the drain time, then requests and a chunk of a bill run
        assertThat(grace).isGreaterThanOrEqualTo(Duration.ofSeconds(10 + 10 + 30));
    }

    private static String path(Probe probe) {
        assertThat(probe.getHttpGet().getPort()).isEqualTo(new IntOrString("http"));
        return probe.getHttpGet().getPath();
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void it_is_replaced_without_a_gap_and_spread(Deployment deployment) {
        var rolling = deployment.getSpec().getStrategy().getRollingUpdate();
        assertThat(rolling.getMaxUnavailable()).isEqualTo(new IntOrString(0));
        assertThat(rolling.getMaxSurge()).isEqualTo(new IntOrString(1));
        var spread = deployment.getSpec().getTemplate().getSpec().getTopologySpreadConstraints();
        assertThat(spread.stream().map(TopologySpreadConstraint::getTopologyKey))
                .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
        assertThat(spread)
                .allSatisfy(constraint -> assertThat(
                                CHART.selected(constraint.getLabelSelector().getMatchLabels()))
                        .containsExactly(deployment.getMetadata().getName()));
    }

    @Test
    void the_schema_is_migrated_before_anything_is_installed_or_upgraded() {
        var job = CHART.one(Job.class, "bills-billwright-migration");

        assertThat(job.getMetadata().getAnnotations()).containsEntry("was.helm.sh/hook", "pre-install,pre-upgrade");
        assertThat(container("bills-billwright-migration").getArgs()).containsExactly("migrate");
        assertThat(job.getSpec().getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
        assertThat(job.getSpec().getTemplate().getSpec().getServiceAccountName())
                .as("the account of the release does not exist yet")
                .isNull();
    }
}
