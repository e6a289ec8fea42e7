// Whether there is room for the queue and something beside it.

import { useEffect, useState } from "preact/hooks";

/** As in `guest.css`. In rem, so that large text keeps to one column. */
const WIDE = "(min-width: 60rem)";

export function useWide(): boolean {
  const [wide, setWide] = useState(() => matchMedia(WIDE).matches);
  useEffect(() => {
    const query = matchMedia(WIDE);
    const look = () => setWide(query.matches);
    look();
    query.addEventListener("change", look);
    return () => query.removeEventListener("change", look);
  }, []);
  return wide;
}
