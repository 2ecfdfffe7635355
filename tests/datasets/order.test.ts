import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { stratifiedOrder } from '../../src/datasets/reading/order.ts';

const labels = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 60 });

describe('the canonical order', () => {
  test.prop([labels])('holds every example once', (labels) => {
    expect([...stratifiedOrder(labels)].sort((a, b) => a - b)).toEqual([...labels.keys()]);
  });

  test.prop([labels])('keeps the order of the file within a class', (labels) => {
    const order = [...stratifiedOrder(labels)];
    for (const label of new Set(labels)) {
      const rows = order.filter((row) => labels[row] === label);
      expect(rows).toEqual([...rows].sort((a, b) => a - b));
    }
  });

  test.prop([labels])(
    'is stratified in every front part: a class is off its share by less than one',
    (labels) => {
      const order = [...stratifiedOrder(labels)];
      const share = (label: number) => labels.filter((other) => other === label).length / labels.length;
      for (let length = 1; length <= order.length; length++)
        for (const label of new Set(labels)) {
          const found = order.slice(0, length).filter((row) => labels[row] === label).length;
          // Rounding to whole examples costs half of one; the ties among five classes at most half of one a class more.
          expect(Math.abs(found - share(label) * length)).toBeLessThan(3);
        }
    },
  );

  test('deals classes of equal size in turn', () => {
    const order = stratifiedOrder([2, 2, 1, 1, 0, 0]);
    expect([...order]).toEqual([4, 2, 0, 5, 3, 1]);
  });

  test('of data already in canonical order changes nothing', () => {
    const dealt = Array.from({ length: 50 }, (_, i) => i % 10);
    expect([...stratifiedOrder(dealt)]).toEqual([...dealt.keys()]);
  });
});
