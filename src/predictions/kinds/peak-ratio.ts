import { z } from 'zod';
import { peakRatio as testPeakRatio } from '../../statistics/index.ts';
import { armGroup, armsOfGroup, type ArmGroup } from '../arms/arm-groups.ts';
import { isInvalid, type Assessor } from '../case.ts';
import { covariateOf } from '../arms/covariate.ts';
import { common, covariate, positive } from '../fields.ts';
import { kind, quantities } from '../kind.ts';
import { ratioEffect } from '../parts.ts';
import { assessPeaks } from '../exponents/peaks.ts';
import { ascending } from '../regions.ts';
import { list } from '../statement.ts';

const schema = z.strictObject({
  kind: z.literal('peakRatio'),
  ...common,
  /** Two ladders of three arms or more: lists of names, or patterns such as `lion-*`. */
  groups: z.tuple([armGroup, armGroup]),
  over: covariate,
  /** Two factors between which the ratio of the first best place to the second lies. */
  between: z.tuple([positive, positive]),
});
type PeakRatio = z.output<typeof schema>;

const assess: Assessor<PeakRatio> = (given) => {
  const { design, prediction } = given;
  const { groups, between, measure } = prediction;
  const [one, other] = groups.map((group) => armsOfGroup(group, design.arms)) as [string[], string[]];
  const few = groups.find((group) => armsOfGroup(group, design.arms).length < 3);
  if (few !== undefined) return { invalid: `expected groups of three arms or more, got ${nameOf(few)}` };
  const arms = [...one, ...other];
  const over = covariateOf(design, arms, prediction.over);
  if (isInvalid(over)) return over;
  const judged = assessPeaks(given, arms, {
    region: { lower: Math.log(between[0]), upper: Math.log(between[1]) },
    test: (rows, options) =>
      testPeakRatio(
        rows,
        { over, first: [...one.keys()], second: other.map((_, arm) => one.length + arm) },
        options,
      ),
    parameter: `log ratio of the best ${prediction.over} of ${nameOf(groups[0])} to that of ${nameOf(groups[1])}, by ${measure}`,
  });
  if (isInvalid(judged)) return judged;
  const { assessment, result } = judged;
  return { ...assessment, unit: 'log ratio', effectSizes: ratioEffect(result) };
};

const nameOf = (group: ArmGroup): string => (typeof group === 'string' ? group : list(group));

/**
 * The ratio of the places at which two groups of arms are best lies between two factors: "the best rate of one is three
 * to ten times smaller".
 */
export const peakRatio = kind({
  schema,
  role: 'contrast',
  values: quantities,
  instead: {
    'yes/no': '`breaks` or `trend` along the covariate',
    time: '`ordered` or `trend`, which rank times',
  },
  covariates: ['over'],
  pace: () => 'slow',
  check: (p) => ascending('between', p.between),
  statement: (p) =>
    `best at a ${p.over} that is ${p.between[0]} to ${p.between[1]} times as large over ${nameOf(p.groups[0])} as over ${nameOf(p.groups[1])}`,
  assess,
});
