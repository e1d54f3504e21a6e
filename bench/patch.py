"""Moves bills to validated, one after the other on one connection: host, port, base path, ids."""
import http.client, sys

connection = http.client.HTTPConnection(sys.argv[1], int(sys.argv[2]))
for bill in sys.argv[4:]:
    connection.request("PATCH", f"{sys.argv[3]}/customerBill/{bill}", '{"state":"validated"}', {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        sys.exit(f"bill {bill}: status {answer.status}")
