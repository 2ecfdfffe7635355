// The trainer that ships with us: runs that cannot be traced, by TensorFlow.js as it is, over the protocol of external
// trainers.
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs';
import { dataSchema } from '../datasets/schema.ts';
import { backends, loadBackend, type TfjsEngineName } from '../engines/tfjs/backends.ts';
import { eagerIdentity, type EagerOptions } from '../plan/arms/eager.ts';
import { digestOf } from '../plan/identity.ts';
import { moduleDigest } from '../plan/arms/module-digest.ts';
import type { Request, TrainerJob } from '../trainers/protocol.ts';
import { trainEagerly, type EagerJob } from './eager-run.ts';
import { guardJobs } from './job-guard.ts';

const say = (answer: object): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);

/** Kinds of data that have examples: landscapes have none. */
const data = dataSchema.options
  .map((option) => option.shape.kind.value)
  .filter((kind) => kind !== 'gradient-noise');

/** What is to be trained, in the words of the wire, which are those that it was planned with. */
const conditionOf = ({ workload, optimizer, learningRate, batchSize, stop, sampler }: TrainerJob) =>
  ({ ...(workload as object), optimizer, learningRate, batchSize, stop, sampler }) as EagerJob['condition'];

/** How the trainer was started. */
interface Started {
  readonly backend: TfjsEngineName;
  /** The one module that it is for, where it is: it then reports a digest of itself and the module. */
  readonly module?: string | undefined;
  readonly guard: ReturnType<typeof guardJobs>;
}

/** Answers one line. */
async function answer(line: string, { backend, module, guard }: Started): Promise<void> {
  const request = JSON.parse(line) as Request;
  if (request.type === 'bye') return guard.leave();
  if (request.type === 'hello') {
    const who = eagerIdentity(backend);
    const digest = module && digestOf({ ...who, module: await moduleDigest(resolve(module)) });
    return say({ type: 'hello', protocol: request.protocol, ...who, data, ...(digest && { digest }) });
  }
  const { id, seedName, options = {} } = request;
  const job = guard.begin((message) => say({ type: 'error', id, message }));
  try {
    const { dataDir, steps: most, recordEvery = request.metricsEvery } = options as EagerOptions;
    const { parameters, statistics, ...ended } = await trainEagerly(
      {
        condition: conditionOf(request),
        seed: seedName,
        ...(recordEvery === undefined ? {} : { recordEvery }),
        ...(request.snapshots === undefined ? {} : { snapshots: request.snapshots }),
        ...(dataDir === undefined ? {} : { dataDir }),
      },
      {
        ...(most === undefined ? {} : { steps: most }),
        onPoint: (point) => say({ type: 'metrics', id, ...point }),
        onState: (state) => say({ type: 'state', id, ...state }),
      },
    );
    const { outcome, steps, epochs, time, final } = ended;
    await job.settle();
    say(
      outcome === 'finished'
        ? { type: 'done', id, steps, epochs, time, final, parameters, statistics }
        : { type: 'diverged', id, step: steps },
    );
  } catch (error) {
    say({ type: 'error', id, message: error instanceof Error ? error.message : String(error) });
  } finally {
    job.end();
  }
}

/**
 * Answers what comes over standard input, one after another, until it ends.
 *
 * @param argv a backend, that of the cpu by default, and a module, where all jobs are of one
 */
export async function main(argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  const [backend = 'tfjs-cpu', module] = argv as [TfjsEngineName?, string?];
  // What modules print must not be taken for answers.
  console.log = console.info = console.warn = console.error;
  const guard = guardJobs();
  tf.env().set('PROD', true);
  await loadBackend(backend);
  await tf.setBackend(backends[backend].backend);
  for await (const line of createInterface({ input: process.stdin }))
    if (line.trim() !== '') await answer(line, { backend, module, guard });
  await guard.leave();
}
