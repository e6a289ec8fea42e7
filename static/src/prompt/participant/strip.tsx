// What happens, in a few lines: others' answers at this second, whether they are here now or were long ago.

import type { Question } from "../../wire/prompt";
import { answerText } from "../shared/answer-text";
import { p } from "../texts";
import { Face } from "./faces";
import type { Line } from "./model";

export function Strip({ lines, question }: { lines: Line[]; question: Question }) {
  return (
    <section class="strip" aria-label={p.value.happening}>
      {lines.length === 0 ? (
        <p class="strip-quiet">{p.value.quiet}</p>
      ) : (
        <ol>
          {lines.map((line) => (
            <li key={line.uid} class={`strip-${line.what}`}>
              <Face icon={line.icon} passing />
              <span>{words(line, question)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function words(line: Line, question: Question): string {
  const name = line.name || p.value.someone;
  switch (line.what) {
    case "joined":
      return p.value.joined(name);
    case "left":
      return p.value.left(name);
    case "liked":
      return p.value.liked(name);
    case "pressed":
      return p.value.pressed(name);
    case "answered":
      return p.value.answered(name, line.value === null ? "" : answerText(question, line.value));
  }
}
