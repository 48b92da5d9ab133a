#!/usr/bin/env python3
# Runs a lab in an engine and a line on a node's console: rpc_client.py SOCKET LAB NODE LINE
# (`hop engine` prints its socket, `hop ps` lists those that run.)
import json, socket, sys

engine = socket.socket(socket.AF_UNIX)
engine.connect(sys.argv[1])
lines = engine.makefile("rw", encoding="utf-8")

def call(method, **params):
    print(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}), file=lines, flush=True)
    while "id" not in (answer := json.loads(lines.readline())): pass  # what it tells unasked
    return answer["result"] if "result" in answer else sys.exit(answer["error"]["message"])

call("lab.load", path=sys.argv[2])
call("run.start")
print(call("console.run", node=sys.argv[3], line=sys.argv[4])["text"])
