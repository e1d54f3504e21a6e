"""A listener for bench/events.sh: takes events, and tells at the end how many came a second and how late they were."""
import json, signal, socketserver, sys, threading, time
from datetime import datetime
from http.server import BaseHTTPRequestHandler

late, first, last, lock = [], [], [], threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        now = time.time()
        happened = datetime.fromisoformat(json.loads(body)["eventTime"].replace("Z", "+00:00")).timestamp()
        with lock:
            late.append(now - happened)
            (first if not first else last).append(now)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args):
        pass


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = daemon_threads = True


def tell(*args):
    late.sort()
    n = len(late)
    print(f"{n} events told; late: median {late[n // 2] * 1000:.0f} ms, p99 {late[n * 99 // 100] * 1000:.0f} ms, "
          f"most {late[-1] * 1000:.0f} ms", flush=True)
    sys.exit(0)


signal.signal(signal.SIGTERM, lambda *a: threading.Thread(target=server.shutdown).start())
server = Server(("127.0.0.1", int(sys.argv[1])), Handler)
server.serve_forever()
tell()
