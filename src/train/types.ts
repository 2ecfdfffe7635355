import type { Dataset } from '../datasets/types.ts';
import type { Executable, Tensors } from '../engines/types.ts';
import type { Key, ScheduleTensors } from '../plan/types.ts';

/** What the runs of a group need beside their jobs. */
export interface RunResources {
  readonly dataset: Dataset;
  readonly schedule: ScheduleTensors;
  /** A loaded program; the caller keeps it. */
  readonly executable: (artifact: Key) => Promise<Executable>;
  readonly stopRequested: () => boolean;
}

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
  /**
   * Named curves; the three positions of a value say the same moment in steps, epochs and time (sum of the learning
   * rates).
   */
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
  /**
   * The net while it trained, the end of a finished run included, where somebody asked for it: positions, and digests
   * of bytes like the end state's.
   */
  readonly snapshots?: SnapshotPositions & { readonly weights: readonly string[] };
  readonly provenance: Readonly<Record<string, string | number>>;
  readonly durationMs: number;
}

/** When a run was kept while it trained; the three positions say the same moment. */
export interface SnapshotPositions {
  readonly steps: readonly number[];
  readonly epochs: readonly number[];
  readonly time: readonly number[];
}

/** What a worker hands back: the record without the digests of the states, and the states themselves. */
export interface TrainedRun {
  readonly record: Omit<RunRecord, 'weights' | 'snapshots'>;
  /** `parameters/…` and `statistics/…`. */
  readonly state: Tensors;
  /** The same while it trained, the end of a finished run included; absent where nobody asked for it. */
  readonly snapshots?: SnapshotPositions & { readonly states: readonly Tensors[] };
}

/** A run that could not be trained although it was tried again. */
export interface RunFailure {
  readonly key: Key;
  readonly message: string;
  /** That the run is kept all the same: what it left behind failed after it. */
  readonly late?: true;
}

/** All that is known of a plan's runs after training. */
export interface TrainResult {
  /** Finished and diverged runs by key. */
  readonly records: ReadonlyMap<Key, RunRecord>;
  /** How many came from the store, and how many were trained. */
  readonly hits: number;
  readonly trained: number;
  /** The keys that came from the store. */
  readonly cached: ReadonlySet<Key>;
  readonly failures: readonly RunFailure[];
  /** Whether a stop was asked for before all runs were there. */
  readonly interrupted: boolean;
}

/** Where training stands. */
export interface TrainProgress {
  readonly done: number;
  readonly total: number;
  readonly hits: number;
  /** From the planner's estimates, corrected by what was measured so far. */
  readonly remainingMs: number;
}
