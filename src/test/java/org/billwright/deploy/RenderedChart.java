package org.billwright.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * What the chart makes of values, in the release {@code bills} of the namespace {@code billing}. Each object is read as its type; a
 * property that the type does not have, or one that is there twice, is an error.
 */
record RenderedChart(List<JsonNode> documents) {
    static final Path CHART = Path.of("deploy/helm/billwright");

    private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.ofEntries(
            Map.entry("v1 ConfigMap", ConfigMap.class),
            Map.entry("v1 Secret", Secret.class),
            Map.entry("v1 Service", Service.class),
            Map.entry("v1 ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1 Deployment", Deployment.class),
            Map.entry("batch/v1 Job", Job.class),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("networking.k8s.io/v1 Ingress", Ingress.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            Map.entry("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class),
            Map.entry("monitoring.coreos.com/v1 PodMonitor", PodMonitor.class),
            Map.entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class));

    private static final String HOOK = "helm.sh/hook";
    private static final Path RENDERED = withoutHooks();

    private static final String COMPONENT = "oda.tmforum.org/v1 Component";

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new WithoutExtras())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The types keep what they do not know; here that is an error. */
    private static final class WithoutExtras extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    /** Renders the chart with these values, in YAML. */
    static RenderedChart of(String values) {
        return new RenderedChart(parsed(render(values)));
    }

    /** Renders the chart with the values of files, the later before the earlier. */
    static RenderedChart of(Path... files) {
        var command = command();
        for (var file : files) {
            command.withValuesFile(file);
        }
        return new RenderedChart(parsed(command.call()));
    }

    /** The library leaves hooks out of what it renders, so it gets a copy in which the annotation has another name. */
    private static Path withoutHooks() {
        var copy = Path.of("target/chart-without-hooks");
        try (var files = Files.walk(CHART)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = copy.resolve(CHART.relativize(file));
                Files.createDirectories(target.getParent());
                Files.writeString(target, Files.readString(file).replace(HOOK, "was." + HOOK));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TemplateCommand command() {
        return new Helm(RENDERED)
                .template()
                .withName("bills")
                .withNamespace("billing")
                .withKubeVersion("1.27.0");
    }

    private static String render(String values) {
        try {
            var file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, values);
                return command().withValuesFile(file).call();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> parsed(String yaml) {
        var strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        var documents = new ArrayList<JsonNode>();
        for (var document : new Yaml(strict).loadAll(yaml)) {
            if (document != null) {
                documents.add(STRICT.valueToTree(document));
            }
        }
        return List.copyOf(documents);
    }

    private static String type(JsonNode document) {
        return document.path("apiVersion").asText() + " "
                + document.path("kind").asText();
    }

    /** The objects of Kubernetes and of the Prometheus Operator, in the order of the chart. */
    List<HasMetadata> objects() {
        return documents.stream()
                .filter(document -> !type(document).equals(COMPONENT))
                .map(RenderedChart::read)
                .toList();
    }

    /** The ODA component, if there is one. */
    Optional<JsonNode> component() {
        return documents.stream()
                .filter(document -> type(document).equals(COMPONENT))
                .findFirst();
    }

    private static HasMetadata read(JsonNode document) {
        var type = Optional.ofNullable(TYPES.get(type(document)))
                .orElseThrow(() -> new AssertionError("no type for " + type(document)));
        try {
            return STRICT.treeToValue(document, type);
        } catch (JsonProcessingException e) {
            throw new AssertionError(type(document) + ": " + e.getOriginalMessage(), e);
        }
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return objects().stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> T one(Class<T> type, String name) {
        return all(type).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " " + name));
    }

    /** The kinds and names of all objects: {@code Service bills-billwright}. */
    List<String> names() {
        return documents.stream()
                .map(document -> document.path("kind").asText() + " "
                        + document.path("metadata").path("name").asText())
                .toList();
    }

    /** The pods of deployments and jobs, by the names of these. */
    Map<String, PodTemplateSpec> pods() {
        var pods = new LinkedHashMap<String, PodTemplateSpec>();
        all(Deployment.class)
                .forEach(deployment -> pods.put(
                        deployment.getMetadata().getName(), deployment.getSpec().getTemplate()));
        all(Job.class)
                .forEach(job ->
                        pods.put(job.getMetadata().getName(), job.getSpec().getTemplate()));
        return pods;
    }

    /** The names of the pods' owners whose pods have these labels. */
    List<String> selected(Map<String, String> labels) {
        return pods().entrySet().stream()
                .filter(pod ->
                        pod.getValue().getMetadata().getLabels().entrySet().containsAll(labels.entrySet()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The settings of the only container of a pod, by their names: from config maps, then its own. */
    Map<String, String> settings(String owner) {
        var container = pods().get(owner).getSpec().getContainers().getFirst();
        var settings = new LinkedHashMap<String, String>();
        container
                .getEnvFrom()
                .forEach(source -> settings.putAll(
                        one(ConfigMap.class, source.getConfigMapRef().getName()).getData()));
        container.getEnv().stream()
                .filter(variable -> variable.getValue() != null)
                .forEach(variable -> settings.put(variable.getName(), variable.getValue()));
        return settings;
    }

    /** The names of all variables that containers are given. */
    Stream<String> variables() {
        return pods().entrySet().stream()
                .flatMap(pod -> Stream.concat(
                        settings(pod.getKey()).keySet().stream(),
                        pod.getValue().getSpec().getContainers().stream()
                                .flatMap(container -> container.getEnv().stream())
                                .map(variable -> variable.getName())));
    }
}
