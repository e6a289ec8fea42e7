// Addresses that came with a message: what may be made a link of it.

/** An address that may be opened: nothing that runs as a program, nothing that only looks like a path of ours. */
export function safeLink(url: string | undefined): string | undefined {
  return url !== undefined && /^(https?:\/\/|\/(?![/\\]))/i.test(url) ? url : undefined;
}
