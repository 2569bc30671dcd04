"""Uses an emulator through the clients that Microsoft publishes for Python: URL, subscription, workspace id."""

import sys
import time
from datetime import timedelta

from azure.core.credentials import AccessToken
from azure.core.exceptions import HttpResponseError
from azure.mgmt.securityinsight import SecurityInsights
from azure.mgmt.securityinsight.models import ScheduledAlertRule
from azure.monitor.query import LogsQueryClient, LogsQueryStatus

url, subscription, workspace = sys.argv[1:]
at = ("local", "local")


class Token:
    def get_token(self, *scopes, **options):
        return AccessToken("any", int(time.time()) + 3600)


sentinel = SecurityInsights(Token(), subscription, base_url=url, credential_scopes=["any"], retry_total=0)

rule = {
    "enabled": True,
    "severity": "High",
    "query": "SigninLogs | take 1",
    "query_frequency": "PT5M",
    "query_period": "PT1H",
    "trigger_operator": "GreaterThan",
    "trigger_threshold": 0,
    "suppression_enabled": False,
    "suppression_duration": "PT5H",
}


def scheduled(name, etag=None):
    return ScheduledAlertRule(display_name=name, etag=etag, **rule)


for name in ("a", "b", "c"):
    sentinel.alert_rules.create_or_update(*at, name, scheduled(name))
assert [one.name for one in sentinel.alert_rules.list(*at)] == ["a", "b", "c"]
stored = sentinel.alert_rules.get(*at, "a")
assert stored.query_period == timedelta(hours=1), stored.query_period
sentinel.alert_rules.create_or_update(*at, "a", scheduled("a", etag=stored.etag))
try:
    sentinel.alert_rules.create_or_update(*at, "a", scheduled("a", etag=stored.etag))
    raise AssertionError("a stale etag was accepted")
except HttpResponseError as error:
    assert error.status_code == 409, error
sentinel.alert_rules.delete(*at, "a")
assert [one.name for one in sentinel.alert_rules.list(*at)] == ["b", "c"]

logs = LogsQueryClient(Token(), endpoint=url + "/v1", retry_total=0)
answer = logs.query_workspace(workspace, "print a = 1, b = 'x'", timespan=timedelta(days=1))
assert answer.status == LogsQueryStatus.SUCCESS, answer
assert [list(row) for row in answer.tables[0].rows] == [[1, "x"]], answer.tables[0].rows
print("done")
