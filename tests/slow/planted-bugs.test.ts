import { beforeAll, describe, expect, test } from 'vitest';
import {
  battery,
  checkTarget,
  levels,
  loadTarget,
  recordBaseline,
  type Baseline,
  type CheckOptions,
  type Level,
} from '../../src/check/index.ts';
import { engineNamed } from '../../src/engines/index.ts';
import { openStore } from '../../src/store/index.ts';

/** A part of the battery with a case of every sort, so that a bug costs seconds. */
const part = battery.filter(({ id }) =>
  [
    'ill-conditioned quadratic, rate 0.01',
    'Rosenbrock, rate 0.001',
    'noisy quadratic, rate 0.02, batch 16',
    'soft-max regression, rate 0.01, batch 25',
  ].includes(id),
);
const directory = 'tests/check/targets';
const reasons = [{ reason: 'for a test', date: '2026-01-01' }];

let options: CheckOptions;
const baselines: Record<string, Baseline> = {};
const target = (name: string) => loadTarget(`${directory}/${name}.optimizer.ts`, process.cwd());
const check = async (name: string, of: string) => checkTarget(await target(name), baselines[of]!, options);

beforeAll(async () => {
  const engine = await engineNamed('onnx');
  const looks = [6, 12];
  options = { engine, store: openStore(null), workers: 1, version: '0', battery: part, looks };
  for (const name of ['momentum', 'adam', 'adamw'])
    baselines[name] = (await recordBaseline(await target(name), { seed: '0', reasons }, options)).baseline;
});

const weaker = (level: Level) => levels.indexOf(level) > levels.indexOf('same within rounding');

describe('a planted bug is caught', () => {
  test.each([
    ['dampening', 'momentum-dampened', 'momentum'],
    ['a stale velocity', 'momentum-stale', 'momentum'],
    ['Adam without bias correction', 'adam-without-bias-correction', 'adam'],
    ['β1 and β2 swapped', 'adam-betas-swapped', 'adam'],
    ['coupled for decoupled weight decay', 'adamw-coupled', 'adamw'],
  ])('by what it does in the end: %s', async (_bug, name, of) => {
    expect((await check(name, of)).level).toBe('regressed');
  });

  test.each([
    ['learning rate × 1.1', 'momentum-rate-times-1.1', 'momentum'],
    ['learning rate × 1.01', 'momentum-rate-times-1.01', 'momentum'],
    ["Nesterov's step for heavy ball", 'momentum-nesterov', 'momentum'],
    ['a step counter off by one', 'adam-step-off-by-one', 'adam'],
    ['ε inside the root', 'adam-epsilon-inside-root', 'adam'],
  ])('by its steps, whatever the end: %s', async (_bug, name, of) => {
    const { cases, level } = await check(name, of);
    expect(weaker(level)).toBe(true);
    expect(cases.filter(({ mathematics }) => mathematics === 'different').length).toBeGreaterThan(0);
  });
});
