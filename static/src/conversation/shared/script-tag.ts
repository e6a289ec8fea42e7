// The line that puts the chat on a page of somebody's site.

/** With the channel's key, from this server. */
export const scriptTag = (key: string): string => `<script src="${location.origin}/widget.js" data-key="${key}" async></script>`;
