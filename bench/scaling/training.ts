/**
 * Trains the same runs on so many worker threads, in a process of its own: `tsx training.ts 2` prints what it took as
 * JSON.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { validate } from '../../src/declare/validate.ts';
import { planSuite } from '../../src/plan/index.ts';
import { openStore } from '../../src/store/index.ts';
import { trainRuns } from '../../src/train/index.ts';
import { median } from '../measure.ts';

/** What training on some workers took. */
interface Taken {
  /** Seconds from one run to the next, threads and programs being there. */
  readonly seconds: number;
  /** Peak resident size of the process. */
  readonly megabytes: number;
}

const script = fileURLToPath(import.meta.url);
const RUNS = 8;

/** Trains the runs on so many workers; the first of each worker is not in the seconds. */
async function train(workers: number): Promise<Taken> {
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

async function inProcess(workers: number): Promise<Taken> {
  const argv = [...process.execArgv, script, String(workers)];
  const { stdout } = await promisify(execFile)(process.execPath, argv);
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

/** Medians over interleaved repetitions on one worker and on two, each in a process of its own. */
export async function oneAndTwoWorkers(
  rounds: number,
): Promise<{ readonly one: Taken; readonly two: Taken }> {
  const found = { 1: [], 2: [] } as Record<1 | 2, Taken[]>;
  for (let round = 0; round < rounds; round++)
    for (const workers of [1, 2] as const) found[workers].push(await inProcess(workers));
  const medians = (all: readonly Taken[]): Taken => ({
    seconds: median(all.map(({ seconds }) => seconds)),
    megabytes: median(all.map(({ megabytes }) => megabytes)),
  });
  return { one: medians(found[1]), two: medians(found[2]) };
}

/** What the table of `npm run bench` and `npm run bench:scaling` say of memory. */
export const memoryWords = (one: Taken, two: Taken): string =>
  `Peak resident size: ${one.megabytes.toFixed(0)} MB with one worker, ${two.megabytes.toFixed(0)} MB with two: ${(two.megabytes - one.megabytes).toFixed(0)} MB a worker.`;

if (process.argv[1] === script) console.log(JSON.stringify(await train(Number(process.argv[2]))));
