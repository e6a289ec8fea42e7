// What still keeps the quiz from being started: where it is and what it lacks, each a way to its field.

import type { Issue } from "../draft";
import { h } from "../texts";

/** Lines shown before the rest is a number. */
const SHOWN_MAX = 8;

export function Issues({ issues, onGoTo }: { issues: Issue[]; onGoTo: (issue: Issue) => void }) {
  return (
    <div class="notice is-bad" role="alert">
      <p>
        <strong>{h.value.issuesTitle(issues.length)}</strong>
      </p>
      <ul>
        {issues.slice(0, SHOWN_MAX).map((issue, i) => (
          <li key={i}>
            <button type="button" class="link" onClick={() => onGoTo(issue)}>
              {h.value.issueWhere(oneBased(issue.wineIndex), oneBased(issue.questionIndex))}
              {h.value.issue(issue)}
            </button>
          </li>
        ))}
        {issues.length > SHOWN_MAX && <li>{h.value.namesCut(issues.length - SHOWN_MAX)}</li>}
      </ul>
    </div>
  );
}

const oneBased = (index: number | undefined): number | undefined => (index === undefined ? undefined : index + 1);
