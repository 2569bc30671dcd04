#!/usr/bin/env bash
# Shows what a deployment would change, and keeps the plan. The last step fails, once everything is reported.
source "$(dirname "${BASH_SOURCE[0]}")/tripline.sh"

code=0
tripline plan --project="$TRIPLINE_PROJECT" --workspace="$TRIPLINE_WORKSPACE" --out="$reports/plan.json" |
  tee "$reports/plan.txt" || code=$?
output code "$code"
output_file plan "$reports/plan.json"
summarize '### Plan'
if [ -s "$reports/plan.txt" ]; then
  summarize_text "$reports/plan.txt"
else
  summarize "No plan (exit code $code): the log says why."
fi
