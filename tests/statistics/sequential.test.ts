import { describe, expect, test } from 'vitest';
import {
  alphaByLook,
  classicalBoundaries,
  conditionalPower,
  crossing,
  different,
  driftForPower,
  futilityBounds,
  greater,
  normalQuantile,
  mean,
  sequentialBoundaries,
  SPENDING,
  tLooks,
  tUpper,
  variance,
  type Spending,
} from '../../src/statistics/index.ts';
import { stream } from '../../src/random/index.ts';
import { testAgainstReference } from './reference.ts';

const SHAPES: Record<string, Spending> = {
  asOF: 'obrien-fleming',
  asP: 'pocock',
  OF: 'obrien-fleming',
  P: 'pocock',
};

// 1e-6 as the cases say; the rest is rpact's own grid.
testAgainstReference('group_sequential', ({ type, alpha, sided, information_rates: information }) => ({
  critical_values: type.startsWith('as')
    ? sequentialBoundaries({ information, alpha, sided, spending: SHAPES[type]! })
    : classicalBoundaries(SHAPES[type]!, { information, alpha, sided }),
}));

testAgainstReference('crossing', ({ information, bounds, drift }) => ({
  crosses: crossing(information, bounds, { drift }),
}));

describe('group-sequential looks', () => {
  const thirds = [1 / 3, 2 / 3, 1];

  test('the examples', () => {
    const bounds = sequentialBoundaries({ information: thirds, alpha: 0.025 });
    expect(bounds.map((z) => z.toFixed(3))).toEqual(['3.710', '2.511', '1.993']);
    expect(classicalBoundaries('pocock', { information: [0.2, 0.4, 0.6, 0.8, 1], sided: 2 })[0]).toBeCloseTo(
      2.413,
      3,
    );
    expect(crossing([1], [1.959963984540054], { sided: 2 })).toBeCloseTo(0.05, 14);
    expect(driftForPower({ information: [1], alpha: 0.025 }, 0.9)).toBeCloseTo(3.2415155501, 9);
    expect(conditionalPower({ z: 0, time: 0.5, critical: 1.96, drift: 3.24 })).toBeCloseTo(0.3153, 4);
    const looks = alphaByLook({ information: [0.5, 1], alpha: 0.05 }, greater(0));
    expect(looks.map((level) => level.toFixed(4))).toEqual(['0.0056', '0.0482']);
    expect(SPENDING.pocock(1, 0.05)).toBeCloseTo(0.05, 15);
    expect(SPENDING['obrien-fleming'](1, 0.05)).toBeCloseTo(0.05, 14);
  });

  test.for(['obrien-fleming', 'pocock'] as const)(
    '%s: the looks together spend alpha and no more',
    (spending) => {
      for (const information of [[1], [0.5, 1], thirds, [0.1, 0.15, 0.9, 1], [0.2, 0.4, 0.6, 0.8, 1]]) {
        const bounds = sequentialBoundaries({ information, spending });
        // 1e-11: quadrature; bounds are found to the last bits.
        expect(crossing(information, bounds)).toBeCloseTo(0.05, 11);
      }
    },
  );

  test('one look is the fixed test', () => {
    expect(sequentialBoundaries({ information: [1], alpha: 0.05 })[0]).toBeCloseTo(-normalQuantile(0.05), 12);
    expect(alphaByLook({ information: [1] }, greater(0))[0]).toBeCloseTo(0.05, 13);
    expect(alphaByLook({ information: [1] }, different())[0]).toBeCloseTo(0.05, 13);
  });

  test('either tail of a region that is an outside keeps half of alpha', () => {
    const levels = alphaByLook({ information: thirds, alpha: 0.05 }, different());
    const bounds = levels.map((level) => -normalQuantile(level / 2));
    expect(crossing(thirds, bounds)).toBeCloseTo(0.025, 11);
  });

  test('futility: where the drift has the power, the last bound meets the critical value, and beta is spent', () => {
    const design = { information: thirds, alpha: 0.025 };
    const bounds = sequentialBoundaries(design);
    // Stopping for futility costs power, so the drift that closes the design is found with it.
    let [low, high] = [3, 5];
    for (let i = 0; i < 60; i++) {
      const drift = (low + high) / 2;
      const futile = futilityBounds({ ...design, beta: 0.1, drift });
      if (futile[2]! < bounds[2]! - 1e-12) low = drift;
      else high = drift;
    }
    const futility = futilityBounds({ ...design, beta: 0.1, drift: low });
    expect(futility[2]).toBeCloseTo(bounds[2]!, 6); // bisection of the drift
    expect(crossing(thirds, bounds, { drift: low, futility })).toBeCloseTo(0.9, 6);
    // Non-binding: a study that ignores futility still errs at alpha, one that obeys errs less.
    expect(crossing(thirds, bounds)).toBeCloseTo(0.025, 11);
    expect(crossing(thirds, bounds, { futility })).toBeLessThan(0.025);
    expect(futility[0]!).toBeLessThan(futility[1]!);
  });

  test('later looks do not change earlier bounds', () => {
    const short = sequentialBoundaries({ information: [0.3, 0.6] });
    const long = sequentialBoundaries({ information: [0.3, 0.6, 0.7, 1] });
    expect(long.slice(0, 2)).toEqual([short[0], expect.closeTo(short[1]!, 10)]); // the grid depends on the next look
  });

  test('impossible designs are refused', () => {
    expect(() => sequentialBoundaries({ information: [] })).toThrow(/ascends within/);
    expect(() => sequentialBoundaries({ information: [0.5, 0.5] })).toThrow(/0.5, 0.5/);
    expect(() => sequentialBoundaries({ information: [0.5, 1.5] })).toThrow(/ascends/);
    expect(() => sequentialBoundaries({ information: [1], alpha: 0 })).toThrow(/alpha in \(0, 0.5\), got 0/);
    expect(() => conditionalPower({ z: 1, time: 1, critical: 2 })).toThrow(/\(0, 1\), got 1/);
  });
});

describe("Student's t at planned looks", () => {
  const designs = [
    [4, 8, 12],
    [3, 6, 9, 12],
    [6, 9, 12, 15, 18],
  ];

  test.for(
    designs.flatMap((looks) => (['obrien-fleming', 'pocock'] as const).map((how) => [looks, how] as const)),
  )('%s, %s: passes at some look as often as it may', ([looks, spending]) => {
    const levels = tLooks(looks, 0.05, spending);
    const random = stream('t looks', 'simulate', spending, looks.join());
    const studies = 20_000;
    let passed = 0;
    for (let study = 0; study < studies; study++) {
      const d = Array.from({ length: looks.at(-1)! }, () => random.normal());
      const t = (n: number) => {
        const [centre, spread] = [mean(d.slice(0, n)), variance(d.slice(0, n))];
        return centre / Math.sqrt(spread / n);
      };
      if (looks.some((n, look) => tUpper(t(n), n - 1) < levels[look]!)) passed++;
    }
    // Three standard errors of the simulation.
    expect(Math.abs(passed / studies - 0.05)).toBeLessThan(3 * Math.sqrt((0.05 * 0.95) / studies));
  });

  test('one look has the whole error rate, the first look what the spending gives it, many replicates the levels of Z', () => {
    expect(tLooks([7], 0.05, 'pocock')[0]).toBeCloseTo(0.05, 12);
    expect(tLooks([4, 8], 0.05, 'pocock')[0]).toBeCloseTo(SPENDING.pocock(0.5, 0.05), 12);
    const many = tLooks([200, 400], 0.05, 'pocock');
    const levels = alphaByLook({ information: [0.5, 1], spending: 'pocock' }, greater());
    many.forEach((level, look) => expect(level).toBeCloseTo(levels[look]!, 10));
  });

  test('alphaByLook takes them where replicates are known, and halves them where either tail may reject', () => {
    const design = { information: [0.5, 1], alpha: 0.05, replicates: 8 };
    expect(alphaByLook(design, greater())).toEqual(tLooks([4, 8], 0.05, 'obrien-fleming'));
    expect(alphaByLook(design, different())).toEqual(
      tLooks([4, 8], 0.025, 'obrien-fleming').map((p) => (p * 0.05) / 0.025),
    );
  });
});
