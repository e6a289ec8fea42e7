// The faces of some who are here at this second, and how many more.

import { useEffect, useState } from "preact/hooks";
import { call } from "../../shared/http";
import { number } from "../../shared/i18n";
import { Icon } from "../../shared/ui/icons";
import type { Icon as Picture } from "../../wire/prompt";
import { p } from "../texts";

/** Pictures that were resolved, by uid: a face is looked up once. */
const resolved = new Map<string, string>();
const RESOLVED_MAX = 500;

export function Faces({ faces, users }: { faces: Picture[]; users: number }) {
  const more = users - faces.length;
  return (
    <div class="faces" role="img" aria-label={p.value.people(Math.max(users, 1))}>
      {faces.length === 0 && <Icon name="people" />}
      {faces.map((face) => (
        <Face key={face.uid} icon={face} />
      ))}
      {more > 0 && <span class="faces-more tabular">{faces.length > 0 ? `+${number(more)}` : number(more)}</span>}
    </div>
  );
}

/** One picture; a plain disc until it is there. */
export function Face({ icon }: { icon: Picture | null }) {
  const [url, setUrl] = useState(icon === null ? undefined : resolved.get(icon.uid));
  useEffect(() => {
    if (icon === null || resolved.has(icon.uid)) return;
    let current = true;
    void addressOf(icon).then((found) => {
      if (found === null) return;
      if (resolved.size >= RESOLVED_MAX) resolved.clear();
      resolved.set(icon.uid, found);
      if (current) setUrl(found);
    });
    return () => {
      current = false;
    };
  }, [icon?.uid]);
  return <span class="face">{url !== undefined && <img src={url} alt="" width="32" height="32" />}</span>;
}

/** The smallest file of a picture; `null` where it cannot be had. */
async function addressOf(icon: Picture): Promise<string | null> {
  const query = `jwt=${encodeURIComponent(icon.jwt)}`;
  const answer = await call<unknown>("GET", `/api/1/image_files/playlist/${encodeURIComponent(icon.uid)}?${query}`);
  return answer.ok ? firstUrl(answer.value) : null;
}

/** The first address of a file in a playlist, wherever it stands; only our own origin's are taken. */
function firstUrl(value: unknown): string | null {
  if (typeof value === "string") return value.startsWith("/") && !value.startsWith("//") ? value : sameOrigin(value);
  if (typeof value !== "object" || value === null) return null;
  const named = (value as { url?: unknown }).url;
  if (named !== undefined) return firstUrl(named);
  for (const part of Object.values(value)) {
    if (typeof part !== "object") continue;
    const found = firstUrl(part);
    if (found !== null) return found;
  }
  return null;
}

function sameOrigin(url: string): string | null {
  return url.startsWith(`${location.origin}/`) ? url : null;
}
