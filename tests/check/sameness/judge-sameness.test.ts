import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../../src/check/sameness/where.ts';
import { families } from '../pairs/families.ts';
import { caseNamed, judgePair } from '../pairs/judge-pair.ts';

// All pairs on a net are tests/slow/sameness-of-pairs.test.ts.
const quadratic = caseNamed('ill-conditioned quadratic, rate 0.01');
const sparse = caseNamed('sparse gradients, rate 0.1, batch 10');

describe('two versions followed step by step', () => {
  test('are the same within rounding where they are the same in 64 bit and round alike', async () => {
    const { base, same } = families['adam']!;
    const found = await judgePair(quadratic, [base, same['other-form']!]);
    expect(found).toMatchObject({ level: 'same within rounding', mathematics: 'equal in 64 bit' });
  });

  test('are the same bytes only where every step is', async () => {
    const { base, same } = families['lion']!;
    expect(await judgePair(quadratic, [base, same['lerp']!])).toMatchObject({
      level: 'same bytes',
      mathematics: 'equal in 64 bit',
    });
  });

  test('are less exact where one rounds worse, and by how much is said', async () => {
    const { base, diff } = families['adam']!;
    const found = await judgePair(quadratic, [base, diff['bf16 moments']!]);
    if (found === 'equal programs') throw new Error('expected another program');
    expect(found).toMatchObject({ level: 'same mathematics, less exact', mathematics: 'equal in 64 bit' });
    // Moments of 8 bits in place of 24: 2¹⁶ at most.
    expect(found.times).toBeGreaterThan(100);
    expect(found.times).toBeLessThan(2 ** 16);
  });

  test.each([
    ['momentum', 'sgdm', 'lost at half', quadratic, /^nothing before step 101 of 200; then all tensors/],
    [
      'a bias',
      'groups',
      'decay on biases',
      sparse,
      /^affine.bias at step 2, update × 0.9999\d*; affine.weight/,
    ],
    ['a counter', 'adam', 'count off by one', quadratic, /^all tensors from step 1, update × 0.7441$/],
    [
      'evaluation',
      'lookahead4',
      'fast evaluated',
      quadratic,
      /^only what is evaluated, from step 1; what is trained/,
    ],
    ['a rate', 'sgdm', 'lr*1.0001', quadratic, /^all tensors from step 1, update × 1.00010$/],
  ] as const)(
    'that differ are told apart by step, tensor and ratio: %s',
    async (_what, family, name, on, words) => {
      const { base, diff } = families[family]!;
      const found = await judgePair(on, [base, diff[name]!]);
      if (found === 'equal programs') throw new Error('expected another program');
      expect(found).toMatchObject({ level: 'changed', mathematics: 'different' });
      expect(wordsOf(found.where!)).toMatch(words);
    },
  );

  test('that differ by less than rounding are changed by that', async () => {
    const { base, diff } = families['adam']!;
    const found = await judgePair(quadratic, [base, diff['decay 1e-6']!]);
    if (found === 'equal programs') throw new Error('expected another program');
    // Adam on a quadratic along the axes hardly sees a decay before it; where it does not, the programs are the same to
    // 64 bits too.
    expect(found.halfUlps! > 1 ? 'changed by less than rounding' : 'same').toBe(
      found.level.startsWith('same') ? 'same' : found.level,
    );
  });
});
