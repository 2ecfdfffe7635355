import { describe, expect, test } from 'vitest';
import { validate } from '../../src/declare/validate.ts';
import { withVariants } from '../../src/declare/variants.ts';
import type { Hypothesis } from '../../src/declare/types.ts';
import { designsOf } from '../../src/plan/over.ts';
import { termsOf } from '../../src/registration/terms.ts';
import { smallHypothesis } from './small-hypothesis.ts';

const with_ = (variants: object, changes: object = {}) =>
  validate({ ...smallHypothesis(), ...changes, variants });

function valid(variants: object, changes: object = {}): Hypothesis {
  const validation = with_(variants, changes);
  if (validation.kind === 'invalid') throw new Error(JSON.stringify(validation.problems));
  return validation.hypothesis;
}

function problems(variants: object): readonly string[] {
  const validation = with_(variants);
  return validation.kind === 'valid'
    ? []
    : validation.problems.map(({ path, message }) => `${path}: ${message}`);
}

const written = (variants: object, changes: object = {}) =>
  withVariants({ file: 'small.hypothesis.ts', hypothesis: valid(variants, changes), warnings: [] });

const tanh = { workload: { model: { kind: 'mlp', hidden: [8], activation: 'tanh' } } } as const;

describe('variants', () => {
  test('are hypotheses of their own, with one thing in the place of what was said', () => {
    const { base, variants } = written({ tanh, longer: { stop: { kind: 'epochs', epochs: 4 } } });
    const [first, second] = variants.map(({ loaded }) => loaded.hypothesis);
    expect(first).toMatchObject({ id: 'small/two-arms@tanh', workload: { model: { activation: 'tanh' } } });
    expect(first!.workload.data).toEqual(base.hypothesis.workload.data);
    expect(second).toMatchObject({ id: 'small/two-arms@longer', stop: { epochs: 4 } });
    expect(second!.workload).toEqual(base.hypothesis.workload);
    expect(first).not.toHaveProperty('variants');
  });

  test('have the seeds of the hypothesis unless they name a block of their own', () => {
    const { variants } = written({ tanh, again: { seedBlock: 1 }, third: { seedBlock: 2 } });
    expect(variants.map(({ loaded }) => loaded.firstSeed)).toEqual([undefined, 1_000_000, 2_000_000]);
    expect(variants[1]!.loaded.hypothesis).not.toHaveProperty('seedBlock');
  });

  test('of a claim over blocks keep the blocks, each with seeds of its own', () => {
    const over = { first: {}, second: { stop: { kind: 'epochs', epochs: 3 } } };
    const { variants } = written({ again: { seedBlock: 1 } }, { over });
    expect(designsOf(variants[0]!.loaded).map(({ firstSeed }) => firstSeed)).toEqual([1_000_000, 1_010_000]);
  });

  test('are no term: to add one breaks no promise', () => {
    expect(termsOf(valid({ tanh }))).toEqual(termsOf(valid({})));
  });

  test.each([
    ['that change nothing', { same: {} }, 'variants.same: expected something that differs'],
    ['of an arm that is not there', { odd: { arms: { bass: { batchSize: 5 } } } }, 'did you mean "base"'],
    [
      'whose batches do not fit',
      { few: { workload: { data: { kind: 'fashion-mnist', train: 100, downsample: 14 } } } },
      'variants.few: arms.other.batchSize: expected at most the 100 training examples',
    ],
    ['that change what is judged', { lax: { predictions: [] } }, 'variants.lax'],
    ['with half a block of seeds', { half: { seedBlock: 0.5 } }, 'variants.half.seedBlock'],
    ['with names that no command line takes', { 'a b': { seedBlock: 1 } }, 'variants'],
  ])('%s are refused', (_, variants, message) => {
    expect(problems(variants).join('\n')).toContain(message);
  });

  test('whose stop rule or optimizer every arm has of its own are refused, one that an arm takes is not', () => {
    const { arms } = smallHypothesis();
    const stop = { kind: 'epochs', epochs: 2 } as const;
    const longer = { longer: { stop: { kind: 'epochs', epochs: 4 } } };
    const own = Object.fromEntries(Object.entries(arms).map(([name, arm]) => [name, { ...arm, stop }]));
    expect(with_(longer, { arms: own })).toMatchObject({
      problems: [
        {
          path: 'variants.longer',
          message:
            'expected something that differs from the hypothesis, got stop that every arm has of its own',
        },
      ],
    });
    expect(with_(longer, { arms: { ...own, other: arms.other } }).kind).toBe('valid');
  });
});
