import type { Prediction } from '../declare/types.ts';
import type { Assessor } from './assessment.ts';
import { compare } from './compare.ts';
import { equals, scales } from './one-sample.ts';
import { trend } from './trend.ts';

type Assessors = {
  readonly [K in Prediction['kind']]: Assessor<Extract<Prediction, { kind: K }>>;
};

const notYet: Assessor = ({ prediction }) => ({
  invalid: `predictions of kind ${prediction.kind} cannot be judged yet`,
});

const table: Assessors = {
  equivalent: compare,
  differs: compare,
  greater: compare,
  less: compare,
  nonInferior: compare,
  ordered: compare,
  trend,
  equals,
  scales,
  correlates: notYet,
  breaks: notYet,
  sameDistribution: notYet,
  sameCurve: notYet,
};

/** One row a kind of prediction. */
export const assessors = table as Readonly<Record<Prediction['kind'], Assessor>>;
