import { describe, expect, test } from 'vitest';
import { fc, test as law } from '@fast-check/vitest';
import { splineBasis } from '../../src/statistics/association/spline-basis.ts';
import {
  equivalent,
  greater,
  inside,
  less,
  minimalEffect,
  reliabilityOverBlocks,
  residualCorrelation,
} from '../../src/statistics/index.ts';
import { stream, type Random } from '../../src/random/index.ts';
import { testAgainstReference } from './reference.ts';

testAgainstReference('spline_basis', ({ z, functions }) => ({
  columns: splineBasis(z, functions).map((column) => [...column]),
}));
testAgainstReference('residual_correlation', ({ x, y, third }) => ({
  estimate: residualCorrelation(x, y, third).estimate,
  p_0: residualCorrelation(x, y, third).p,
  p_03: residualCorrelation(x, y, third, { region: greater(0.3) }).p,
}));
testAgainstReference('reliability', ({ rows }) => ({ reliability: reliabilityOverBlocks(rows) }));

const table = (blocks: number, arms: number, value: (block: number, arm: number) => number): number[][] =>
  Array.from({ length: blocks }, (_, block) => Array.from({ length: arms }, (__, arm) => value(block, arm)));

/** A third that rises over the arms, and two measures that follow it and each other. */
function related(random: Random, blocks: number, arms: number) {
  const third = table(blocks, arms, (_, arm) => arm + 0.7 * random.normal());
  const x = third.map((row) => row.map((z) => Math.exp(z / 2) + random.normal()));
  const y = third.map((row, b) => row.map((z, arm) => x[b]![arm]! * 0.5 - z + random.normal()));
  return { x, y, third };
}

describe('correlation of residuals given a third', () => {
  law.prop([fc.integer(), fc.integer({ min: 2, max: 7 }), fc.integer({ min: 4, max: 6 })])(
    'does not see what is added of the third, of the block, or as a factor',
    (seed, blocks, arms) => {
      const { x, y, third } = related(stream(`residuals ${seed}`, 'simulate'), blocks, arms);
      const moved = x.map((row, block) =>
        row.map((value, arm) => 7 * value + 3 * third[block]![arm]! - block),
      );
      const [a, b] = [residualCorrelation(x, y, third), residualCorrelation(moved, y, third)];
      expect(b.reason).toBe(a.reason);
      // 1e-8: residuals are small beside what was added.
      if (a.p !== undefined)
        expect([b.estimate, b.p]).toEqual([expect.closeTo(a.estimate!, 8), expect.closeTo(a.p, 8)]);
    },
  );

  law.prop([fc.integer(), fc.integer({ min: 2, max: 7 }), fc.double({ min: 0.01, max: 0.4, noNaN: true })])(
    'p < alpha exactly when the interval lies inside the region',
    (seed, blocks, alpha) => {
      const { x, y, third } = related(stream(`residuals ${seed}`, 'simulate'), blocks, 5);
      for (const region of [greater(0), greater(0.4), less(0.9), equivalent(0.7), minimalEffect(0.2)]) {
        const { p, interval } = residualCorrelation(x, y, third, { region, alpha });
        if (p === undefined || Math.abs(p - alpha) < 1e-9) continue; // on the boundary rounding decides
        expect(inside(interval!, region)).toBe(p < alpha);
      }
    },
  );

  law.prop([fc.integer()])('turning one measure round mirrors the interval', (seed) => {
    const { x, y, third } = related(stream(`residuals ${seed}`, 'simulate'), 5, 5);
    const [a, b] = [
      residualCorrelation(x, y, third),
      residualCorrelation(
        x,
        y.map((row) => row.map((value) => -value)),
        third,
        { region: less(0) },
      ),
    ];
    expect(b.reason).toBe(a.reason);
    if (a.p === undefined) return;
    expect(b.p).toBeCloseTo(a.p, 10);
    expect(b.interval!.upper).toBeCloseTo(-a.interval!.lower, 8);
  });

  test('names what it cannot do', () => {
    const { x, y, third } = related(stream('reasons', 'simulate'), 5, 4);
    expect(residualCorrelation(third, y, third).reason).toContain('explains wholly');
    expect(
      residualCorrelation(
        x.map((row) => row.map(() => 1)),
        y,
        third,
      ).reason,
    ).toContain('does not vary');
    expect(residualCorrelation(x.slice(0, 2), y.slice(0, 2), third.slice(0, 2)).p).toBeDefined();
    const short = (rows: number[][]) => rows.slice(0, 2).map((row) => row.slice(0, 3));
    expect(residualCorrelation(short(x), short(y), short(third)).reason).toBe('too few replicates');
    expect(residualCorrelation([[1, Infinity, 2, 3], ...x.slice(1)], y, third).reason).toContain(
      'not finite',
    );
    expect(() => residualCorrelation(x, y.slice(1), third)).toThrow(/5 blocks everywhere, got 4 and 5/);
  });

  test('relations that bend more than the values tell are refused', () => {
    const random = stream('steep', 'simulate');
    const third = table(5, 4, (_, arm) => arm + 0.7 * random.normal());
    const steep = () => third.map((row) => row.map((z) => Math.exp(3 * z) + 0.01 * random.normal()));
    expect(residualCorrelation(steep(), steep(), third).reason).toContain('bend more');
  });
});

describe('reliability over blocks', () => {
  test('is 1 where arms differ alike in every block, 0 where they differ in none, and cannot be had of one', () => {
    expect(
      reliabilityOverBlocks([
        [1, 2, 3],
        [2, 3, 4],
      ]),
    ).toBe(1);
    expect(
      reliabilityOverBlocks([
        [1, 2],
        [2, 1],
      ]),
    ).toBe(0);
    expect(() => reliabilityOverBlocks([[1, 2]])).toThrow(/two blocks and two arms/);
  });
});
