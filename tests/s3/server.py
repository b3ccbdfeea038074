"""Serves S3 from memory for one test: `server.py BUCKET…` makes the buckets and prints the port it listens on.

It ends when its standard input does, so that none is left behind by a test that was killed.
"""

import logging
import os
import sys
import threading

from moto.core import DEFAULT_ACCOUNT_ID
from moto.s3.models import s3_backends
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server


def end_with_whoever_started_this():
    sys.stdin.buffer.read()
    os._exit(0)


for bucket in sys.argv[1:]:
    s3_backends[DEFAULT_ACCOUNT_ID]["aws"].create_bucket(bucket, "us-east-1")
# A line for every request would drown what a failed test has to say.
logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
threading.Thread(target=end_with_whoever_started_this, daemon=True).start()
print(server.server_port, flush=True)
server.serve_forever()
