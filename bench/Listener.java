import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/** A listener for events.sh: takes events, and prints at the end how late they were. Its argument is the port. */
void main(String[] arguments) throws Exception {
    var late = new ConcurrentLinkedQueue<Long>();
    var marker = "\"eventTime\":\"";
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])), 0);
    server.createContext("/", exchange -> {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int at = body.indexOf(marker) + marker.length();
        late.add(System.currentTimeMillis() - Instant.parse(body.substring(at, body.indexOf('"', at))).toEpochMilli());
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        var sorted = late.stream().sorted().toList();
        System.out.printf("%d events delivered; late: median %d ms, p99 %d ms, most %d ms%n", sorted.size(),
                sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 99 / 100), sorted.getLast());
    }));
    server.start();
}
