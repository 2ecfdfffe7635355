import { beforeAll, describe, expect, test } from 'vitest';
import {
  battery,
  checkTarget,
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
  options = { engine, store: openStore(null), workers: 1, version: '0', battery: part };
  for (const name of ['momentum', 'adam', 'adamw'])
    baselines[name] = (await recordBaseline(await target(name), { seed: '0', reasons }, options)).baseline;
});

describe('a planted bug is caught', () => {
  test.each<[string, string, string, Level]>([
    ['learning rate × 1.1', 'momentum-rate-times-1.1', 'momentum', 'regressed'],
    ['learning rate × 1.01', 'momentum-rate-times-1.01', 'momentum', 'unresolved'],
    ['dampening', 'momentum-dampened', 'momentum', 'regressed'],
    ["Nesterov's step for heavy ball", 'momentum-nesterov', 'momentum', 'regressed'],
    ['a stale velocity', 'momentum-stale', 'momentum', 'regressed'],
    ['Adam without bias correction', 'adam-without-bias-correction', 'adam', 'regressed'],
    ['β1 and β2 swapped', 'adam-betas-swapped', 'adam', 'regressed'],
    ['coupled for decoupled weight decay', 'adamw-coupled', 'adamw', 'regressed'],
  ])('by what it does in the end: %s', async (_bug, name, of, level) => {
    expect((await check(name, of)).level).toBe(level);
  });

  test.each([
    ['a step counter off by one', 'adam-step-off-by-one', 'adam'],
    ['ε inside the root', 'adam-epsilon-inside-root', 'adam'],
  ])('by its loss curve alone, where the end is the same: %s', async (_bug, name, of) => {
    const { cases } = await check(name, of);
    const parted = cases.filter(({ evidence }) => evidence.includes('part at point'));
    expect(parted.length).toBeGreaterThan(0);
    expect(cases.every(({ level }) => level !== 'same mathematics' && level !== 'same bytes')).toBe(true);
  });
});
