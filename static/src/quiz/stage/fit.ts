// Sizes of a question's prompt and options: the largest at which everything can be read in full. Measured, not
// guessed from lengths: a screen may be wide or upright, and its letters those of whatever machine it hangs on.

/** Sizes in hundredths of the screen's height (see `--p` in stage.css), largest first. */
const PROMPTS = [9, 8, 7.5, 7, 6.4, 5.8, 5.2, 4.8, 4.4, 4, 3.6, 3.2];
const OPTIONS = [7.2, 6.6, 6, 5.5, 5, 4.7, 4.4, 4, 3.6, 3.2, 2.8, 2.4];

interface Limits {
  /** What both keep as long as words of an ordinary length allow it. */
  wished: [prompt: number, option: number];
  /** What they never go below. */
  least: [prompt: number, option: number];
  /** Lines of the prompt. */
  lines: number;
}
const WIDE: Limits = { wished: [7, 5], least: [4.4, 4], lines: 3 };
/** An upright screen is narrow: what counts for it is 1/25 of the width. */
const UPRIGHT: Limits = { wished: [5.8, 4], least: [3.2, 2.4], lines: 5 };
/** What a pixel's rounding may add. */
const SLACK = 1.5;

/** Sets `--prompt` and `--option` on the question's screen; `is-clamped` where even the smallest do not hold it. */
export function fitQuestion(main: HTMLElement): void {
  const stage = main.parentElement;
  const prompt = main.querySelector<HTMLElement>("h1");
  const tiles = [...main.querySelectorAll<HTMLElement>(".tiles .option")];
  if (stage === null || prompt === null) return;
  const { wished, least, lines } = innerWidth * 10 > innerHeight * 11 ? WIDE : UPRIGHT;

  const set = (promptSize: number, optionSize: number) => {
    main.style.setProperty("--prompt", String(promptSize));
    main.style.setProperty("--option", String(optionSize));
  };
  const promptFits = () => {
    const lineHeight = parseFloat(getComputedStyle(prompt).lineHeight);
    return Math.round(prompt.clientHeight / lineHeight) <= lines && prompt.scrollWidth <= prompt.clientWidth + SLACK;
  };
  const list = main.querySelector<HTMLElement>(".tiles");
  const last = list?.lastElementChild as HTMLElement | null | undefined;
  const listFits = () => !list || !last || last.offsetTop + last.offsetHeight <= list.offsetTop + list.clientHeight + SLACK;
  const fits = () => promptFits() && listFits() && stage.scrollHeight <= innerHeight + SLACK && tiles.every(tileFits);
  /** The largest pair that fits: the prompt's size first, or the options' where both are below what is wished. */
  const search = ([promptLeast, optionLeast]: [number, number], first: "prompt" | "options"): boolean => {
    const prompts = PROMPTS.filter((size) => size >= promptLeast);
    const options = OPTIONS.filter((size) => size >= optionLeast);
    const pairs =
      first === "prompt" ? prompts.flatMap((p) => options.map((o) => [p, o] as const)) : options.flatMap((o) => prompts.map((p) => [p, o] as const));
    return pairs.some(([promptSize, optionSize]) => {
      set(promptSize, optionSize);
      return fits();
    });
  };

  main.classList.remove("is-clamped", "is-stacked");
  // First with every word in one piece; then long words are divided; then one option below the other.
  main.classList.add("is-whole");
  const whole = search(wished, "prompt") || search(least, "options");
  main.classList.remove("is-whole");
  if (whole || search(wished, "prompt") || search(least, "options")) return;
  main.classList.add("is-stacked");
  if (search(least, "options")) return;
  main.classList.remove("is-stacked");
  set(...least);
  main.classList.add("is-clamped");
}

/** All of a tile's text lies within the tile. */
function tileFits(tile: HTMLElement): boolean {
  const text = tile.querySelector<HTMLElement>(".option-text");
  if (text === null) return true;
  const style = getComputedStyle(tile);
  const room = tile.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
  return text.offsetHeight <= room + SLACK && text.scrollWidth <= text.clientWidth + SLACK && tile.scrollWidth <= tile.clientWidth + SLACK;
}
