import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { Prediction } from '../../src/declare/types.ts';
import { onAverage } from '../../src/judge/blocks/on-average.ts';
import type { Finding } from '../../src/judge/types.ts';
import { stream } from '../../src/random/index.ts';
import { judgeBlocks, judgeNumbers, simulate, type Numbers } from './numbers.ts';

const greater: Prediction = { kind: 'greater', measure: 'accuracy', arms: ['a', 'b'], by: 0.01 };
const same: Prediction = { kind: 'equivalent', measure: 'accuracy', arms: ['a', 'b'], margin: 0.02 };

/** Six seeds of two arms whose difference is `by` on the average; what is around it sums to nothing. */
const block = (by: number, spread = 0.004): Numbers => ({
  a: [-2, -1, 0, 0, 1, 2].map((step, seed) => 0.8 + seed / 100 + by + spread * step),
  b: [0, 1, 2, 3, 4, 5].map((seed) => 0.8 + seed / 100),
});
const blocks = (...effects: readonly number[]) =>
  Object.fromEntries(effects.map((effect, index) => [`block${index}`, block(effect)]));

describe('a claim in each block', () => {
  test('is supported where it is in all of them, and shows the weakest', () => {
    const judgement = judgeBlocks(blocks(0.05, 0.02, 0.04), [greater]);
    const [finding] = judgement.findings;
    expect(judgement.verdict).toBe('supported');
    expect(finding).toMatchObject({
      statement: 'accuracy: a greater than b by more than 0.01, in each of 3 blocks',
      parameter: 'difference of accuracy, a − b, in block1',
      n: 6,
      combination: { holds: 'in-each', blocks: 3, decidedBy: 'block1' },
    });
    expect(finding!.estimate).toBeCloseTo(0.02, 12);
    expect(finding!.combination!.mean!.estimate).toBeCloseTo(0.11 / 3, 12);
  });

  test('is refuted where one block refutes it at the rate over all, and inconclusive where it does so only alone', () => {
    const clear = judgeBlocks(blocks(0.05, -0.03, 0.04), [greater]);
    expect(clear).toMatchObject({
      verdict: 'refuted',
      reason: 'accuracy: a greater than b by more than 0.01, in each of 3 blocks (block block1)',
      blocks: [{ verdict: 'supported' }, { verdict: 'refuted' }, { verdict: 'supported' }],
    });
    // t(5) = −2.37 against 0.01: p = 0.032 alone, 0.096 over three blocks.
    const barely = judgeBlocks(blocks(0.05, 0.0045, 0.04), [greater]);
    expect(barely.blocks![1]!.verdict).toBe('refuted');
    expect(barely).toMatchObject({
      verdict: 'inconclusive',
      findings: [{ reason: 'refuted alone in block1, but not at the error rate over 3 blocks' }],
    });
  });

  test('is open where one block is, whatever the others say together', () => {
    const judgement = judgeBlocks(blocks(0.05, 0.012, 0.06, 0.05), [greater]);
    expect(judgement).toMatchObject({
      verdict: 'inconclusive',
      findings: [{ combination: { decidedBy: 'block1', mean: { verdict: 'supported' } } }],
    });
    expect(judgement.findings[0]!.replicatesNeeded).toBeGreaterThan(6);
  });

  test.prop([fc.array(fc.integer({ min: -5, max: 8 }), { minLength: 2, maxLength: 5 })])(
    'is never surer than its blocks',
    (hundredths) => {
      const found = judgeBlocks(blocks(...hundredths.map((each) => each / 100)), [greater], {
        details: false,
      });
      const alone = found.blocks!.map(({ verdict }) => verdict);
      expect(found.verdict === 'supported').toBe(alone.every((verdict) => verdict === 'supported'));
      if (found.verdict === 'refuted') expect(alone).toContain('refuted');
    },
  );

  test('judges each block as if there were no others', () => {
    const given = blocks(0.05, 0.012, -0.02);
    const judgement = judgeBlocks(given, [greater, same]);
    for (const { name, findings, verdict } of judgement.blocks!) {
      const { findings: planned, ...alone } = judgeNumbers(given[name]!, [greater, same]);
      // Of the claim as a whole it is said how many seeds would decide it, not of each block.
      const judged = planned.map(
        ({ replicatesNeeded: _, replicatesFor: __, undecidable: ___, ...rest }) => rest,
      );
      expect({ findings, verdict }).toEqual({ findings: judged, verdict: alone.verdict });
    }
  });
});

const rules = { averaging: 'mean', alpha: 0.05, details: true } as const;

describe('a claim on average', () => {
  test('speaks of the mean over blocks, by the t of their number', () => {
    const judgement = judgeBlocks(blocks(0.05, 0.03, 0.04), [greater], { holds: 'on-average' });
    const [finding] = judgement.findings;
    // Mean 0.04, standard error 0.01/√3, t(2) at 0.95 = 2.919986.
    expect(finding!.estimate).toBeCloseTo(0.04, 12);
    expect(finding!.interval!.lower).toBeCloseTo(0.04 - (2.919986 * 0.01) / Math.sqrt(3), 6);
    expect(finding).toMatchObject({
      verdict: 'supported',
      method: 'Student t over blocks',
      statement: 'accuracy: a greater than b by more than 0.01, on average over 3 blocks',
      parameter: 'mean over 3 blocks of the difference of accuracy, a − b',
      n: 3,
      notes: ["Student's t of 3 blocks is 2.92, 1.8 times that of many blocks"],
    });
    expect(finding!.combination!.decidedBy).toBeUndefined();
  });

  test('may hold where one block speaks against it, and be refuted where all do', () => {
    const effects = [0.06, 0.07, 0.05, -0.02, 0.08, 0.06];
    expect(judgeBlocks(blocks(...effects), [greater])).toMatchObject({ verdict: 'refuted' });
    expect(judgeBlocks(blocks(...effects), [greater], { holds: 'on-average' })).toMatchObject({
      verdict: 'supported',
    });
    const against = effects.map((effect) => -effect);
    expect(judgeBlocks(blocks(...against), [greater], { holds: 'on-average' })).toMatchObject({
      verdict: 'refuted',
    });
  });

  test('has second opinions by weights, and from five blocks on by ranks and signs', () => {
    const names = (count: number) =>
      judgeBlocks(blocks(...Array.from({ length: count }, (_, i) => 0.02 + i / 100)), [greater], {
        holds: 'on-average',
      }).findings[0]!.combination!.opinions.map(({ method, verdict }) => `${method}: ${verdict}`);
    expect(names(4)).toHaveLength(1);
    expect(names(5)).toEqual([
      'Hartung–Knapp–Sidik–Jonkman, τ² of Paule–Mandel, over blocks: supported',
      'Wilcoxon signed rank, exact, over blocks: supported',
      'sign test, over blocks: supported',
    ]);
  });

  test('shows how much blocks differ, and where the next one is expected', () => {
    const { heterogeneity } = judgeBlocks(blocks(0.05, 0.01, 0.09), [greater], { holds: 'on-average' })
      .findings[0]!.combination!;
    expect(heterogeneity!.tau).toBeGreaterThan(0.03);
    expect(heterogeneity!.iSquared).toBeGreaterThan(0.9);
    expect(heterogeneity!.next!.lower).toBeLessThan(-0.05);
    const alike = judgeBlocks(blocks(0.05, 0.05, 0.0501), [greater]).findings[0]!.combination!;
    expect(alike.heterogeneity).toMatchObject({ tau: 0, iSquared: 0 });
  });

  test('that is undecided says how many blocks would decide it', () => {
    const judgement = judgeBlocks(blocks(0.05, -0.01, 0.04), [greater], { holds: 'on-average' });
    expect(judgement.verdict).toBe('inconclusive');
    expect(judgement.findings[0]!.notes!.at(-1)).toMatch(/^needs about \d+ blocks for power 0\.9$/);
  });

  test('of effects of which one is infinite is one of signs', () => {
    const [example] = judgeNumbers(block(0.05), [greater]).findings;
    const found = (estimates: readonly number[]) =>
      estimates.map((estimate, index) => ({
        block: `block${index}`,
        finding: { ...example!, estimate },
        refutationP: 1,
      }));
    const five = onAverage(found([0.05, 0.02, 0.03, Infinity, 0.04]), rules).finding;
    expect(five).toMatchObject({
      verdict: 'supported',
      method: 'sign test, over blocks',
      estimate: 0.04,
      p: 1 / 32,
    });
    expect(five.parameter).toMatch(/^median over 5 blocks/);
    expect(onAverage(found([0.05, 0.02, 0.03, Infinity]), rules).finding.verdict).toBe('inconclusive');
  });

  test('needs an estimate of each block', () => {
    const [{ estimate: _, ...example }] = judgeNumbers(block(0.05), [greater]).findings as [Finding];
    const found = ['x', 'y'].map((name) => ({ block: name, finding: example, refutationP: 1 }));
    expect(onAverage(found, rules).finding).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('a block has no estimate'),
    });
  });
});

describe('a correlation on average', () => {
  const along = { covariates: Object.fromEntries(['a', 'b', 'c'].map((arm, i) => [arm, { width: i }])) };
  const rising: Prediction = { kind: 'trend', measure: 'accuracy', along: 'width', direction: 'increasing' };
  const ladder = (tilt: number): Numbers =>
    Object.fromEntries(
      ['a', 'b', 'c'].map((arm, i) => [
        arm,
        [0, 1, 2, 3].map((seed) => tilt * i + ((seed * (i + 2)) % 3) / 10),
      ]),
    );
  const judged = (...tilts: readonly number[]) =>
    judgeBlocks(Object.fromEntries(tilts.map((tilt, i) => [`b${i}`, ladder(tilt)])), [rising], {
      ...along,
      holds: 'on-average',
    }).findings[0]!;

  test('is decided by the ranks of five blocks, since a few that are 1 or −1 are far from normal', () => {
    expect(judged(1, 2, 1, 3, 2)).toMatchObject({
      verdict: 'supported',
      p: 1 / 32,
      method: 'Wilcoxon signed rank, exact, over blocks',
    });
    expect(judged(1, 2).verdict).toBe('inconclusive');
    expect(judged(1, 2, 1, -3, 2).verdict).toBe('inconclusive');
  });

  test('has the sign test as its second opinion', () => {
    expect(judged(1, 2, 1, 3, 2).combination!.opinions.map(({ method }) => method)).toEqual(
      expect.arrayContaining(['sign test, over blocks']),
    );
  });
});

describe('what says nothing', () => {
  test('in one block, says nothing at all', () => {
    const missing = { ...block(0.05), b: ['lost', 1, 1, 1, 1, 1] };
    for (const holds of ['in-each', 'on-average'] as const)
      expect(judgeBlocks({ good: block(0.05), bad: missing }, [greater], { holds })).toMatchObject({
        verdict: 'invalid',
        reason: expect.stringMatching(/block bad: 1 of 12 values of accuracy are missing/),
        blocks: [
          { name: 'good', verdict: 'supported' },
          { name: 'bad', verdict: 'invalid' },
        ],
      });
  });

  test('is a control that is not supported in each block, also of a claim on average', () => {
    const given = blocks(0.05, 0.015, 0.06, 0.05, 0.06);
    const judgement = judgeBlocks(given, [{ ...greater, by: 0.001 }], {
      controls: [{ ...greater, by: 0.02 }],
      holds: 'on-average',
    });
    expect(judgement.findings[0]!.verdict).toBe('supported');
    expect(judgement).toMatchObject({
      verdict: 'invalid',
      reason:
        'control not supported: accuracy: a greater than b by more than 0.02, in each of 5 blocks (block block1)',
    });
  });
});

test('several pairs decide in each block by their weakest, and have no mean, since the weakest may be another', () => {
  const third = [1, -1, 2, -2, 1, -1].map((step, seed) => 0.805 + seed / 100 + 0.004 * step);
  const three = (effect: number): Numbers => ({ ...block(effect), c: third });
  const all: Prediction = { kind: 'equivalent', measure: 'accuracy', arms: ['a', 'b', 'c'], margin: 0.03 };
  const judgement = judgeBlocks({ low: three(-0.008), high: three(0.008) }, [all]);
  expect(judgement.verdict).toBe('supported');
  expect(judgement.findings[0]!.combination!.mean).toBeUndefined();
});

test('a look spends its part of the error rate on all blocks together', () => {
  const given = blocks(0.03, 0.032);
  const early = judgeBlocks(given, [greater], { looks: [6, 24], look: 0 });
  const late = judgeBlocks(given, [greater], { looks: [6, 24], look: 1 });
  expect(early.findings[0]!.interval!.level).toBeGreaterThan(late.findings[0]!.interval!.level);
  const open = judgeBlocks(blocks(0.03, 0.011), [greater], { looks: [6, 24], look: 0 });
  expect(open.chanceOfDecision).toBeLessThan(0.5);
  // Of a mean over blocks no chance is known, so nothing stops for it.
  expect(
    judgeBlocks(blocks(0.03, 0.011), [greater], { looks: [6, 24], look: 0, holds: 'on-average' })
      .chanceOfDecision,
  ).toBe(1);
});

test('a true claim in the mean and false in one block is told apart by what is claimed', () => {
  const random = stream('tests', 'simulate', 'over');
  const given = Object.fromEntries(
    [0.05, 0.05, 0.05, 0.05, -0.02].map((by, index) => [
      `w${index}`,
      simulate({ a: 0.8 + by, b: 0.8 }, 8, random, 0.005),
    ]),
  );
  expect(judgeBlocks(given, [{ ...greater, by: 0.001 }], { holds: 'on-average' }).verdict).toBe('supported');
  expect(judgeBlocks(given, [{ ...greater, by: 0.001 }]).verdict).toBe('refuted');
});
