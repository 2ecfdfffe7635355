import { z } from 'zod';
import { less } from '../../statistics/index.ts';
import { curveDistance } from '../curves/curve-distance.ts';
import { common, pair, positive } from '../fields.ts';
import { kind } from '../kind.ts';
import { scaled } from '../regions.ts';
import { list } from '../statement.ts';

const schema = z.strictObject({
  kind: z.literal('sameCurve'),
  ...common,
  arms: pair,
  margin: positive,
  /** Positions before it do not count. */
  from: z.number().nonnegative().exactOptional(),
});

/** Two arms have one mean curve: a simultaneous band over all positions lies inside the margin. */
export const sameCurve = kind({
  schema,
  role: 'equivalence',
  values: ['curve'],
  fewestArms: 2,
  pace: () => 'slow',
  statement: (p) =>
    `${list(p.arms)} on one curve within ±${p.margin}${p.from === undefined ? '' : ` from ${p.from} on`}`,
  assess: curveDistance((p) => less(scaled(p, p.margin))),
});
