#!/usr/bin/env bash
# Runs the tests, annotates failures and writes the reports. The last step fails, once everything is reported.
source "$(dirname "${BASH_SOURCE[0]}")/tripline.sh"

code=0
tripline test --project="$TRIPLINE_PROJECT" \
  --reporter=pretty --reporter=github --reporter="junit=$reports/junit.xml" \
  --reporter="sarif=$reports/test.sarif" --reporter="markdown=$reports/summary.md" || code=$?
output code "$code"
output_file sarif "$reports/test.sarif"
if [ -f "$reports/summary.md" ]; then
  summarize "$(<"$reports/summary.md")"
else
  summarize '### Tests' "No results (exit code $code): the log says why."
fi
