// A trainer of diagonal quadratics and Rosenbrock's valley by gradient descent, which misbehaves as MISBEHAVES says.
// RESUMES and ACCUMULATES make it say so of itself; `forgets` and `sums` are what they do wrong.
// CHANCE makes its rates smaller by chance, DEAF ignores the seed. FACTOR multiplies its rates; so does the file `factor.txt` beside the target, of which no digest tells.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const { MISBEHAVES: MODE = 'well', FACTOR = '1', DIGEST, AFTER = '0', CHANCE = '0', DEAF } = process.env;
const { RESUMES, ACCUMULATES } = process.env;
const say = (value) => process.stdout.write(`${typeof value === 'string' ? value : JSON.stringify(value)}\n`);
const hidden = existsSync('factor.txt') ? Number(readFileSync('factor.txt', 'utf8')) : 1;
const MOMENTUM = RESUMES === undefined ? 0 : 0.5;
let jobs = 0;
if (process.env.STARTS !== undefined) appendFileSync(process.env.STARTS, 'started\n');

const misbehaviours = {
  dies: () => process.stderr.write('out of memory\n', () => process.exit(3)),
  hangs: () => process.stderr.write('waiting for a lock\n', () => setInterval(() => {}, 1000)),
  garbage: () => say('epoch 1 of 10'),
  nan: ({ id }) => say(`{"type":"done","id":"${id}","steps":1,"final":{"trainLoss":NaN}}`),
  refuses: ({ id }) => say({ type: 'error', id, message: 'no such data' }),
};

const gradients = {
  quadratic:
    ({ hessian }) =>
    (x) =>
      x.map((value, i) => hessian[i] * value),
  rosenbrock:
    () =>
    ([a, b]) => [-400 * a * (b - a * a) - 2 * (1 - a), 200 * (b - a * a)],
};
const losses = {
  quadratic:
    ({ hessian }) =>
    (x) =>
      x.reduce((sum, value, i) => sum + 0.5 * hessian[i] * value * value, 0),
  rosenbrock:
    () =>
    ([a, b]) =>
      100 * (b - a * a) ** 2 + (1 - a) ** 2,
};

function train({
  id,
  workload: { model },
  learningRate,
  stop,
  metricsEvery,
  seed,
  checkpoint,
  microBatches = 1,
}) {
  const gradient = gradients[model.kind](model);
  const loss = losses[model.kind](model);
  let x =
    model.start ??
    model.hessian.map((_value, i) => 1 + (((DEAF === undefined ? seed : 0) + i) % 1000) / 1000);
  const rate = learningRate * Number(FACTOR) * hidden * (1 - Number(CHANCE) * Math.random());
  // A sum over micro-batches where their mean was meant.
  const factor = ACCUMULATES === 'sums' ? microBatches : 1;
  let velocity = x.map(() => 0);
  let step = 0;
  if (checkpoint?.resume) {
    const saved = JSON.parse(readFileSync(checkpoint.path, 'utf8'));
    [x, step] = [saved.x, saved.step];
    if (RESUMES !== 'forgets') velocity = saved.velocity;
  }
  while (step < (checkpoint?.saveAt ?? stop.steps)) {
    step++;
    const slope = gradient(x);
    velocity = velocity.map((value, i) => MOMENTUM * value + factor * slope[i]);
    x = x.map((value, i) => value - rate * velocity[i]);
    if (step % metricsEvery === 0) say({ type: 'metrics', id, step, values: { trainLoss: loss(x) } });
  }
  if (checkpoint?.saveAt !== undefined) writeFileSync(checkpoint.path, JSON.stringify({ x, velocity, step }));
  say({ type: 'done', id, steps: step, final: { trainLoss: loss(x) } });
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const message = JSON.parse(line);
  if (message.type === 'bye') process.exit(0);
  if (message.type === 'hello') {
    const digest = DIGEST === undefined ? {} : { digest: DIGEST };
    say({
      type: 'hello',
      protocol: 1,
      name: 'descent',
      version: '1',
      models: ['quadratic', 'rosenbrock'],
      ...(RESUMES === undefined ? {} : { resumes: true }),
      ...(ACCUMULATES === undefined ? {} : { accumulates: true }),
      ...digest,
    });
  } else if (MODE !== 'well' && ++jobs > Number(AFTER)) misbehaviours[MODE](message);
  else train(message);
});
