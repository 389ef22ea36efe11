"""A proxy on the loopback that knows where a client's request ends, counts requests, and acts at one of them."""

import socket
import struct
import threading

ACTIONS = ("cut_before", "cut_after", "gone_before", "gone_after", "kill_before", "kill_after")
REPLY_SECONDS = 5


class PostgresqlRequests:
    """Cuts what a client sends into requests: all messages up to one that the server answers."""

    ENDS = b"QSFpXHcf"
    SILENT = b"X"

    def __init__(self):
        self._buffer = b""
        self._started = False
        self._request = b""
        self._label = ""

    def feed(self, data):
        """The requests that are whole now, as (bytes, what it says, whether the server answers)."""
        self._buffer += data
        found = []
        while True:
            head = 1 if self._started else 0
            if len(self._buffer) < head + 4:
                return found
            size = head + struct.unpack("!i", self._buffer[head : head + 4])[0]
            if len(self._buffer) < size:
                return found
            message, self._buffer = self._buffer[:size], self._buffer[size:]
            if not self._started:
                asks_for_tls = struct.unpack("!i", message[4:8])[0] in (80877103, 80877104)
                self._started = not asks_for_tls
                found.append((message, "ask for TLS" if asks_for_tls else "start", True))
                continue
            self._request += message
            kind = message[:1]
            if kind in b"QP":
                text = message[5:].split(b"\0")
                self._label = text[0 if kind == b"Q" else 1].decode(errors="replace")
            if kind in self.ENDS:
                label = {b"p": "password", b"X": "terminate"}.get(kind, self._label)
                found.append((self._request, label, kind not in self.SILENT))
                self._request, self._label = b"", ""


class MysqlRequests:
    """Every packet of a client is a request, except those that prepare one that closes or quits."""

    NAMES = {1: "quit", 2: "use", 14: "ping", 23: "execute prepared", 25: "close prepared", 31: "reset connection"}
    SILENT = (1, 25)

    def __init__(self):
        self._buffer = b""

    def feed(self, data):
        self._buffer += data
        found = []
        while len(self._buffer) >= 4:
            size = 4 + int.from_bytes(self._buffer[:3], "little")
            if len(self._buffer) < size:
                break
            packet, self._buffer = self._buffer[:size], self._buffer[size:]
            command = packet[4] if packet[3] == 0 and len(packet) > 4 else -1
            if command in (3, 22):
                label = packet[5:].decode(errors="replace")
            else:
                label = self.NAMES.get(command, "log in" if command < 0 else f"command {command}")
            found.append((packet, label, command not in self.SILENT))
        return found


REQUESTS = {"postgresql": PostgresqlRequests, "mysql": MysqlRequests}


def _reset(sock):
    """Closes it so that the other side sees a reset."""
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    except OSError:
        pass
    sock.close()


def _hang_up(sock):
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    sock.close()


class Proxy:
    """Forwards connections to `target_port`. At request `boundary` (from 1, over all connections) it does `action`:

    cut_before   the connection is reset and the request never arrives;
    cut_after    the request is carried out, its reply is dropped, the connection is reset;
    gone_…       likewise, with every other connection and all later ones;
    kill_…       `kill()` ends the client (or whomever) before the request is sent on, or right after;
    silent_…     from there on nothing gets through in either direction, on any connection, and none is closed.
    """

    def __init__(self, engine, target_port, boundary=0, action="", kill=lambda: None):
        self._engine, self._target = engine, target_port
        self._boundary, self._action, self._kill = boundary, action, kill
        self._lock = threading.Lock()
        self._connections = []
        self.requests = []  # what each said
        self.hit = None  # the request at the boundary
        self._acted = threading.Event()
        self._gone = False
        self.silent = False
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def wait_for_hit(self, client):
        """Until the action is done, true; or until the process `client` has ended without it."""
        while not self._acted.wait(0.02):
            if client.poll() is not None:
                # A client may notice the death of its server before the thread that killed it says so.
                return self.hit is not None and self._acted.wait(REPLY_SECONDS)
        return True

    def close(self):
        _hang_up(self._listener)
        self._drop_all()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self._gone:
                _reset(client)
                continue
            try:
                connection = _Connection(self, client, socket.create_connection(("127.0.0.1", self._target)))
            except OSError:
                _reset(client)
                continue
            with self._lock:
                self._connections.append(connection)
            connection.start()

    def _drop_all(self):
        with self._lock:
            connections, self._connections = self._connections, []
        for connection in connections:
            connection.cut()

    def new_request(self, label):
        """Counts it; the action to take at it."""
        with self._lock:
            self.requests.append(label)
            if len(self.requests) != self._boundary:
                return ""
            self.hit = label
            return self._action

    def act(self, connection, action, request, answered):
        """At the boundary, on the thread that reads from the client. The connection is over afterwards."""
        what, _, when = action.partition("_")
        if what == "silent":
            self.silent = True
            if when == "after":
                connection.server.sendall(request)
            self._acted.set()
            return
        if when == "after":
            if what == "kill":
                connection.server.sendall(request)
            else:
                connection.drop_replies = True
                connection.server.sendall(request)
                if answered:
                    connection.replied.wait(REPLY_SECONDS)
        if what == "kill":
            self._kill()
        if what == "gone":
            self._gone = True
        connection.cut(own=True)
        if what != "cut":
            self._drop_all()
        self._acted.set()


class _Connection:
    def __init__(self, proxy, client, server):
        self.proxy, self.client, self.server = proxy, client, server
        self.drop_replies = False
        self.replied = threading.Event()
        for sock in (client, server):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def start(self):
        threading.Thread(target=self._upward, daemon=True).start()
        threading.Thread(target=self._downward, daemon=True).start()

    def cut(self, own=False):
        """`own`: by the thread that reads from the client; a socket that another thread waits on can't be reset."""
        # The server first: a client that sees the cut may look at once what became of its work.
        _hang_up(self.server)
        (_reset if own else _hang_up)(self.client)

    def _upward(self):
        requests = REQUESTS[self.proxy._engine]()
        try:
            while data := self.client.recv(65536):
                for request, label, answered in requests.feed(data):
                    if self.proxy.silent:
                        continue
                    action = self.proxy.new_request(label)
                    if action:
                        self.proxy.act(self, action, request, answered)
                        if not self.proxy.silent:
                            return
                        continue
                    self.server.sendall(request)
        except OSError:
            pass
        _hang_up(self.server)

    def _downward(self):
        try:
            while data := self.server.recv(65536):
                if self.drop_replies:
                    self.replied.set()
                elif not self.proxy.silent:
                    self.client.sendall(data)
        except OSError:
            pass
        if not self.drop_replies:
            _hang_up(self.client)
