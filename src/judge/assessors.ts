import type { Prediction } from '../declare/types.ts';
import type { Assessor } from './assessment.ts';
import { breakScales } from './break-scales.ts';
import { breaks } from './breaks.ts';
import { compare } from './compare.ts';
import { correlates } from './correlates.ts';
import { equals, scales } from './one-sample.ts';
import { peakScales } from './peak-scales.ts';
import { sameCurve, sameDistribution } from './same.ts';
import { trend } from './trend.ts';
import { within } from './within.ts';

type Assessors = {
  readonly [K in Prediction['kind']]: Assessor<Extract<Prediction, { kind: K }>>;
};

const table: Assessors = {
  equivalent: compare,
  differs: compare,
  greater: compare,
  less: compare,
  nonInferior: compare,
  ordered: compare,
  trend,
  correlates,
  scales,
  peakScales,
  breaks,
  breakScales,
  equals,
  above: within,
  below: within,
  sameDistribution,
  sameCurve,
};

/** One row a kind of prediction. */
export const assessors = table as Readonly<Record<Prediction['kind'], Assessor>>;
