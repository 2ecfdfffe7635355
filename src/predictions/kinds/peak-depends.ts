import { z } from 'zod';
import { peakExponent } from '../../statistics/index.ts';
import { isInvalid, type Assessor } from '../case.ts';
import { covariateOf } from '../arms/covariate.ts';
import { common, covariate, outside, someArms } from '../fields.ts';
import { kind, quantities } from '../kind.ts';
import { assessPeaks } from '../exponents/peaks.ts';
import { ascending, beyondBand } from '../regions.ts';
import { over as overArms } from '../statement.ts';

const schema = z.strictObject({
  kind: z.literal('peakDepends'),
  ...common,
  over: covariate,
  along: covariate,
  /** The exponents that count as no dependence, such as [-0.25, 0.25]. */
  outside,
  arms: someArms,
});
type PeakDepends = z.output<typeof schema>;

const assess: Assessor<PeakDepends> = (given) => {
  const { design, prediction } = given;
  const arms = prediction.arms ?? design.arms;
  const over = covariateOf(design, arms, prediction.over);
  if (isInvalid(over)) return over;
  const along = covariateOf(design, arms, prediction.along);
  if (isInvalid(along)) return along;
  const judged = assessPeaks(given, arms, {
    region: beyondBand(prediction.outside),
    test: (rows, options) => peakExponent(rows, { over, along }, options),
    parameter: `log–log slope of the best ${prediction.over} on ${prediction.along}, by ${prediction.measure}`,
  });
  return isInvalid(judged) ? judged : judged.assessment;
};

/**
 * Where a measure is best does depend on a covariate: the log–log slope of the peaks, one a ladder of arms, is outside
 * a band around 0. Arms of equal `along` are a ladder of three or more.
 */
export const peakDepends = kind({
  schema,
  role: 'contrast',
  twoSided: true,
  values: quantities,
  instead: {
    'yes/no': '`breaks` or `trend` along the covariate',
    time: '`ordered` or `trend`, which rank times',
  },
  fewestArms: 6,
  pace: () => 'slow',
  covariates: ['along', 'over'],
  check: (p) => ascending('outside', p.outside),
  statement: (p) =>
    `best at a ${p.over} that depends on ${p.along}, exponent outside ${p.outside[0]} … ${p.outside[1]}${overArms(p.arms)}`,
  assess,
});
