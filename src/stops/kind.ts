import type { z } from 'zod';

/** How far a run has come. */
export interface Progress {
  readonly steps: number;
  readonly epochs: number;
  /** Sum of the learning rates of the steps: the time of the differential equation. */
  readonly time: number;
}

/** Where a run ends at the latest. */
export interface Longest {
  readonly of: keyof Progress;
  readonly length: number;
}

/** A training loss that ends a run. */
export interface TargetLoss {
  readonly below: number;
  /** Epochs from one look at the full training loss to the next. */
  readonly checkEvery: number;
}

type SpecSchema = z.ZodType<{ readonly kind: string }>;

/** A kind of stop rule: all that is known of it, in one row. */
export interface StopKind<S extends SpecSchema> {
  /** What a hypothesis may write; `StopRule` is inferred from it. */
  readonly schema: S;
  readonly longest: (stop: z.output<S>) => Longest;
  /** The training loss that ends the run before; null where the design alone decides the end. */
  readonly target: ((stop: z.output<S>) => TargetLoss) | null;
  /** When a run is stopped, in words behind "stopped". */
  readonly words: (stop: z.output<S>) => string;
}

/** A row of the table of kinds; the type of its rules comes from its schema. */
export const kind = <S extends SpecSchema>(row: StopKind<S>): StopKind<S> => row;
