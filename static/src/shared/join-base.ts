// The address under which phones reach this server.

import { useEffect, useState } from "preact/hooks";
import { call } from "./http";

/** The address under which phones reach this server, as `http://192.168.0.7:8080`; ours where it is not told. */
export async function joinBase(): Promise<string> {
  const answer = await call<{ joinBase?: unknown }>("GET", "/api/v1/info");
  const base = answer.ok ? answer.value.joinBase : undefined;
  return typeof base === "string" ? base.replace(/\/+$/, "") : location.origin;
}

/** The same on a page; ours until the server has told. */
export function useJoinBase(): string {
  const [base, setBase] = useState(location.origin);
  useEffect(() => {
    let current = true;
    void joinBase().then((found) => current && setBase(found));
    return () => {
      current = false;
    };
  }, []);
  return base;
}

/** An address as people read it. */
export const withoutScheme = (url: string): string => url.replace(/^https?:\/\//, "");
