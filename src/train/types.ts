import type { Key } from '../plan/types.ts';

export type RunOutcome =
  | { readonly kind: 'finished' }
  | { readonly kind: 'diverged'; readonly step: number; readonly what: 'train-loss' | 'parameters' }
  | { readonly kind: 'interrupted'; readonly step: number };

/** What a run produced. A diverged run is a record like any other. */
export interface RunRecord {
  readonly schema: 1;
  readonly key: Key;
  readonly seed: string;
  readonly outcome: RunOutcome;
  readonly steps: number;
  readonly epochs: number;
  /** Values at the end: trainLoss, trainAccuracy, testLoss, testAccuracy … */
  readonly final: Readonly<Record<string, number>>;
  /** Named curves; the three positions of a value say the same moment in steps, epochs and time (sum of the learning rates). */
  readonly curves: Readonly<
    Record<
      string,
      {
        readonly steps: readonly number[];
        readonly epochs: readonly number[];
        readonly time: readonly number[];
        readonly values: readonly number[];
      }
    >
  >;
  /** Digest of the end state's bytes (parameters and statistics); the bytes rest beside the record. */
  readonly weights: string;
  readonly provenance: Readonly<Record<string, string | number>>;
  readonly durationMs: number;
}
