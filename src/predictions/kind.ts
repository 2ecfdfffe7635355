import type { z } from 'zod';
import type { ValueType } from '../measures/schema.ts';
import type { Averaging } from './averaging.ts';
import type { AnyPrediction, Assessor } from './case.ts';

/** The smallest p of the exact test that a prediction would be judged by. */
export interface Floor {
  readonly test: string;
  readonly p: number;
  /** The verdict that such a p would give, where the opposite may be reached with fewer seeds; default either. */
  readonly toward?: 'supported';
}

/**
 * `contrast`: tells arms apart, so it shows that the experiment can see a difference; `equivalence`: says that they are
 * alike.
 */
export type Role = 'contrast' | 'equivalence' | 'neither';

/** A fact about a kind, or about what one of its predictions says. */
export type Fact<P, T> = T | ((prediction: P) => T);

/** How long a prediction takes to judge: below a millisecond, some, tens of them. */
export type Pace = 'quick' | 'slow' | 'slowest';

/** What is wrong inside one prediction: the field, and what was expected and got. */
export interface FieldRemark {
  readonly field: string;
  readonly message: string;
}

/** A kind of prediction: all that is known of it, in one row. */
export interface PredictionKind<P extends AnyPrediction = AnyPrediction> {
  /** What a hypothesis may write; `Prediction` is inferred from it. */
  readonly schema: z.ZodType<P>;
  readonly role: Fact<P, Role>;
  /** Whether both ends of the interval may establish the claim, which halves the error rate of each. */
  readonly twoSided?: Fact<P, boolean>;
  /** Types of values that it can be asked of; a curve's own number is its mean. */
  readonly values: readonly ValueType[];
  /** What to declare instead, for types of values that it cannot be asked of. */
  readonly instead?: Partial<Readonly<Record<ValueType, string>>>;
  /** How its effects in several blocks become one; default by their mean, of rates by ranks. */
  readonly averaging?: (prediction: P, values: ValueType | undefined) => Averaging;
  /** Fewest arms that it can speak of; default 1. */
  readonly fewestArms?: number;
  /** Fields that name a covariate of the arms. */
  readonly covariates?: readonly string[];
  /** Fields that name a measure, where they hold a text. */
  readonly measures?: readonly string[];
  /** How long judging takes: default `quick`, `slow` where a method resamples or permutes. */
  readonly pace?: (prediction: P) => Pace;
  /** Whether it takes logarithms of its values on every scale. */
  readonly logarithms?: boolean;
  /** Fields that name a measure or a covariate. */
  readonly either?: readonly string[];
  /** Fewest different values that the first of `covariates` must have over the arms. */
  readonly fewestLevels?: number;
  /** What to declare where there are fewer arms or values of the covariate. */
  readonly rather?: string;
  /** The largest `atLeast` that is possible where so many arms have each value of the covariate. */
  readonly mostAtLeast?: (levels: readonly number[]) => number;
  /** Rules between its own fields. */
  readonly check?: (prediction: P) => readonly FieldRemark[];
  /**
   * The smallest p that so many seeds can reach, where the test is exact; undefined where two seeds suffice in
   * principle.
   *
   * @param levels how many arms have each value of the first of `covariates`, ascending in it; 1 each where that is not
   * known or there is none
   */
  readonly floor?: (
    prediction: P,
    seeds: number,
    levels: readonly number[],
    values: ValueType | undefined,
  ) => Floor | undefined;
  /** The claim in words, without the measure. */
  readonly statement: (prediction: P) => string;
  readonly assess: Assessor<P>;
}

/** Every number that one run has and that may take many values. */
export const quantities: readonly ValueType[] = ['continuous', 'positive', 'count', 'curve'];
/** Every number that one run has. */
export const numbers: readonly ValueType[] = [...quantities, 'yes/no'];

/** Every number that one run has, and times that may be cut off before it. */
export const comparable: readonly ValueType[] = [...numbers, 'time'];

/** A row of the table of kinds; the type of its predictions comes from its schema. */
export const kind = <S extends z.ZodType<AnyPrediction>>(
  row: { readonly schema: S } & Omit<PredictionKind<z.output<S>>, 'schema'>,
): { readonly schema: S } & Omit<PredictionKind<z.output<S>>, 'schema'> => row;
