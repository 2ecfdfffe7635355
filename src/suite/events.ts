import type { Problem } from '../errors.ts';
import type { Judgement } from '../judge/types.ts';

/** What happens while a suite runs, told when it happens. */
export type SuiteEvent =
  /** Files that no filter asks for and that are wrong: they stop nothing. */
  | { readonly kind: 'left out'; readonly problems: readonly Problem[] }
  /** How many runs are trained or were in the store (`hits`), of how many. */
  | {
      readonly kind: 'training';
      readonly done: number;
      readonly total: number;
      readonly hits: number;
      /** Milliseconds, once some runs have ended. */
      readonly remainingMs?: number;
    }
  /** How many measures are taken, of how many. */
  | { readonly kind: 'measuring'; readonly done: number; readonly total: number }
  /** A hypothesis has its verdict: at the look that decided it, or at its last. */
  | { readonly kind: 'judged'; readonly judgement: Judgement };

/** Hears events; what it throws ends the run. */
export type Listener = (event: SuiteEvent) => void;
