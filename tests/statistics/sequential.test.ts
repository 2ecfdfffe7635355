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
  sequentialBoundaries,
  SPENDING,
  type Spending,
} from '../../src/statistics/index.ts';
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
