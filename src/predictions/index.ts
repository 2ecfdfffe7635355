/** Kinds of predictions: the table is the only list. */
import { z } from 'zod';
import type { ValueType } from '../measures/schema.ts';
import { averagingOf, type Averaging } from './averaging.ts';
import type { ArmCovariate } from './fields.ts';
import type { Fact, PredictionKind, Role } from './kind.ts';
import { above } from './kinds/above.ts';
import { below } from './kinds/below.ts';
import { breakScales } from './kinds/break-scales.ts';
import { breaks } from './kinds/breaks.ts';
import { correlates } from './kinds/correlates.ts';
import { curvesDiffer } from './kinds/curves-differ.ts';
import { depends } from './kinds/depends.ts';
import { differs } from './kinds/differs.ts';
import { equals } from './kinds/equals.ts';
import { equivalent } from './kinds/equivalent.ts';
import { greater } from './kinds/greater.ts';
import { interaction } from './kinds/interaction.ts';
import { less } from './kinds/less.ts';
import { nonInferior } from './kinds/non-inferior.ts';
import { ordered } from './kinds/ordered.ts';
import { peakDepends } from './kinds/peak-depends.ts';
import { peakRatio } from './kinds/peak-ratio.ts';
import { peakScales } from './kinds/peak-scales.ts';
import { sameCurve } from './kinds/same-curve.ts';
import { sameDistribution } from './kinds/same-distribution.ts';
import { scales } from './kinds/scales.ts';
import { trend } from './kinds/trend.ts';

const table = {
  equivalent,
  differs,
  greater,
  less,
  nonInferior,
  interaction,
  ordered,
  trend,
  correlates,
  scales,
  depends,
  peakScales,
  peakDepends,
  peakRatio,
  breaks,
  breakScales,
  equals,
  above,
  below,
  sameDistribution,
  sameCurve,
  curvesDiffer,
};

type Table = typeof table;
type Kind = keyof Table;
type Written = { readonly [K in Kind]: z.output<Table[K]['schema']> }[Kind];

/** The names in a list of arms, or in a list of lists, typed. */
type Names<T, A extends string> = T extends string
  ? A
  : T extends readonly unknown[]
    ? { readonly [I in keyof T]: Names<T[I], A> }
    : T;

/** Names of arms, or a pattern of them. */
type Group<A extends string> = readonly A[] | (string & {});

/** One field of a prediction with the names of arms (A) and measures (M) in it. */
type Field<F, T, A extends string, M extends string> = F extends 'measure'
  ? M
  : F extends 'arm'
    ? A
    : F extends 'arms'
      ? Names<T, A>
      : F extends 'than' | 'value'
        ? Exclude<T, string> | M
        : F extends 'groups'
          ? readonly [Group<A>, Group<A>]
          : F extends 'with' | 'given'
            ? M | ArmCovariate | (string & {})
            : T extends readonly unknown[]
              ? Readonly<T>
              : T;

type Named<P, A extends string, M extends string> = P extends object
  ? { readonly [F in keyof P]: Field<F, P[F], A, M> }
  : never;

/** A claim about measures across arms. A = arm names, M = measure names. */
export type Prediction<A extends string = string, M extends string = string> = Named<Written, A, M>;

/** Every kind of prediction, by name. */
export const kinds = table as unknown as Readonly<Record<Kind, PredictionKind<Prediction>>>;

const schemas = Object.values(table).map(({ schema }) => schema);

/** A prediction or a control. Names of arms and measures are checked against the design when a hypothesis is loaded. */
export const predictionSchema = z.discriminatedUnion('kind', schemas as [Table[Kind]['schema']]);

/**
 * A prediction in words, made of its data.
 *
 * @example statementOf({ kind: 'equivalent', measure: 'testAccuracy', arms: ['base', 'double'], margin: 0.01 }) // 'testAccuracy: base and double equivalent within ±0.01'
 */
export const statementOf = (prediction: Prediction): string =>
  `${prediction.measure}: ${kinds[prediction.kind].statement(prediction)}`;

const factOf = <T extends string | boolean>(fact: Fact<Prediction, T>, prediction: Prediction): T =>
  typeof fact === 'function' ? fact(prediction) : fact;

/** Whether a prediction tells arms apart or says that they are alike. */
export const roleOf = (prediction: Prediction): Role => factOf(kinds[prediction.kind].role, prediction);

/** Whether both ends of the interval may establish a prediction, which halves the error rate of each. */
export const isTwoSided = (prediction: Prediction): boolean =>
  factOf(kinds[prediction.kind].twoSided ?? false, prediction);

/** How the effects of a prediction in several blocks become one. */
export const averagingFor = (prediction: Prediction, values: ValueType | undefined): Averaging =>
  kinds[prediction.kind].averaging?.(prediction, values) ?? averagingOf(values);

export { paceOf, studiesOf, type Shares } from './power/studies.ts';
export { POWER, seedsNeeded, type SeedsNeeded } from './power/seeds-needed.ts';
export { assessBy } from './assess.ts';
export { methodInWords, methodNamed, methodOf } from './comparison/paired.ts';
export {
  nameOf as nameOfMethod,
  type CustomTest,
  type CustomTests,
  type MethodReference,
} from './comparison/custom-test.ts';
export { armsOfGroup } from './arms/arm-groups.ts';
export { namedArms } from './arms/named-arms.ts';
export { complement } from '../statistics/index.ts';
export { isRate } from './rates/rates.ts';
export { diagnose, type Diagnosis } from './diagnostics/index.ts';
export { isCertain, verdictOf } from './rule.ts';
export { isInvalid } from './case.ts';
export type { Averaging } from './averaging.ts';
export { armCovariates, type ArmCovariate } from './fields.ts';
export type { Assessment, Assessor, Case, Design, Invalid, Verdict } from './case.ts';
export type { Floor, PredictionKind, Role } from './kind.ts';
