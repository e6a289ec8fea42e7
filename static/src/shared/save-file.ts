// Files that a page makes, handed to the browser's downloads.

/** Saves a file under this name. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // Some browsers fetch the object only after this turn of the loop.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Saves a text. `type`: as in `text/csv`. */
export const saveText = (name: string, text: string, type = "text/plain"): void => saveFile(name, new Blob([text], { type: `${type};charset=utf-8` }));
