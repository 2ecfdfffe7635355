import { describe, expect, test } from 'vitest';
import { alphaShares } from '../../src/check/compare/alpha-shares.ts';
import type { BaselineCase } from '../../src/check/baseline/baseline-schema.ts';
import { compareInLooks, type ChangedCase } from '../../src/check/compare/compare-in-looks.ts';
import { ALPHA, LOOKS } from '../../src/check/compare/looks.ts';
import type { MeasuredRun } from '../../src/check/compare/summarize.ts';
import { sensitivityOf } from '../../src/check/battery/sweeps.ts';
import { stream } from '../../src/random/index.ts';

const digest = 'a'.repeat(64);
const seeds = Array.from({ length: LOOKS.at(-1)! }, (_, seed) => `${seed}`);

/**
 * A case whose target's final losses are those of the baseline times a factor, and noise of a size in the logarithm.
 */
function caseOf(id: string, factor: number, noise: number, sweep?: string) {
  const random = stream('looks', 'probe', id);
  const losses = seeds.map(() => [1, factor * Math.exp(noise * random.normal())] as const);
  const runs: BaselineCase['runs'] = Object.fromEntries(
    losses.map(([loss], seed) => [
      `${seed}`,
      { outcome: 'finished', steps: 10, bytes: digest, trainLoss: loss },
    ]),
  );
  const before: BaselineCase = { setting: digest, programs: {}, runs };
  const planned: ChangedCase = { planned: { id, deterministic: false, sweep }, before, seeds };
  const run = (seed: string): MeasuredRun => {
    const loss = losses[Number(seed)]![1];
    const curve = { steps: [1, 10], epochs: [0, 0], time: [0, 0], values: [2, loss] };
    return {
      record: {
        ...{ schema: 1, key: digest, seed, steps: 10, epochs: 0, provenance: {}, durationMs: 1 },
        ...{ weights: factor === 1 && noise === 0 ? digest : 'b'.repeat(64), outcome: { kind: 'finished' } },
        final: { trainLoss: loss },
        curves: { trainLoss: curve },
      },
    };
  };
  return { planned, run };
}

async function compare(
  cases: readonly ReturnType<typeof caseOf>[],
  sweeps: ReadonlyMap<string, readonly string[]> = new Map(),
) {
  const asked: Record<string, number> = {};
  const findings = await compareInLooks(
    cases.map(({ planned }) => planned),
    {
      looks: LOOKS,
      sweeps,
      train: (wanted) => {
        for (const { id, seeds } of wanted) asked[id] = seeds.length;
        const runOf = new Map(cases.map(({ planned, run }) => [planned.planned.id, run]));
        return Promise.resolve(
          new Map(
            wanted.map(({ id, seeds }) => [id, new Map(seeds.map((seed) => [seed, runOf.get(id)!(seed)]))]),
          ),
        );
      },
    },
  );
  return { asked, levels: Object.fromEntries(findings.map(({ id, level }) => [id, level])), findings };
}

describe('the error rate', () => {
  test('is shared out over the looks and no more', () => {
    const shares = alphaShares(LOOKS);
    expect(shares.every((share) => share > 0)).toBe(true);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(ALPHA, 12);
    expect(alphaShares([10])).toEqual([ALPHA]);
  });
});

describe('looks', () => {
  test('train few seeds where those decide, and all where they do not', async () => {
    const { asked, levels } = await compare([
      caseOf('worse', 2, 0.01),
      caseOf('close', 1.01, 0.005),
      caseOf('at the margin', 1.05, 0.05),
    ]);
    expect(levels).toEqual({
      worse: 'regressed',
      close: 'equivalent',
      'at the margin': 'size not decided',
    });
    expect(asked).toEqual({ worse: 6, close: 6, 'at the margin': 24 });
  });

  test('decide what is left at a later look, and say with how many seeds', async () => {
    const { findings } = await compare([caseOf('noisy', 1.2, 0.15)]);
    expect(findings[0]!.level).toBe('regressed');
    expect(findings[0]!.seeds).toBeGreaterThan(6);
  });
});

describe('what is said of a case', () => {
  test('depends on no other case', async () => {
    const close = caseOf('close', 1.06, 0.008);
    const many = Array.from({ length: 12 }, (_, index) => caseOf(`other ${index}`, 1.05, 0.05));
    const alone = (await compare([close])).findings[0];
    const among = (await compare([...many, close])).findings.find(({ id }) => id === 'close');
    expect(among).toEqual(alone);
  });
});

describe('a sweep of the learning rate', () => {
  test('has a sensitivity: the mean logarithm of the final loss against that of the best rate', () => {
    expect(sensitivityOf([0.1, 0.1, 0.1])).toBe(0);
    expect(sensitivityOf([1, Math.E, Math.E])).toBeCloseTo(2 / 3, 12);
    expect(sensitivityOf([1, undefined])).toBeUndefined();
  });

  test('is a finding of its own where all its points have changed', async () => {
    const points = [
      caseOf('low', 1, 0.001, 'bowl'),
      caseOf('middle', 1, 0.001, 'bowl'),
      caseOf('high', 2, 0.001, 'bowl'),
    ];
    const { levels } = await compare([...points], new Map([['bowl', ['low', 'middle', 'high']]]));
    expect(levels['bowl, sweep of the learning rate']).toBe('regressed');
    const some = await compare(points.slice(0, 2), new Map([['bowl', ['low', 'middle', 'high']]]));
    expect(Object.keys(some.levels)).toEqual(['low', 'middle']);
  });
});
