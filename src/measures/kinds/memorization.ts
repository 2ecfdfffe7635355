import type { StateMeasure } from '../definition.ts';
import { accuracyOf, outputPrograms } from './prediction-measures.ts';

/**
 * Test accuracy at the moment when the net first reproduces a share `level` of its flipped training labels: what is
 * compared at one amount of memorization. The net is looked at while it trains, at `points` equal stretches or at
 * declared `epochs`, and between the looks before and after the level the test accuracy is taken as linear in the
 * share. The curve is test accuracy over the share, in the order of training.
 *
 * A run that had the level at the first look, or never has it, has no such number.
 *
 * @see Jastrzębski et al. 2017, figure 5 of the ICLR 2018 submission
 * @example { kind: 'testAccuracyAtMemorization', level: 0.2, epochs: [2, 4, 8, 16, 32] }
 */
export const testAccuracyAtMemorization: StateMeasure<'testAccuracyAtMemorization'> = {
  kind: 'testAccuracyAtMemorization',
  unit: 'fraction',
  scale: 'linear',
  better: 'higher',
  worst: 'chance',
  needs: 'snapshots',
  version: 1,
  moments: ({ points, from, epochs }) => ({ points, from, epochs }),
  programs: ({ kind }, context) => ({
    ...outputPrograms(kind, 'train', context, 'trainOutputs'),
    ...outputPrograms(kind, 'test', context, 'testOutputs'),
  }),
  evaluate: async ({ level }, context) => {
    const { flipped, snapshots = [] } = context;
    if (!flipped?.includes(1)) return { missing: 'no training label was flipped' };
    const [memorized, accuracy]: [number[], number[]] = [[], []];
    for (const { state, steps } of snapshots) {
      const onTrain = { split: 'train', program: 'trainOutputs', state } as const;
      const share = await accuracyOf(context, onTrain, (index) => flipped[index] === 1);
      const test = await accuracyOf(context, { split: 'test', program: 'testOutputs', state });
      const missing = [share, test].find((value) => 'missing' in value);
      if ('missing' in share || 'missing' in test)
        return { missing: `at step ${steps} ${(missing as { missing: string }).missing}` };
      memorized.push(share.value);
      accuracy.push(test.value);
    }
    const at = memorized.findIndex((share) => share >= level);
    if (at < 1)
      return {
        missing:
          at === 0
            ? `the net reproduced ${memorized[0]!.toPrecision(3)} of the flipped labels at the first look, ${level} or more`
            : `the net never reproduced ${level} of the flipped labels, at most ${Math.max(0, ...memorized).toPrecision(3)}`,
      };
    const weight = (level - memorized[at - 1]!) / (memorized[at]! - memorized[at - 1]!);
    return {
      value: accuracy[at - 1]! + weight * (accuracy[at]! - accuracy[at - 1]!),
      curve: { at: memorized, values: accuracy },
    };
  },
};
