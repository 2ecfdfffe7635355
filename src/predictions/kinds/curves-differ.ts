import { z } from 'zod';
import { greater } from '../../statistics/index.ts';
import { curveDistance } from '../curves/curve-distance.ts';
import { common, pair, positive } from '../fields.ts';
import { kind } from '../kind.ts';
import { scaled } from '../regions.ts';
import { list, size } from '../statement.ts';

/**
 * The mean curves of two arms are somewhere further apart than `by`: what an equivalence of curves must be able to see.
 */
export const curvesDiffer = kind({
  schema: z.strictObject({
    kind: z.literal('curvesDiffer'),
    ...common,
    arms: pair,
    by: positive,
    /** Positions before it do not count. */
    from: z.number().nonnegative().exactOptional(),
  }),
  role: 'contrast',
  values: ['curve'],
  fewestArms: 2,
  pace: () => 'slow',
  statement: (p) =>
    `${list(p.arms)} on curves further apart than ${size(p, p.by)}${p.from === undefined ? '' : ` from ${p.from} on`}`,
  assess: curveDistance((p) => greater(scaled(p, p.by))),
});
