// The faces of some who are here at this second, and how many more.

import { useEffect, useState } from "preact/hooks";
import { call } from "../../shared/http";
import { number } from "../../shared/i18n";
import { Icon } from "../../shared/ui/icons";
import type { Icon as Picture } from "../../wire/prompt";
import { p } from "../texts";

/** Pictures that were looked up, by uid: each once. */
const found = new Map<string, Promise<string | null>>();
const FOUND_MAX = 500;
/** Faces of lines that are looked up at once, and in a second. In a crowd most lines have gone before anybody could see whose they were, and everybody's looking for everybody's face would be too much for any server. */
const LINES_AT_ONCE = 8;
const LINES_PER_S = 1;
const lines = { left: LINES_AT_ONCE, at: 0 };

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

/** One picture; a plain disc until it is there. `passing`: of a line, which may be gone in a moment. */
export function Face({ icon, passing = false }: { icon: Picture | null; passing?: boolean }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (icon === null || (passing && !found.has(icon.uid) && !mayLookUp())) return;
    let current = true;
    void lookUp(icon).then((address) => current && setUrl(address));
    return () => {
      current = false;
    };
  }, [icon?.uid]);
  return <span class="face">{url !== null && <img src={url} alt="" width="32" height="32" />}</span>;
}

function mayLookUp(): boolean {
  const now = performance.now();
  lines.left = Math.min(LINES_AT_ONCE, lines.left + ((now - lines.at) / 1000) * LINES_PER_S);
  lines.at = now;
  if (lines.left < 1) return false;
  lines.left -= 1;
  return true;
}

function lookUp(icon: Picture): Promise<string | null> {
  const known = found.get(icon.uid);
  if (known !== undefined) return known;
  if (found.size >= FOUND_MAX) found.clear();
  const address = addressOf(icon);
  found.set(icon.uid, address);
  // What did not come is asked for again the next time.
  void address.then((url) => url === null && found.delete(icon.uid));
  return address;
}

/** A picture's files, as the playlist has them: drawn ones with the initials, then the smallest of the others. */
interface Playlist {
  items?: Record<string, { url?: unknown }[]>;
}

/** A file of a picture; `null` where it cannot be had. */
async function addressOf(icon: Picture): Promise<string | null> {
  const query = `jwt=${encodeURIComponent(icon.jwt)}`;
  const answer = await call<Playlist>("GET", `/api/1/image_files/playlist/${encodeURIComponent(icon.uid)}?${query}`);
  const items = (answer.ok && answer.value.items) || {};
  const url = (items.svg ?? Object.values(items)[0])?.[0]?.url;
  return typeof url === "string" ? sameOrigin(url) : null;
}

/** Nothing is taken from elsewhere. */
function sameOrigin(url: string): string | null {
  return url.startsWith(`${location.origin}/`) ? url : null;
}
