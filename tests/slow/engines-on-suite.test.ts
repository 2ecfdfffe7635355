import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadSuite } from '../../src/declare/index.ts';
import { engineAvailability, engineNamed } from '../../src/engines/index.ts';
import { planSuite } from '../../src/plan/index.ts';
import { deserialize } from '../../src/program/index.ts';
import { distance } from '../engines/distance.ts';
import { randomFeeds } from '../engines/random-feeds.ts';
import { run } from '../engines/training-cases.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const suite = await loadSuite({ root, selection: { tier: 'quick' } });
// Planned for the interpreter, whose artifacts are the traced programs themselves.
const plan = await planSuite(suite.hypotheses, { baseSeed: '1', tier: 'quick', engine: 'tfjs-cpu' });
const datasets = [...plan.runPlan.datasets.values()];
const programs = [...plan.runPlan.artifacts.values()].map(({ name, digest, bytes }) => ({
  title: `${name} (${digest.slice(0, 8)})`,
  program: { ...deserialize(bytes), name },
}));
const statuses = await engineAvailability();

// Single precision (unit 6e-8) after sums of up to some thousand terms: measured up to 9e-7 on perceptrons, forwards,
// backwards and for curvature. A hundred times that, for deeper nets; a wrong kernel is off by far more.
const tolerance = 1e-4;

test('the suite holds programs', () => {
  expect(suite.problems).toEqual([]);
  expect(programs.length).toBeGreaterThan(5);
});

describe.each(statuses.filter(({ name }) => name !== 'onnx'))(
  'every program of the suite: onnx and $name agree',
  ({ name, available, install }) => {
    for (const { title, program } of programs)
      test.skipIf(!available)(`on ${title}${available ? '' : ` (needs: ${install})`}`, async () => {
        const found = { program, feeds: randomFeeds(program, datasets, 2) };
        const expected = await run(await engineNamed('onnx'), found);
        const worst = distance(expected, await run(await engineNamed(name), found));
        expect(worst.value, worst.name).toBeLessThan(tolerance);
      });
  },
);
