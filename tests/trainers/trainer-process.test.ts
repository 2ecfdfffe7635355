import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { parseAnswer, TrainerProcess, trainerSchema, type TrainerJob } from '../../src/trainers/index.ts';

const examples = fileURLToPath(new URL('../../examples/python-stdlib', import.meta.url));
const job: TrainerJob = {
  id: 'job-1',
  workload: {
    model: { kind: 'quadratic', hessian: [1, 10], noiseCovariance: [1, 1] },
    data: { kind: 'gradient-noise' },
    loss: 'model',
  },
  optimizer: { kind: 'sgd' },
  learningRate: 0.05,
  batchSize: 4,
  stop: { kind: 'steps', steps: 200 },
  sampler: 'iid',
  seed: 7,
  seedName: 'A/0',
};

/** A trainer in one expression of Node: `answer(message, say)` for every line it reads. */
function scripted(answer: string, extra: Partial<{ startTimeout: number; idleTimeout: number }> = {}) {
  const code = `
    const say = (value) => process.stdout.write((typeof value === 'string' ? value : JSON.stringify(value)) + '\\n');
    const hello = () => say({ type: 'hello', protocol: 1, name: 'scripted', version: '1' });
    require('readline').createInterface({ input: process.stdin }).on('line', (line) => { const message = JSON.parse(line); (${answer})(message, say, hello); });`;
  return trainerSchema.parse({ command: [process.execPath, '-e', code], ...extra });
}

const open: TrainerProcess[] = [];
async function start(spec: ReturnType<typeof scripted>): Promise<TrainerProcess> {
  const trainer = await TrainerProcess.start(spec, { directory: examples });
  open.push(trainer);
  return trainer;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((trainer) => trainer.close()));
});

describe('a trainer whose job was well and that fails after it', () => {
  const done = `say({ type: 'done', id: m.id, steps: 1, final: { trainLoss: 1 } })`;
  test.each([
    ['at its end', `m.type === 'bye' ? process.exit(3) : ${done}`],
    ['before', `(${done}, setTimeout(() => process.exit(3), 1))`],
  ])('%s says so', async (_when, answer) => {
    const trainer = await start(scripted(`(m, say, hello) => m.type === 'hello' ? hello() : ${answer}`));
    expect(await trainer.train(job)).toMatchObject({ outcome: 'finished' });
    if (_when === 'before') await expect.poll(() => trainer.isReady).toBe(false);
    await trainer.close();
    expect(trainer.lateFailure?.message).toContain('it ended with exit code 3');
  });

  test('and one that is well does not', async () => {
    const trainer = await start(
      scripted(
        `(m, say, hello) => m.type === 'hello' ? hello() : m.type === 'bye' ? process.exit(0) : ${done}`,
      ),
    );
    await trainer.train(job);
    await trainer.close();
    expect(trainer.lateFailure).toBeUndefined();
  });
});

describe('a trainer that keeps to the protocol', () => {
  test('says who it is and trains several jobs in one process', async () => {
    const trainer = await start(
      scripted(`(m, say, hello) => m.type === 'hello' ? hello() : m.type === 'bye' ? process.exit(0) : (
        say({ type: 'metrics', id: m.id, step: 1, values: { trainLoss: 0.5 } }),
        say({ type: 'done', id: m.id, steps: 2, final: { trainLoss: m.learningRate } }))`),
    );
    expect(trainer.identity).toEqual({ name: 'scripted', version: '1' });
    const first = await trainer.train(job);
    const second = await trainer.train({ ...job, id: 'job-2', learningRate: 0.25 });
    expect(first).toMatchObject({
      outcome: 'finished',
      steps: 2,
      final: { trainLoss: 0.05 },
      curve: [{ step: 1, values: { trainLoss: 0.5 } }],
    });
    expect(second.final).toEqual({ trainLoss: 0.25 });
  });

  test('hands back the states that it was asked for, and no others', async () => {
    const trainer = await start(
      scripted(`(m, say, hello) => m.type === 'hello' ? hello() : m.type === 'bye' ? process.exit(0) : (
        [0, 1, 2].forEach((step) => say({ type: 'state', id: m.id, step, time: step / 10, parameters: { w: [step] } })),
        say({ type: 'done', id: m.id, steps: 2, final: {} }))`),
    );
    expect((await trainer.train({ ...job, snapshots: [0, 2, 5] })).states).toEqual([
      { step: 0, time: 0, parameters: { w: [0] } },
      { step: 2, time: 0.2, parameters: { w: [2] } },
    ]);
    expect((await trainer.train(job)).states).toEqual([]);
  });

  test('may report a divergence, which is a result and no error', async () => {
    const trainer = await start(
      scripted(
        `(m, say, hello) => m.type === 'hello' ? hello() : m.type === 'bye' ? process.exit(0) : say({ type: 'diverged', id: m.id, step: 9 })`,
      ),
    );
    expect(await trainer.train(job)).toMatchObject({ outcome: 'diverged', steps: 9 });
  });

  test('may report an error for one job; the message is passed on', async () => {
    const trainer = await start(
      scripted(
        `(m, say, hello) => m.type === 'hello' ? hello() : m.type === 'bye' ? process.exit(0) : say({ type: 'error', id: m.id, message: 'no such model' })`,
      ),
    );
    await expect(trainer.train(job)).rejects.toThrow(/reported an error: no such model/);
  });
});

describe('a trainer that does not', () => {
  const greets = (then: string) =>
    `(m, say, hello) => m.type === 'hello' ? hello() : m.type === 'job' ? (${then}) : process.exit(0)`;

  test('dies: the exit code and the end of its standard error are shown', async () => {
    const trainer = await start(
      scripted(greets(`process.stderr.write('out of memory\\n', () => process.exit(3))`)),
    );
    await expect(trainer.train(job)).rejects.toMatchObject({
      code: 'infrastructure',
      message: expect.stringMatching(/exit code 3[\s\S]*out of memory/),
    });
  });

  test('hangs: the time-out says how long it was silent and during what', async () => {
    const trainer = await start(scripted(greets(`setTimeout(() => {}, 60000)`), { idleTimeout: 0.2 }));
    await expect(trainer.train(job)).rejects.toThrow(/silent for 0.2 s during job job-1/);
  });

  test('never greets: the time-out names the hand-shake', async () => {
    const spec = scripted(`() => {}`, { startTimeout: 0.3 });
    await expect(TrainerProcess.start(spec, { directory: examples })).rejects.toThrow(
      /silent for 0.3 s during the hand-shake/,
    );
  });

  test('prints garbage: the line is quoted and the way out is told', async () => {
    const trainer = await start(scripted(greets(`say('epoch 1 of 10')`)));
    await expect(trainer.train(job)).rejects.toThrow(/epoch 1 of 10.*write logs to standard error/s);
  });

  test.each([
    ['NaN', /expected finite numbers, got NaN.*diverged/s],
    ['1e999', /expected a finite number, got Infinity.*diverged.*final\.trainLoss/s],
  ])('returns %s: the message says what a diverged run answers', async (value, message) => {
    const trainer = await start(
      scripted(greets(`say('{"type":"done","id":"job-1","steps":1,"final":{"trainLoss":${value}}}')`)),
    );
    await expect(trainer.train(job)).rejects.toThrow(message);
  });

  test('speaks another protocol: both versions are named', async () => {
    const spec = scripted(`(m, say) => say({ type: 'hello', protocol: 2, name: 'new', version: '1' })`);
    await expect(TrainerProcess.start(spec, { directory: examples })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/expected protocol 1, got 2/),
    });
  });

  test('is not installed: the missing program is named', async () => {
    const spec = trainerSchema.parse({ command: ['no-such-interpreter', 'train.py'] });
    await expect(TrainerProcess.start(spec, { directory: examples })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/"no-such-interpreter" was not found/),
    });
  });

  test('should start in a directory that is not there: the directory is named, not the program', async () => {
    const spec = trainerSchema.parse({ command: [process.execPath] });
    await expect(TrainerProcess.start(spec, { directory: `${examples}/nowhere` })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/expected a directory to start it in, got none at .*nowhere$/),
    });
  });
});

test('a line that is no answer of the protocol says which field is wrong', () => {
  expect(parseAnswer('{"type":"metrics","id":"a","step":-1,"values":{}}')).toEqual({
    problem: expect.stringMatching(/step/),
  });
});

const python = spawnSync('python3', ['--version']).status === 0;
describe.runIf(python)('the example of the standard library (runs where python3 is installed)', () => {
  const spec = trainerSchema.parse({ command: ['python3', 'train.py'] });

  test('reaches the stationary variance of the closed form', async () => {
    const trainer = await start(spec);
    const result = await trainer.train({
      ...job,
      workload: {
        model: { kind: 'quadratic', hessian: [1], noiseCovariance: [1], start: [0] },
        data: { kind: 'gradient-noise' },
        loss: 'model',
      },
      learningRate: 0.4,
      stop: { kind: 'steps', steps: 40_000 },
    });
    // E[x²] = ησ²/(S h (2 − ηh)); the loss is half of it. Autocorrelation time of x² is about 1/(1−0.36) ≈ 2, so 20,000
    // samples carry a relative standard error of about √(2·(1+0.36)/(1−0.36)/20,000) = 1.5 %; 5 % is more than three of
    // them.
    const expected = 0.5 * (0.4 / (4 * (2 - 0.4)));
    expect(Math.abs(result.final['meanTailLoss']! / expected - 1)).toBeLessThan(0.05);
  });

  test('gives the same numbers for the same seed', async () => {
    const trainer = await start(spec);
    const [first, second] = [await trainer.train(job), await trainer.train(job)];
    expect(second.final).toEqual(first.final);
    expect((await trainer.train({ ...job, seed: 8 })).final).not.toEqual(first.final);
  });

  test('names what it does not know', async () => {
    const trainer = await start(spec);
    await expect(trainer.train({ ...job, optimizer: { kind: 'lion' } })).rejects.toThrow(
      /expected an optimizer of .*got 'lion'/,
    );
  });
});
