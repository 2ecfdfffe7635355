import { describe, expect, test } from 'vitest';
import { families, type Family } from '../check/pairs/families.ts';
import { caseNamed, judgePair } from '../check/pairs/judge-pair.ts';

const quick = caseNamed('soft-max regression, cosine from 0.05, batch 64');
const rows = (kind: 'same' | 'diff') =>
  Object.entries(families).flatMap(([family, { base, [kind]: others }]: [string, Family]) =>
    Object.entries(others).map(([name, make]) => [family, name, base, make] as const),
  );

/** What only rounds otherwise: written out in numbers of 65,537 times the size, which 64 bits see through. */
const lessExact = ['bf16 moments', 'deepspeedai/DeepSpeed#1945: gradients in bfloat16'];
/** Effects that this case does not see: what ends a restart lies beyond its 64 steps, say. */
const elsewhere: Readonly<Record<string, string>> = {
  'max not kept': 'sparse gradients, rate 0.1, batch 10',
};

describe('the same mathematics in another form', () => {
  test.each(rows('same'))('%s: %s', async (_family, _name, base, make) => {
    const found = await judgePair(quick, [base, make]);
    if (found === 'equal programs') return;
    expect(['same bytes', 'same within rounding', 'same mathematics, less exact']).toContain(found.level);
    // A prototype measured at most 5.5e-7 where nothing amplifies.
    expect(found.halfUlps).toBeLessThan(1e-5);
    expect(found.times ?? 0).toBeLessThan(100);
  });
});

describe('another method, by however little', () => {
  test.each(rows('diff'))('%s: %s', async (_family, name, base, make) => {
    const found = await judgePair(elsewhere[name] === undefined ? quick : caseNamed(elsewhere[name]), [
      base,
      make,
    ]);
    if (found === 'equal programs') throw new Error('expected another program');
    if (lessExact.includes(name)) {
      expect(found.level).toBe('same mathematics, less exact');
      expect(found.times).toBeGreaterThan(100);
      return;
    }
    expect(['changed', 'changed by less than rounding']).toContain(found.level);
    expect(found.halfUlps).toBeGreaterThan(1);
  });
});
