import { duration } from '../report/words.ts';
import type { Io } from './io.ts';

/** Where a stage stands. */
export interface Standing {
  readonly stage: 'training' | 'measuring';
  readonly done: number;
  readonly total: number;
  readonly hits?: number;
  readonly remainingMs?: number;
}

/**
 * A standing as one line.
 *
 * @example progressText({ stage: 'training', done: 12, total: 60, hits: 4, remainingMs: 70_000 })
 * // 'training 12 of 60 runs (4 cached), about 1 min 10 s left'
 */
export function progressText({ stage, done, total, hits = 0, remainingMs }: Standing): string {
  const what = stage === 'training' ? 'runs' : 'measures';
  const cached = hits > 0 ? ` (${hits} cached)` : '';
  const left =
    remainingMs === undefined || done >= total ? '' : `, about ${duration(Math.max(1000, remainingMs))} left`;
  return `${stage} ${done} of ${total} ${what}${cached}${left}`;
}

/** Milliseconds between two plain lines, and between two paintings of the line on a terminal. */
const pauses = { plain: 10_000, terminal: 100 };

const eraseLine = '\r\u001b[2K';

/**
 * Shows progress on the error stream: one line that rewrites itself on a terminal, and plain lines, at most one every
 * ten seconds, anywhere else.
 */
export class ProgressLine {
  readonly #io: Io;
  #shownAt = -Infinity;
  #shown = '';

  constructor(io: Io) {
    this.#io = io;
  }

  show(standing: Standing): void {
    const text = progressText(standing);
    const finished = standing.done >= standing.total;
    const pause = this.#io.isTerminal ? pauses.terminal : pauses.plain;
    const now = this.#io.now();
    if (text === this.#shown || (now - this.#shownAt < pause && !finished)) return;
    this.#shownAt = now;
    this.#shown = text;
    this.#io.stderr(this.#io.isTerminal ? `${eraseLine}${text}` : `${text}\n`);
  }

  /** Takes the line away, so that the report starts on a clean one. */
  clear(): void {
    if (this.#io.isTerminal && this.#shown !== '') this.#io.stderr(eraseLine);
    this.#shown = '';
  }
}
