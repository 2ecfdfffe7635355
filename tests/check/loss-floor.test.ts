import { expect, test } from 'vitest';
import { battery, checkTarget, loadTarget, recordBaseline } from '../../src/check/index.ts';
import { comparisonsOf } from '../../src/check/compare/compare.ts';
import { decide } from '../../src/check/compare/decide.ts';
import type { MeasuredRun } from '../../src/check/compare/summarize.ts';
import { engineNamed } from '../../src/engines/index.ts';
import { openStore } from '../../src/store/index.ts';

const digest = 'a'.repeat(64);

/** What is decided of the final loss of one run, in a case with a floor of 10⁻⁴. */
function finalLoss(before: number, after: number): string {
  const record: MeasuredRun['record'] = {
    ...({ schema: 1, key: digest, seed: '0', steps: 10, epochs: 0, provenance: {}, durationMs: 1 } as const),
    ...{ weights: digest, outcome: { kind: 'finished' }, final: { trainLoss: after }, curves: {} },
  };
  const comparisons = comparisonsOf({
    planned: { id: 'valley', deterministic: true, lossFloor: 1e-4 },
    before: {
      ...{ setting: digest, programs: {} },
      runs: { '0': { outcome: 'finished', steps: 10, bytes: digest, trainLoss: before } },
    },
    after: new Map([['0', { record }]]),
  });
  return decide(comparisons)[0]!.decision;
}

test('losses below the floor of a case are as good as each other, and those above it are not', () => {
  expect(finalLoss(1e-13, 4e-13)).toBe('equivalent');
  expect(finalLoss(1e-13, 1.04e-4)).toBe('equivalent');
  expect(finalLoss(1e-13, 1.06e-4)).toBe('regressed');
  expect(finalLoss(2e-4, 1e-13)).toBe('improved');
  expect(finalLoss(2e-4, 2.2e-4)).toBe('regressed');
});

test('a learning rate × 1.01 is no regression where both versions come to the minimum of a valley', async () => {
  const directory = 'tests/check/targets';
  // A part of the way is enough: heavy ball has come as near as single precision goes.
  const part = battery
    .filter(({ id }) => id === 'far valley, rate 0.01 over 3,000 steps')
    .map((each) => ({ ...each, length: 600 }));
  const options = {
    engine: await engineNamed('onnx'),
    ...{ store: openStore(null), workers: 1, version: '0', battery: part },
  };
  const of = (name: string) => loadTarget(`${directory}/${name}.optimizer.ts`, process.cwd());
  const recording = { seed: '0', reasons: [{ reason: 'for a test', date: '2026-01-01' }] };
  const { baseline } = await recordBaseline(await of('momentum'), recording, options);
  const other = { ...(await of('momentum-rate-times-1.01')), file: baseline.target };
  const { cases } = await checkTarget(other, baseline, options);
  // Changed for certain, and told so; by nothing that matters.
  expect(cases.map(({ level }) => level)).toEqual(['equivalent']);
}, 300_000);
