import { expect, test } from 'vitest';
import { printCheck } from '../../src/check/index.ts';
import { printVariants } from '../../src/check/print-check.ts';
import type { CheckResult, MeasureFinding } from '../../src/check/index.ts';

const measure = (name: MeasureFinding['measure'], changes: Partial<MeasureFinding> = {}): MeasureFinding => ({
  ...{ measure: name, decision: 'equivalent', estimate: 0, margin: Math.log(1.05), unit: 'log ratio', n: 6 },
  ...changes,
});
const result = (measures: readonly MeasureFinding[]): CheckResult => ({
  ...{ target: 'a.optimizer.ts', level: 'size not decided', trained: 6, cached: 0, warnings: [] },
  cases: [{ id: 'bowl', level: 'size not decided', evidence: 'all tensors from step 1', measures }],
});

test('a changed case says so, where, and what of its size is open; what lies within its margins is one line', () => {
  const open = measure('final loss', { decision: 'not decided', estimate: Math.log(1.1), seedsNeeded: 60 });
  const printed = printCheck(result([open, measure('steps to target'), measure('test accuracy')]), 1000);
  expect(printed).toBe(
    [
      '  changed, size not decided  bowl: all tensors from step 1',
      '        not decided final loss ×1.1, margin ×1.05, n = 6, about 60 seeds would decide (--seeds 60 when recorded)',
      '        equivalent  steps to target, test accuracy, each within its margin, n = 6',
      '',
      'a.optimizer.ts: changed, size not decided on 1 case; 6 runs trained; 1.0 s',
      '',
    ].join('\n'),
  );
});

test('more seeds than anybody trains are no advice', () => {
  const open = measure('final loss', { decision: 'not decided', seedsNeeded: 17_093 });
  expect(printCheck(result([open]), 1000)).not.toMatch(/would decide/);
});

test('a sweep is no case: its points are counted, and it beside them', () => {
  const { cases, ...others } = result([]);
  const sweep = { ...cases[0]!, id: 'bowl, sweep of the learning rate', sweep: true } as const;
  const lines = (findings: CheckResult['cases']) =>
    printCheck({ ...others, cases: findings }, 1000).split('\n');
  const count = 'a.optimizer.ts: changed, size not decided on';
  expect(lines([...cases, ...cases]).at(-2)).toBe(`${count} 2 cases; 6 runs trained; 1.0 s`);
  expect(lines([...cases, ...cases, sweep]).at(-2)).toBe(
    `${count} 2 cases and 1 sweep; 6 runs trained; 1.0 s`,
  );
  const variants = printVariants(
    { target: 'a', level: others.level, variants: [{ ...others, cases: [...cases, sweep] }] },
    1000,
  );
  expect(variants).toContain(`${count} 1 case and 1 sweep; 6 runs trained\n`);
});
