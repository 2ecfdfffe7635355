import { z } from 'zod';
import { peakExponent } from '../../statistics/index.ts';
import { isInvalid, type Assessor } from '../case.ts';
import { covariateOf } from '../arms/covariate.ts';
import { common, covariate, power, someArms } from '../fields.ts';
import { kind, quantities } from '../kind.ts';
import { assessPeaks } from '../exponents/peaks.ts';
import { around } from '../regions.ts';
import { over as overArms } from '../statement.ts';

const schema = z.strictObject({
  kind: z.literal('peakScales'),
  ...common,
  over: covariate,
  along: covariate,
  ...power,
  arms: someArms,
});
type PeakScales = z.output<typeof schema>;

const assess: Assessor<PeakScales> = (given) => {
  const { design, prediction } = given;
  const arms = prediction.arms ?? design.arms;
  const over = covariateOf(design, arms, prediction.over);
  if (isInvalid(over)) return over;
  const along = covariateOf(design, arms, prediction.along);
  if (isInvalid(along)) return along;
  const judged = assessPeaks(given, arms, {
    region: around(prediction.exponent, prediction.within),
    test: (rows, options) => peakExponent(rows, { over, along }, options),
    parameter: `log–log slope of the best ${prediction.over} on ${prediction.along}, by ${prediction.measure}`,
  });
  return isInvalid(judged) ? judged : judged.assessment;
};

/**
 * Where a measure is best moves as a power of a covariate: the log–log slope of the peaks, one a ladder of arms, is
 * near the exponent. Arms of equal `along` are a ladder of three or more.
 */
export const peakScales = kind({
  schema,
  role: 'contrast',
  values: quantities,
  instead: {
    'yes/no': '`breaks` or `trend` along the covariate',
    time: '`ordered` or `trend`, which rank times',
  },
  fewestArms: 6,
  pace: () => 'slow',
  covariates: ['along', 'over'],
  statement: (p) =>
    `best at a ${p.over} proportional to ${p.along}^${p.exponent}, exponent within ±${p.within}${overArms(p.arms)}`,
  assess,
});
