import { onnxEngine } from '../src/engines/onnx/engine.ts';
import { inLockstep } from './lockstep.ts';
import type { Contender } from './measure.ts';
import { convolutionalNet, hutchinson, noisyQuadratic, type Workload } from './other-workloads.ts';
import { feedsOf, nameOf, type Perceptron, trainingLoop } from './workloads.ts';

/** A row of the second table. A step of a row with replicates is one step of all of them. */
export interface OtherRow {
  readonly name: string;
  contenders(): Promise<Contender[]>;
}

/** The workload's loop run for `steps` steps, `times` times. */
async function contender(name: string, workload: Workload, steps: number, times = 1): Promise<Contender> {
  const executable = await onnxEngine.load(onnxEngine.lower(workload.loop));
  const feeds = workload.feeds(steps);
  return {
    name,
    steps,
    async run() {
      for (let time = 0; time < times; time++) await executable.run(feeds);
    },
  };
}

const solo = (name: string, workload: () => Workload, steps: number): OtherRow => ({
  name,
  contenders: async () => [await contender('solo', workload(), steps)],
});

const replicated = (name: string, workload: () => Workload, replicates: number, steps: number): OtherRow => ({
  name,
  contenders: async () => [
    await contender('solo', workload(), steps, replicates),
    await contender('lockstep', inLockstep(workload(), replicates), steps),
  ],
});

const perceptron = (shape: Perceptron) => (): Workload => ({
  loop: trainingLoop(shape),
  feeds: (steps) => feedsOf(shape, steps),
});

const wide: Perceptron = { widths: [784, 128, 128, 10], batch: 32, rows: 10_000 };
const toy: Perceptron = { widths: [16, 16, 16, 4], batch: 16, rows: 1000 };

/** Workloads beside the perceptrons of the first table. */
export const otherRows: readonly OtherRow[] = [
  solo(nameOf(wide), perceptron(wide), 80),
  solo('cnn-28-16-32-10/32', () => convolutionalNet(32), 6),
  solo('hutchinson-784-64-64-10 a probe', hutchinson, 4),
  replicated('toy-16-16-16-4/64-replicates', perceptron(toy), 64, 50),
  replicated('noisy-quadratic/1000-replicates', noisyQuadratic, 1000, 400),
];

const narrow = [8, 32, 128].flatMap((batch) =>
  [
    [784, 64, 64, 10],
    [196, 64, 64, 10],
  ].map((widths): Perceptron => ({ widths, batch, rows: 10_000 })),
);

/** One step of the peers' row is all 16 probes, ours drawn before the clock starts. */
const sixteenProbes: OtherRow = {
  name: 'hutchinson-784-64-64-10/16-probes',
  contenders: async () => [{ ...(await contender('solo', hutchinson(), 16)), steps: 1 }],
};

/**
 * The rows that peers answer for, under the same names. Stretches are long, as another process had the caches before
 * each.
 */
export const peerRows: readonly OtherRow[] = [
  ...narrow.map((shape) => solo(nameOf(shape), perceptron(shape), Math.ceil(16_000 / (shape.batch + 8)))),
  ...otherRows.filter(({ name }) => !name.startsWith('hutchinson')),
  sixteenProbes,
];
