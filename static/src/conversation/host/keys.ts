// Channels' keys on this device, so that the line for a site can be copied again. A key is no secret: it stands in
// the pages of the site. The server keeps none of them in clear.

import { load, save } from "../../shared/store";

const KEY = "soiree.talks.keys";

const all = (): Record<string, string> => {
  const kept = load<Record<string, string>>(KEY);
  return kept !== null && typeof kept === "object" ? kept : {};
};

/** The key of a channel that was made here. */
export const keyOf = (channelId: string): string | null => all()[channelId] ?? null;

export const keepKey = (channelId: string, key: string): void => void save(KEY, { ...all(), [channelId]: key });

export function dropKey(channelId: string): void {
  const { [channelId]: _, ...rest } = all();
  save(KEY, rest);
}
