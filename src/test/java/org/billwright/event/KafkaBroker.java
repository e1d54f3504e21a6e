package org.billwright.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.AppInfoParser;

/** A real Kafka broker in a JVM of its own, which can be stopped and started, always on the same ports. */
final class KafkaBroker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final Path folder = Path.of("target", "kafka-broker");
    private final Path settings = folder.resolve("server.properties");
    private final int port = freePort();
    private Optional<Process> process = Optional.empty();

    /** Starts an empty broker. It creates topics on the first write, with three partitions. */
    KafkaBroker() throws IOException, InterruptedException {
        delete(folder);
        Files.createDirectories(folder);
        int controller = freePort();
        Files.writeString(
                settings, """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
                log.dirs=%3$s
                num.partitions=3
                offsets.topic.replication.factor=1
                """.formatted(port, controller, folder.resolve("logs").toAbsolutePath()));
        assertThat(run("kafka.tools.StorageTool", "format", "-t", "MkU3OEVBNTcwNTJENDM2Qg", "-c", settings.toString())
                        .waitFor())
                .as("formatting; see " + folder)
                .isZero();
        start();
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Process run(String... command) throws IOException {
        var classpath = Files.readString(Path.of("target", "kafka-broker.classpath"));
        assertThat(classpath)
                .as("the broker is of the client's version")
                .contains("kafka_2.13-" + AppInfoParser.getVersion() + ".jar");
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classpath));
        line.addAll(List.of(command));
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("broker.log").toFile()))
                .start();
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    void start() throws IOException, InterruptedException {
        process = Optional.of(run("kafka.Kafka", settings.toString()));
        var deadline = Instant.now().plus(PATIENCE);
        while (!isUp()) {
            assertThat(Instant.now())
                    .as("the broker is up in time; see " + folder)
                    .isBefore(deadline);
            Thread.sleep(50);
        }
    }

    private boolean isUp() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.orElseThrow().destroyForcibly().waitFor();
    }

    /** All records of a topic, in order within each partition. Reads until no record has arrived for a while. */
    List<ConsumerRecord<String, byte[]>> read(String topic) {
        var records = new ArrayList<ConsumerRecord<String, byte[]>>();
        var config = Map.<String, Object>of("bootstrap.servers", address(), "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var last = Instant.now();
            while (Instant.now().isBefore(last.plus(QUIET))) {
                var polled = consumer.poll(Duration.ofMillis(200));
                if (!polled.isEmpty()) {
                    last = Instant.now();
                    polled.forEach(records::add);
                }
            }
        }
        return records;
    }

    @Override
    public void close() {
        process.orElseThrow().destroyForcibly().onExit().join();
    }
}
