#!/usr/bin/env bash
# Fails if a step did, with the worst of their exit codes.
source "$(dirname "${BASH_SOURCE[0]}")/tripline.sh"

if [[ " $TRIPLINE_UPLOADS " == *' failure '* ]]; then
  echo '::warning title=tripline::the findings could not be uploaded to code scanning, which takes the permission security-events: write'
fi

worst=0
for step in "check=$TRIPLINE_CHECK" "test=$TRIPLINE_TEST" "plan=$TRIPLINE_PLAN"; do
  code=${step#*=}
  case $code in
    '') continue ;; # without a workspace there is no plan
    0) continue ;;
    1) echo "::error title=tripline::${step%%=*} has findings" ;;
    2) echo "::error title=tripline::${step%%=*} could not run" ;;
    *) echo "::error title=tripline::${step%%=*} failed with an internal error ($code)" ;;
  esac
  if [ "$code" -gt "$worst" ]; then worst=$code; fi
done
exit "$worst"
