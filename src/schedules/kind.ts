import type { z } from 'zod';

type SpecSchema = z.ZodType<{ readonly kind: string }>;

/** A kind of schedule as one of a learning rate or a momentum. */
export interface RateRules<S extends SpecSchema> {
  /** What a hypothesis may write. `value` is the range of a value: above 0 for a rate, from 0 for a momentum. */
  readonly schema: (value: z.ZodNumber) => S;
  /** The value at a position in epochs from the start of training. */
  readonly valueAt: (spec: z.input<S>, epoch: number) => number;
  /** What it does, in words that stand in parentheses behind its kind. */
  readonly words: (spec: z.input<S>) => string;
  /** For the reference, where no shipped hypothesis has one. */
  readonly example: z.input<S>;
}

/** A kind of schedule as one of a batch size. */
export interface SizeRules<S extends SpecSchema> {
  /** What a hypothesis may write. */
  readonly schema: S;
  /** The size at a position in epochs from the start of training, before it is rounded. */
  readonly sizeAt: (spec: z.input<S>, epoch: number, learningRate: number) => number;
  /** Every size that it may take, before rounding; each is a program. Undefined where the learning rate decides. */
  readonly sizes: (spec: z.input<S>) => readonly number[] | undefined;
  /**
   * The largest size that the data must have room for. A size that a run may never come to does not count: the plan
   * lays out the steps and sees. Undefined where the learning rate decides.
   */
  readonly largest: (spec: z.input<S>) => number | undefined;
  /** What it does, in words that stand in parentheses behind its kind. */
  readonly words: (spec: z.input<S>) => string;
  /** For the reference, where no shipped hypothesis has one. */
  readonly example: z.input<S>;
}

/** The rules of a kind for learning rates and momenta; the types of `valueAt` and the others come from the schema. */
export const rates = <S extends SpecSchema>(rules: RateRules<S>): RateRules<S> => rules;

/** The rules of a kind for batch sizes; the types of `sizeAt` and the others come from the schema. */
export const sizes = <S extends SpecSchema>(rules: SizeRules<S>): SizeRules<S> => rules;

/** A kind of schedule: all that is known of it, in one row. null where no learning rate or batch size can have it. */
export interface ScheduleKind<K> {
  readonly rates: { readonly schema: (value: z.ZodNumber) => z.ZodType<{ readonly kind: K }> } | null;
  readonly sizes: { readonly schema: z.ZodType<{ readonly kind: K }> } | null;
}
