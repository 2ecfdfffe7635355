// The trainer that ships with us: runs that cannot be traced, by TensorFlow.js as it is, over the protocol of external trainers.
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs';
import { backends, loadBackend, type TfjsEngineName } from '../engines/tfjs/backends.ts';
import type { Request } from '../trainers/protocol.ts';
import { eagerIdentity, type EagerOptions } from '../plan/eager.ts';
import { trainEagerly } from './eager-run.ts';

const say = (answer: object): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);

/** Answers one line. */
async function answer(line: string, backend: TfjsEngineName): Promise<void> {
  const request = JSON.parse(line) as Request;
  if (request.type === 'bye') process.exit(0);
  if (request.type === 'hello')
    return say({ type: 'hello', protocol: request.protocol, ...eagerIdentity(backend) });
  const { id, seedName } = request;
  try {
    const { condition, recordEvery, dataDir, steps: most } = request.options as EagerOptions;
    const { parameters, statistics, ...ended } = await trainEagerly(
      {
        condition,
        seed: seedName,
        ...(recordEvery === undefined ? {} : { recordEvery }),
        ...(dataDir === undefined ? {} : { dataDir }),
      },
      {
        ...(most === undefined ? {} : { steps: most }),
        onPoint: (step, values) => say({ type: 'metrics', id, step, values }),
      },
    );
    const { outcome, steps, epochs, final } = ended;
    say(
      outcome === 'finished'
        ? { type: 'done', id, steps, epochs, final, parameters, statistics }
        : { type: 'diverged', id, step: steps },
    );
  } catch (error) {
    say({ type: 'error', id, message: error instanceof Error ? error.message : String(error) });
  }
}

/** Answers what comes over standard input, one after another, until it ends. The argument names a backend, cpu by default. */
export async function main(backend = (process.argv[2] ?? 'tfjs-cpu') as TfjsEngineName): Promise<void> {
  // What modules print must not be taken for answers.
  console.log = console.info = console.warn = console.error;
  tf.env().set('PROD', true);
  await loadBackend(backend);
  await tf.setBackend(backends[backend].backend);
  for await (const line of createInterface({ input: process.stdin }))
    if (line.trim() !== '') await answer(line, backend);
}
