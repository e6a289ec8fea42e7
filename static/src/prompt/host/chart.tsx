// The curve as a picture: time to the right, answers upwards, a line at the second that is played.

import { number } from "../../shared/i18n";
import type { Question } from "../../wire/prompt";
import { answerText } from "../shared/answer-text";
import { lines, type Point } from "./curve";

const WIDTH = 600;
const HEIGHT = 200;

interface ChartProps {
  question: Question;
  points: Point[];
  duration: number;
  /** The second that is played. */
  time: number;
}

export function Chart({ question, points, duration, time }: ChartProps) {
  const drawn = lines(question, points);
  const x = (seconds: number) => (seconds / duration) * WIDTH;
  const y = (value: number) => HEIGHT - value * HEIGHT;
  const path = (values: number[]) => values.map((value, i) => `${i === 0 ? "M" : "L"}${x(points[i]?.time ?? 0).toFixed(1)} ${y(value).toFixed(1)}`).join("");
  return (
    <figure class="chart">
      <svg viewBox={`0 -6 ${WIDTH} ${HEIGHT + 12}`} preserveAspectRatio="none" role="img" aria-label={question.text}>
        {[0, 0.5, 1].map((level) => (
          <line key={level} class="chart-grid" x1="0" x2={WIDTH} y1={y(level)} y2={y(level)} />
        ))}
        {drawn.map((line, i) => (
          <path key={line.choice ?? "all"} class={`chart-line chart-${i % 8}`} d={path(line.values)} style={strokeOf(question, line.choice)} />
        ))}
        <line class="chart-now" x1={x(time)} x2={x(time)} y1="-6" y2={HEIGHT + 6} />
      </svg>
      <figcaption class="chart-scale hint">
        <span>0:00</span>
        {question.style === "numeric" && (
          <span>
            {number(question.min)}–{number(question.max)}
          </span>
        )}
        <span>
          {Math.floor(duration / 60)}:{String(Math.floor(duration % 60)).padStart(2, "0")}
        </span>
      </figcaption>
      {drawn.length > 1 && (
        <ul class="chart-names">
          {drawn.map((line, i) => (
            <li key={line.choice}>
              <span class={`chart-key chart-${i % 8}`} style={strokeOf(question, line.choice)} aria-hidden="true" /> {answerText(question, line.choice ?? 0)}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}

/** A colour prompt's lines have the colours that were asked about. */
function strokeOf(question: Question, choice: number | null): { stroke?: string; background?: string } {
  if (question.style !== "color" || choice === null) return {};
  const color = question.colors[choice];
  return color === undefined ? {} : { stroke: color, background: color };
}
