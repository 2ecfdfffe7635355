import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  battery,
  checkTarget,
  loadTarget,
  recordBaseline,
  type Baseline,
  type BatteryCase,
  type CheckOptions,
} from '../../src/check/index.ts';
import { SEEDS } from '../../src/check/battery/plan-battery.ts';
import { externalTarget } from '../../src/check/target/external-target.ts';
import { engineNamed } from '../../src/engines/index.ts';
import { openStore } from '../../src/store/index.ts';

const program = fileURLToPath(new URL('targets/trainer.mjs', import.meta.url));
const reasons = [{ reason: 'for a test', date: '2026-01-01' }];
const noise = { data: { kind: 'gradient-noise' }, loss: 'model', every: 1, batchSize: 1 } as const;

/** One problem with seeds, one without, and one that the trainer does not know. */
const small: readonly BatteryCase[] = [
  {
    ...noise,
    id: 'bowl',
    model: { kind: 'quadratic', hessian: [1, 10], noiseCovariance: [0, 0] },
    learningRate: 0.05,
    length: 40,
  },
  {
    ...noise,
    id: 'valley',
    model: { kind: 'rosenbrock', start: [-1.2, 1] },
    learningRate: 0.001,
    length: 40,
    deterministic: true,
  },
  {
    ...noise,
    id: 'wells',
    model: { kind: 'double-well', curvatures: [1, 1], depths: [1, 1], noise: 0 },
    learningRate: 0.05,
    length: 4,
  },
];

let directory: string;
let options: CheckOptions;
const trainer = (env: Readonly<Record<string, string>> = {}, changes: object = {}) =>
  externalTarget({ command: [process.execPath, program], env, ...changes }, 'own.optimizer.ts', directory);
const record = (target: ReturnType<typeof trainer>, changes: Partial<CheckOptions> = {}) =>
  recordBaseline(target, { seed: '0', reasons }, { ...options, ...changes });
const check = (target: ReturnType<typeof trainer>, baseline: Baseline, changes: Partial<CheckOptions> = {}) =>
  checkTarget(target, baseline, { ...options, ...changes });

/** Runs of a baseline, all seeds of all cases. */
const runsOf = ({ cases }: Baseline) =>
  Object.values(cases).reduce((sum, { runs }) => sum + Object.keys(runs).length, 0);

/** Whether a process runs; one that ended and that nobody has asked after (a zombie) does not. */
function isAlive(id: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(id)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'assay-trainer-'));
  const engine = await engineNamed('onnx');
  options = { engine, store: openStore(null), workers: 1, version: '0', battery: small };
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('an external trainer as a target', () => {
  test('is trained on the cases whose models it knows; the others are named', async () => {
    const { baseline, notes, trained } = await record(trainer({ DIGEST: 'a' }));
    expect(Object.keys(baseline.cases)).toEqual(['bowl', 'valley']);
    expect(notes).toEqual(['left out, since the trainer has no such models or data: wells']);
    expect([trained, runsOf(baseline)]).toEqual([runsOf(baseline), SEEDS + 1]);
    expect(baseline.provenance).toMatchObject({ engine: 'external', engineVersion: 'descent 1' });
  });

  test('is not trained where it reports the same digest', async () => {
    const { baseline } = await record(trainer({ DIGEST: 'a' }));
    const { level, trained, cases } = await check(trainer({ DIGEST: 'a' }), baseline);
    expect([level, trained]).toEqual(['same mathematics', 0]);
    expect(cases[0]!.evidence).toBe('the trainer reports the same digest; nothing trained');
  });

  test.each([
    ['same bytes', '1'],
    ['same within rounding', '1.000000001'],
    ['regressed', '0.8'],
  ])('is compared by what it returns where the digest differs: %s', async (level, factor) => {
    const { baseline } = await record(trainer({ DIGEST: 'a' }));
    const found = await check(trainer({ DIGEST: 'b', FACTOR: factor }), baseline);
    expect(found.level).toBe(level);
    expect(found.trained).toBeGreaterThan(1);
  });

  test('that reports no digest is always trained anew, so that no edit goes unseen', async () => {
    const { baseline } = await record(trainer());
    const same = await check(trainer(), baseline);
    expect([same.level, same.cached]).toEqual(['same bytes', 0]);
    expect(same.trained).toBeGreaterThan(1);
    expect(same.warnings[0]).toMatch(/^descent reports no digest of itself: it is always trained anew/);
    writeFileSync(join(directory, 'factor.txt'), '0.8');
    const edited = await check(trainer(), baseline);
    rmSync(join(directory, 'factor.txt'));
    expect(edited.level).toBe('regressed');
  });

  test('is trained where a file that it declares was edited, whatever digest it reports', async () => {
    writeFileSync(join(directory, 'factor.txt'), '1');
    const declared = trainer({ DIGEST: 'a' }, { files: ['factor.txt'] });
    const { baseline } = await record(declared);
    expect((await check(declared, baseline)).level).toBe('same mathematics');
    writeFileSync(join(directory, 'factor.txt'), '1.0');
    const rewritten = await check(declared, baseline);
    expect([rewritten.level, rewritten.warnings]).toEqual([
      'same bytes',
      expect.arrayContaining([expect.stringMatching(/^edited since it was recorded: factor.txt/)]),
    ]);
    writeFileSync(join(directory, 'factor.txt'), '0.8');
    expect((await check(declared, baseline)).level).toBe('regressed');
    rmSync(join(directory, 'factor.txt'));
  });

  test('that gives other numbers for the same job is refused when it is recorded', async () => {
    await expect(record(trainer({ CHANCE: '1' }))).rejects.toThrow(
      /^Cannot record a baseline: expected the same job to give the same numbers, got a trainLoss of .* \(case bowl\); every draw of the trainer must come from the job's "seed"$/,
    );
  });

  test('that repeats itself only within rounding, or whose seed changes nothing, is told so', async () => {
    const rough = await record(trainer({ CHANCE: '1e-12' }));
    expect(rough.notes.join()).toMatch(/does not repeat itself to the last bit/);
    expect((await check(trainer({ CHANCE: '1e-12' }), rough.baseline)).level).toBe('same within rounding');
    const deaf = await record(trainer({ DEAF: '1', DIGEST: 'd' }));
    expect(deaf.notes.join()).toMatch(/two seeds give the same run in 1 of 2 cases \(bowl\)/);
  });

  test('is told its own options apart: another option is another optimizer', async () => {
    const { baseline } = await record(trainer({ DIGEST: 'a' }));
    const other = trainer({ DIGEST: 'a' }, { optimizer: { kind: 'own', momentum: 0.5 } });
    expect((await check(other, baseline)).level).toBe('same bytes'); // trained: this one ignores it
  });
});

describe('what a trainer says that it can do is a law', () => {
  const says = (changes: Readonly<Record<string, string>>) => trainer({ DIGEST: 'a', ...changes });
  const well = { RESUMES: 'well', ACCUMULATES: 'well' };

  test('which holds for one that does: the baseline is recorded, and a change is tried on it again', async () => {
    const { baseline } = await record(says(well), { battery: small.slice(0, 1) });
    const { laws } = await check(says({ ...well, FACTOR: '0.5', DIGEST: 'b' }), baseline, {
      battery: small.slice(0, 1),
    });
    expect(laws!.map(({ law, holds, deviation }) => [law, holds, deviation])).toEqual([
      // The same numbers to the last bit: JSON keeps all of them.
      ['a resumed run', true, 0],
      ['micro-batches', true, 0],
    ]);
  });

  test.each([
    ['a velocity that is lost on the way', { RESUMES: 'forgets' }, 'a resumed run'],
    ['a sum for a mean', { ACCUMULATES: 'sums' }, 'micro-batches'],
  ])('which keeps a baseline from being recorded where it is broken: %s', async (_what, changes, law) => {
    await expect(record(says({ ...well, ...changes }))).rejects.toThrow(
      new RegExp(
        `^Cannot record a baseline: expected the declared law ${law} to hold within 100, got a deviation of`,
      ),
    );
  });

  test('and one that broke since counts as regressed', async () => {
    const part = { battery: small.slice(0, 1) };
    const { baseline } = await record(says(well), part);
    const { level, laws } = await check(says({ ...well, RESUMES: 'forgets', DIGEST: 'b' }), baseline, part);
    expect(laws!.filter(({ holds }) => !holds).map(({ law }) => law)).toEqual(['a resumed run']);
    expect(level).toBe('regressed');
  });
});

describe('an external trainer that fails', () => {
  const quick = { idleTimeout: 0.5 };

  test.each([
    ['dies', /exit code 3\. Its standard error ended with:\n {2}out of memory/],
    [
      'hangs',
      /silent for 0.5 s during job [0-9a-f]{12}\. Its standard error ended with:\n {2}waiting for a lock/,
    ],
    ['garbage', /it printed "epoch 1 of 10": .*write logs to standard error/],
    ['nan', /expected finite numbers, got NaN/],
    ['refuses', /it reported an error: no such data/],
  ])('is told with what it wrote: %s', async (mode, message) => {
    const recording = record(trainer({ DIGEST: mode, MISBEHAVES: mode }, quick));
    await expect(recording).rejects.toThrow(
      /^Cannot train (\d+) of \1 runs: Cannot train with external trainer /,
    );
    await expect(recording).rejects.toThrow(message);
    await expect(recording).rejects.toMatchObject({ code: 'infrastructure' });
  });

  test('keeps what was finished: the next attempt trains the rest', async () => {
    const store = openStore(join(directory, 'store'));
    // Every process of it does two jobs and dies at the third, which is lost; the next process goes on behind it.
    const attempt = () => record(trainer({ DIGEST: 'x', MISBEHAVES: 'dies', AFTER: '2' }), { store });
    const first = await attempt().catch((error: Error) => error.message);
    const kept = (await store.list('records')).length;
    expect(first).toMatch(/^Cannot train \d+ of \d+ runs: .*out of memory/s);
    expect(first).toContain(`\n${kept} finished runs are kept in the store.`);
    expect(kept).toBeGreaterThan(SEEDS / 2);
    let outcome: Awaited<ReturnType<typeof attempt>> | undefined;
    for (let tries = 0; outcome === undefined && tries < 5; tries++)
      outcome = await attempt().catch(() => undefined);
    expect(outcome!.trained).toBe(0);
    expect(outcome!.trained + outcome!.cached).toBe(SEEDS + 1);
  });

  test('is not started a fourth time where it ended three times in a row', async () => {
    const starts = join(directory, 'starts.txt');
    const target = trainer({ DIGEST: 'h', MISBEHAVES: 'hangs', STARTS: starts }, quick);
    await expect(record(target)).rejects.toThrow(/^Cannot train (\d+) of \1 runs: /);
    // Once for the hand-shake of the plan, and three times for jobs.
    expect(readFileSync(starts, 'utf8')).toBe('started\n'.repeat(4));
  });

  test('ends with the processes that it started', async () => {
    const command = [
      'sh',
      '-c',
      `exec 3<&0; "${process.execPath}" "${program}" <&3 & echo $! > child.txt; wait`,
    ];
    await expect(
      record(trainer({ DIGEST: 's', MISBEHAVES: 'hangs' }, { ...quick, command })),
    ).rejects.toThrow(/silent for 0.5 s during job/);
    const child = Number(readFileSync(join(directory, 'child.txt'), 'utf8'));
    await expect.poll(() => isAlive(child)).toBe(false);
  });

  test('whose program is missing, or whose form is wrong, is an error of use', async () => {
    const missing = trainer({}, { command: ['no-such-interpreter', 'train.py'] });
    await expect(record(missing)).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/"no-such-interpreter" was not found \(is the interpreter installed/),
    });
    expect(() => trainer({}, { command: [], idleTimeout: -1, colour: 'red' })).toThrow(
      expect.objectContaining({
        code: 'configuration',
        problems: expect.arrayContaining([
          expect.objectContaining({ path: 'command' }),
          expect.objectContaining({ path: 'idleTimeout' }),
        ]),
      }),
    );
  });

  test('that trains none of the battery says what it trains', async () => {
    await expect(record(trainer({ DIGEST: 'a' }), { battery: small.slice(2) })).rejects.toThrow(
      /^Cannot check own.optimizer.ts: expected a trainer of double-well on gradient-noise, got one of quadratic, rosenbrock on any data$/,
    );
  });
});

const python = spawnSync('python3', ['--version']).status === 0;
describe.runIf(python)('the example of the standard library (runs where python3 is installed)', () => {
  const load = () => loadTarget('examples/python-stdlib/optimizers/heavy-ball.optimizer.ts', process.cwd());
  const part = battery.filter(({ id }) =>
    ['Rosenbrock, rate 0.001', 'stiff valley, rate 0.001'].includes(id),
  );

  test('is recognized without training, and a planted dampening is caught', async () => {
    const target = await load();
    const { baseline } = await record(target, { battery: part });
    expect((await check(target, baseline, { battery: part })).level).toBe('same mathematics');
    const dampened = { ...target, spec: { kind: 'heavy-ball', momentum: 0.9, dampening: 0.9 } } as const;
    expect((await check(dampened, baseline, { battery: part })).level).toBe('regressed');
  });
});
