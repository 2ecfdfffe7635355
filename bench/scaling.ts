/**
 * `npm run bench:scaling`: the same runs on one worker thread and on two, and what a worker costs in memory.
 *
 * Each repetition is a process of its own, the two kinds interleaved; the first run of each worker is not counted, so that
 * threads and programs are there. `--rounds n` sets the repetitions (default 5).
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { validate } from '../src/declare/validate.ts';
import { planSuite } from '../src/plan/index.ts';
import { openStore } from '../src/store/index.ts';
import { trainRuns } from '../src/train/index.ts';
import { median } from './measure.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, workers: { type: 'string' } },
});
const RUNS = 8;

/** Trains the runs on so many workers: seconds from one run to the last, and the peak resident size of the process. */
async function train(workers: number): Promise<{ seconds: number; megabytes: number }> {
  const validation = validate({
    id: 'scaling',
    claim: 'Two workers take half the time of one',
    workload: {
      model: { kind: 'mlp', hidden: [64, 64] },
      data: { kind: 'fashion-mnist', train: 10_000, test: 5_000 },
      loss: 'cross-entropy',
    },
    optimizer: { kind: 'sgd' },
    arms: { one: { learningRate: 0.05, batchSize: 32 }, other: { learningRate: 0.06, batchSize: 32 } },
    stop: { kind: 'epochs', epochs: 10 },
    replicates: RUNS / 2,
    measures: ['testAccuracy'],
    predictions: [{ kind: 'equivalent', measure: 'testAccuracy', arms: ['one', 'other'], margin: 0.1 }],
  });
  if (validation.kind === 'invalid') throw new Error(JSON.stringify(validation.problems));
  const { runPlan } = await planSuite(
    [{ file: 'scaling', hypothesis: validation.hypothesis, warnings: [] }],
    {
      baseSeed: 'bench',
      tier: 'quick',
      engine: 'onnx',
    },
  );
  const store = openStore(null);
  let ended: number[] = [];
  await trainRuns(runPlan, { store, workers, onProgress: () => (ended = [...ended, performance.now()]) });
  // The first call tells of the start. From the end of the first run a worker has on, threads and programs are warm.
  const warm = ended[workers]!;
  const seconds = (ended.at(-1)! - warm) / 1000 / (RUNS - workers);
  return { seconds, megabytes: process.resourceUsage().maxRSS / 1024 };
}

async function inProcess(workers: number): Promise<{ seconds: number; megabytes: number }> {
  const script = fileURLToPath(import.meta.url);
  const argv = [...process.execArgv, script, '--workers', String(workers)];
  const { stdout } = await promisify(execFile)(process.execPath, argv);
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

if (values.workers !== undefined) console.log(JSON.stringify(await train(Number(values.workers))));
else {
  const found = { 1: [], 2: [] } as Record<1 | 2, { seconds: number; megabytes: number }[]>;
  for (let round = 0; round < Number(values.rounds); round++)
    for (const workers of [1, 2] as const) found[workers].push(await inProcess(workers));
  const [one, two] = ([1, 2] as const).map((workers) => ({
    seconds: median(found[workers].map(({ seconds }) => seconds)),
    megabytes: median(found[workers].map(({ megabytes }) => megabytes)),
  }));
  console.log(
    `Seconds a run of 784-64-64-10, batch 32, 10 epochs of 10,000 images: ${one!.seconds.toFixed(2)} on one worker, ${two!.seconds.toFixed(2)} on two: ${(one!.seconds / two!.seconds).toFixed(2)} times faster.`,
  );
  console.log(
    `Peak resident size: ${one!.megabytes.toFixed(0)} MB with one worker, ${two!.megabytes.toFixed(0)} MB with two: ${(two!.megabytes - one!.megabytes).toFixed(0)} MB a worker.`,
  );
}
