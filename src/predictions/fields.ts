/** Fields that several kinds of predictions share. */
import { z } from 'zod';

export const armCovariates = ['ratio', 'learningRate', 'batchSize', 'momentum', 'noiseScale'] as const;

/** Covariates that every arm has, beside those that it declares. */
export type ArmCovariate = (typeof armCovariates)[number];

const text = z.string().min(1);

export const positive = z.number().positive();

/** Fields that every prediction may carry. */
export const common = {
  measure: text,
  /** Where the margin comes from, in words. */
  because: text.exactOptional(),
  /** Why a control that the lint refuses stands all the same, in words. */
  although: text.exactOptional(),
  /** Error rate, one-sided; default the hypothesis's alpha, 0.05. */
  alpha: z.number().gt(0).lt(0.5).exactOptional(),
  /** Difference of values, or of their logarithms (then margins are ratios: 1.25 allows 0.8 … 1.25). */
  scale: z.enum(['difference', 'ratio']).exactOptional(),
  /**
   * How a diverged run counts: `worst` (chance level, the measure's worst); without it a diverged run makes the finding
   * invalid.
   */
  diverged: z.enum(['worst', 'invalid']).exactOptional(),
};

/**
 * A method by reference: a module whose export is a function from numbers to a test's result; see docs/statistics.md.
 */
const customMethod = z.strictObject({
  kind: z.literal('custom'),
  module: text,
  /** Default `default`. */
  export: text.exactOptional(),
  /** Handed to the function as it is. */
  options: z.record(z.string(), z.unknown()).exactOptional(),
  /**
   * Of the module and what it imports; filled in when the hypothesis is loaded, so that a change of the method is one
   * of what was promised.
   */
  digest: text.exactOptional(),
});

/** Those of a claim about means, which several methods can judge. */
export const ofMeans = {
  ...common,
  /** Default `skew-guarded`; of yes/no measures none. When to choose which: docs/statistics.md. */
  method: z
    .union([z.enum(['student', 'skew-guarded', 'wilcoxon', 'sign-flip', 'bootstrap']), customMethod])
    .exactOptional(),
};

export const arm = text;
/** Two arms, the first compared with the second. */
export const pair = z.tuple([text, text]);
export const twoOrMore = z.tuple([text, text], text);
export const threeOrMore = z.tuple([text, text, text], text);
/** The arms that are meant; all of the hypothesis where there are none. */
export const someArms = z.array(text).exactOptional();

/** A covariate of the arms: a derived one, or one that each arm declares. */
export const covariate = text as unknown as z.ZodType<ArmCovariate | (string & {})>;
/** A number, or another measure of the same runs. */
export const reference = z.union([z.number(), text]);

/** The smallest absolute correlation that counts; default 0. */
export const atLeast = z.number().min(0).lt(1).exactOptional();
export const rising = z.enum(['increasing', 'decreasing']);
/** An exponent that theory gives, and how far from it the slope may be. */
export const power = { exponent: z.number(), within: positive };
/** Exponents that count as no dependence, ascending: the slope is claimed to lie outside. */
export const outside = z.tuple([z.number(), z.number()]);
