#!/usr/bin/env bash
# Annotates the findings and writes them as SARIF. The last step fails, once everything is reported.
source "$(dirname "${BASH_SOURCE[0]}")/tripline.sh"

options=(--project="$TRIPLINE_PROJECT")
[ -z "$TRIPLINE_CHANGED_SINCE" ] || options+=(--changed-since="$TRIPLINE_CHANGED_SINCE")

code=0
tripline check "${options[@]}" --format github || code=$?
tripline check "${options[@]}" --format sarif >"$reports/check.sarif" || code=$?
output code "$code"
output_file sarif "$reports/check.sarif"
case $code in
  0) summarize '### Check' 'No errors.' ;;
  *) summarize '### Check' "Errors (exit code $code): they are annotated, and listed in the log." ;;
esac
