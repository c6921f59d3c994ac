"""What CloudFront does with requests for the APIs, for an emulator whose distributions lead nowhere: of the behaviors the
first one whose path pattern matches says which origin a request is sent to.

Behaviors and origins are those of the deployed template. Only APIs are behind it, not the page."""

import fnmatch
import http.client
import http.server
import threading

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "host", "content-length"}


class FrontDoor:
    """A server on loopback while it is entered."""

    def __init__(self, stack, emulator):
        [distribution] = [one for one in stack.template["Resources"].values() if one["Type"] == "AWS::CloudFront::Distribution"]
        settings = distribution["Properties"]["DistributionConfig"]
        names = {origin["Id"]: origin["DomainName"] for origin in settings["Origins"]}
        behaviors = [(behavior["PathPattern"], behavior["TargetOriginId"]) for behavior in settings["CacheBehaviors"]]
        origins = {origin: f"{stack.value(names[origin]).split('.')[0]}.execute-api.localhost:{emulator}" for _, origin in behaviors}
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler_of(behaviors, origins, emulator))
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def origin_of(path, behaviors):
    """Where CloudFront sends a request for that path; nowhere is the page."""
    return next((origin for pattern, origin in behaviors if fnmatch.fnmatchcase(path, pattern)), None)


def handler_of(behaviors, origins, emulator):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def forward(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            origin = origin_of(self.path.split("?")[0], behaviors)
            if origin is None:
                self.send_error(404)
                return
            connection = http.client.HTTPConnection("127.0.0.1", emulator, timeout=60)
            try:
                connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
                connection.putheader("Host", origins[origin])
                for name, value in self.headers.items():
                    if name.lower() not in HOP_BY_HOP:
                        connection.putheader(name, value)
                if body or "Content-Length" in self.headers:
                    connection.putheader("Content-Length", str(len(body)))
                connection.endheaders(body)
                answer = connection.getresponse()
                content = answer.read()
            finally:
                connection.close()
            self.send_response_only(answer.status, answer.reason)
            for name, value in answer.getheaders():
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, value)
            if answer.status not in (204, 304):
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_HEAD = do_OPTIONS = do_PUT = do_POST = do_PATCH = do_DELETE = forward

        def log_message(self, *_):
            pass

    return Handler
