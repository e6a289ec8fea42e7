// `/results/CODE`: everything that became of an evening, for its host.

import "../../shared/base.css";
import "../../shared/console.css";
import "./host.css";
import { useEffect, useState } from "preact/hooks";
import { codeFromPath } from "../../shared/code";
import { startPage } from "../../shared/ui/start";
import { Toasts } from "../../shared/ui/toast";
import { Awaited } from "../../shared/ui/waiting";
import type { Failure } from "../../shared/http";
import { fetchResults } from "./api";
import { Refused } from "./console/refused";
import { HostFrame } from "../../shared/ui/host-frame";
import { keepKey, keyFor } from "./hosts";
import type { Results } from "./results-model";
import { ResultsView } from "./results-view";
import { failureText, h } from "./texts";

function Page({ code }: { code: string }) {
  const [hostId, setHostId] = useState(() => keyFor(code, location.hash));
  const [results, setResults] = useState<Results | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  useEffect(() => {
    if (hostId === null) return;
    let current = true;
    setFailure(null);
    void fetchResults(code, hostId).then((answer) => {
      if (!current) return;
      if (answer.ok) {
        keepKey(hostId, code);
        setResults(answer.value);
        document.title = `${answer.value.title} – Soirée`;
      } else setFailure(answer.failure);
    });
    return () => {
      current = false;
    };
  }, [code, hostId]);

  if (hostId === null) return <Refused page="results" code={code} reason="noKey" onKey={setHostId} />;
  if (failure !== null) {
    return <Refused page="results" code={code} reason={reasonOf(failure)} message={failureText(failure)} onKey={setHostId} />;
  }
  if (results === null) {
    return (
      <HostFrame>
        <Awaited what={h.value.loadingResults} reason={<p>{h.value.failures.unreachable}</p>} />
      </HostFrame>
    );
  }
  return <ResultsView results={results} hostId={hostId} />;
}

function reasonOf(failure: Failure): string {
  switch (failure.status) {
    case 401:
    case 403:
      return "INVALID_HOST";
    case 404:
      return "SESSION_NOT_FOUND";
    case 429:
      return "TOO_MANY_ATTEMPTS";
    default:
      return failure.status === 0 ? "NETWORK" : `HTTP ${failure.status}`;
  }
}

startPage(
  <>
    <a class="skip-link" href="#main">
      {h.value.skip}
    </a>
    <Page code={codeFromPath(location.pathname)} />
    <Toasts />
  </>,
);
