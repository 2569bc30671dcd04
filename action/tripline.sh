# Sourced by the steps. Inputs come in the environment and are only ever whole arguments, never parts of a script.
# shellcheck shell=bash
set -euo pipefail

home=$RUNNER_TEMP/tripline
reports=$home/reports
mkdir -p "$reports"

# The runner empties this folder before and after each job, so nothing is left for another.
export XDG_CACHE_HOME=$home/cache XDG_STATE_HOME=$home/state

tripline() { node "$home/node_modules/tripline/bin/tripline.js" "$@"; }

# Hands a value on to later steps. Only for values of one line that we have made ourselves.
output() { printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"; }

# A report for a later step, if it was written.
output_file() { if [ -s "$2" ]; then output "$1" "$2"; fi; }

# Paragraphs of our own for the job summary.
summarize() { printf '%s\n\n' "$@" >>"$GITHUB_STEP_SUMMARY"; }

# Text as a block of the job summary, in which Markdown and HTML mean nothing. The runner keeps 1 MiB, and a character may
# become five.
summarize_text() {
  {
    printf '<pre>\n'
    head -c 200000 "$1" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'
    printf '\n</pre>\n'
  } >>"$GITHUB_STEP_SUMMARY"
}
