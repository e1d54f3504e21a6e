import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Clients for overload.sh: each asks again as soon as it has its answer, whatever that is, and keeps its connection as long as the
 * server does. One thread for all, so that it takes little from the server beside it. Tells the latency of answers that
 * serve and of answers that refuse apart.
 * Arguments: port, clients, seconds, path with {} for a random number, its first and its last.
 */
void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    int clients = Integer.parseInt(arguments[1]);
    long seconds = Long.parseLong(arguments[2]);
    var load = new Load(port, arguments[3], Long.parseLong(arguments[4]), Long.parseLong(arguments[5]));
    load.run(clients, seconds);
    load.report(seconds);
}

/** Microseconds, in a table that grows. */
static final class Latencies {
    private int[] micros = new int[1 << 16];
    private int count;

    void add(long nanos) {
        if (count == micros.length) {
            micros = Arrays.copyOf(micros, 2 * count);
        }
        micros[count++] = (int) (nanos / 1_000);
    }

    String report() {
        var sorted = Arrays.copyOf(micros, count);
        Arrays.sort(sorted);
        return count == 0 ? "0 0 0 0" : "%d %.2f %.2f %.2f".formatted(count, at(sorted, 50), at(sorted, 99), at(sorted, 100));
    }

    private static double at(int[] sorted, int percent) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) sorted.length * percent / 100)] / 1_000.0;
    }
}

static final class Client {
    final ByteBuffer in = ByteBuffer.allocate(64 * 1024);
    long sent;
}

static final class Load {
    private final InetSocketAddress server;
    private final String[] path;
    private final long first;
    private final long last;
    private final SplittableRandom random = new SplittableRandom(678);
    private final Selector selector = Selector.open();
    private final Latencies served = new Latencies();
    private final Latencies refused = new Latencies();
    private final TreeMap<Integer, Integer> statuses = new TreeMap<>();
    private long withoutRetryAfter;
    private long broken;

    Load(int port, String path, long first, long last) throws IOException {
        this.server = new InetSocketAddress("127.0.0.1", port);
        this.path = path.split("\\{}", -1);
        this.first = first;
        this.last = last;
    }

    void run(int clients, long seconds) throws IOException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (int i = 0; i < clients; i++) {
            connect();
        }
        while (System.nanoTime() < end) {
            selector.select(100);
            for (var keys = selector.selectedKeys().iterator(); keys.hasNext(); keys.remove()) {
                turn(keys.next());
            }
        }
    }

    private void connect() throws IOException {
        var channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.register(selector, SelectionKey.OP_CONNECT, new Client());
        channel.connect(server);
    }

    private void turn(SelectionKey key) throws IOException {
        var channel = (SocketChannel) key.channel();
        var client = (Client) key.attachment();
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
                send(channel, client);
            } else if (key.isReadable()) {
                if (channel.read(client.in) < 0) {
                    throw new IOException("closed by the server");
                }
                answer(channel, client);
            }
        } catch (IOException closed) {
            broken += client.in.position() > 0 || client.sent > 0 ? 1 : 0;
            channel.close();
            connect();
        }
    }

    private void send(SocketChannel channel, Client client) throws IOException {
        var target = path.length == 1 ? path[0] : path[0] + random.nextLong(first, last + 1) + path[1];
        var request = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        client.sent = System.nanoTime();
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    }

    private void answer(SocketChannel channel, Client client) throws IOException {
        var text = new String(client.in.array(), 0, client.in.position(), StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0 || client.in.position() < head + 4 + length(text)) {
            return;
        }
        int status = Integer.parseInt(text.substring(9, 12));
        (status == 200 ? served : refused).add(System.nanoTime() - client.sent);
        statuses.merge(status, 1, Integer::sum);
        var headers = text.substring(0, head).toLowerCase(Locale.ROOT);
        withoutRetryAfter += status != 200 && !headers.contains("retry-after:") ? 1 : 0;
        client.in.clear();
        client.sent = 0;
        if (headers.contains("connection: close")) {
            throw new IOException("closed as the server said");
        }
        send(channel, client);
    }

    private static int length(String text) {
        int at = text.toLowerCase(Locale.ROOT).indexOf("content-length: ") + 16;
        return Integer.parseInt(text.substring(at, text.indexOf("\r\n", at)));
    }

    /** Served and refused: number, median, p99 and longest in milliseconds. Then what should not be: broken connections, refusals
     * that do not say when to come back. */
    void report(long seconds) {
        System.out.printf("load %s %s %d %d %s%n", served.report(), refused.report(), broken, withoutRetryAfter,
                statuses.toString().replace(" ", ""));
    }
}
