#!/usr/bin/env bash
# Shows the plan in a comment of the pull request. Later runs rewrite the comment instead of adding another.
source "$(dirname "${BASH_SOURCE[0]}")/tripline.sh"

export GH_TOKEN=$TRIPLINE_TOKEN

# Without a plan there is nothing to show: the step before has said why.
tripline plan --project="$TRIPLINE_PROJECT" --workspace="$TRIPLINE_WORKSPACE" --format markdown >"$reports/plan.md" ||
  echo "tripline plan: exit code $?"
if [ ! -s "$reports/plan.md" ]; then exit 0; fi

# Names the comment about these inputs; they are not part of it, because they could end it.
marker="<!-- tripline plan $(printf '%s\0' "$TRIPLINE_PROJECT" "$TRIPLINE_WORKSPACE" | sha256sum | cut -c 1-16) -->"
printf '%s\n' "$marker" | cat - "$reports/plan.md" >"$reports/comment.md"

# Only what this job itself has written is ever rewritten.
# shellcheck disable=SC2016
query='query($owner: String!, $name: String!, $number: Int!, $endCursor: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      comments(first: 100, after: $endCursor) {
        nodes { databaseId viewerDidAuthor body }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}'
own=".data.repository.pullRequest.comments.nodes[] | select(.viewerDidAuthor and (.body | startswith(\"$marker\"))) | .databaseId"

post() {
  local found id
  found=$(gh api graphql --paginate -f owner="${GITHUB_REPOSITORY%%/*}" -f name="${GITHUB_REPOSITORY#*/}" \
    -F number="$TRIPLINE_PULL_REQUEST" -f query="$query" --jq "$own") || return
  id=${found%%$'\n'*}
  if [ -n "$id" ]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" -F body=@"$reports/comment.md"
  else
    gh api --silent "repos/$GITHUB_REPOSITORY/issues/$TRIPLINE_PULL_REQUEST/comments" -F body=@"$reports/comment.md"
  fi
}

if ! post; then
  echo '::warning title=tripline::the plan could not be shown as a comment, which takes the permission pull-requests: write'
fi
