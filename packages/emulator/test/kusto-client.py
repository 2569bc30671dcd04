"""The client for Kusto as it is published, against a running emulator."""

import datetime
import sys

from azure.kusto.data import ClientRequestProperties, KustoClient, KustoConnectionStringBuilder
from azure.kusto.data.exceptions import KustoApiError, KustoMultiApiError
from azure.kusto.data.helpers import dataframe_from_result_table

url, every_type = sys.argv[1:]
client = KustoClient(KustoConnectionStringBuilder(url))

full, empty = client.execute_query("local", every_type).primary_results[0].rows
assert full["b"] is True and full["i"] == -7 and full["l"] == 9223372036854775807, full
assert full["s"] == 'a "b" é' and full["j"] == {"k": [1, None]}, full
assert str(full["m"]) == "1.25", full["m"]
assert full["t"] == datetime.timedelta(days=1, hours=2, minutes=3, seconds=4.5), full["t"]
assert full["d"].isoformat() == "2026-03-02T09:30:00.123456+00:00", full["d"]
assert empty["l"] is None and empty["s"] == "" and empty["d"] is None, empty
assert empty["t"] == datetime.timedelta(seconds=-1), empty["t"]

# pandas has no integers of 64 bits beside a null.
frame = dataframe_from_result_table(client.execute("local", f"{every_type} | where b").primary_results[0])
assert list(frame["l"]) == [9223372036854775807] and list(frame["s"]) == ['a "b" é'], frame

properties = ClientRequestProperties()
properties.set_option("query_now", "2026-03-02T10:00:00Z")
assert client.execute("local", "print now()", properties).primary_results[0][0][0].hour == 10

databases = client.execute_mgmt("local", ".show databases").primary_results[0]
assert [row["DatabaseName"] for row in databases] == ["local"], databases

for text, expected in (("print (", KustoApiError), ("range x from 1 to 500001 step 1", KustoMultiApiError)):
    try:
        client.execute_query("local", text)
        raise SystemExit(f"{text} did not fail")
    except expected:
        pass

print("done")
