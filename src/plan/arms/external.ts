import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Dataset } from '../../datasets/types.ts';
import { dataDirectory } from '../../datasets/index.ts';
import { sha256 } from '../../store/index.ts';
import {
  TrainerProcess,
  trainerSchema,
  type ResolvedTrainerSpec,
  type TrainerIdentity,
} from '../../trainers/index.ts';
import type { Condition } from './conditions.ts';
import { digestOf } from '../identity.ts';
import type { ExternalJob, ScheduleTensors } from '../types.ts';

/** An external job without its seed, beside what the planner wants to know of the arm. */
export interface ExternalTemplate {
  readonly parts: Omit<ExternalJob, 'key' | 'seed'>;
  /** Digest of the contents of the trainer's files and of who it says it is. */
  readonly identity: string;
  /** Who the trainer says it is. */
  readonly who: TrainerIdentity;
  readonly schedule: ScheduleTensors;
  readonly dataset: Dataset;
}

/** A guess: a trainer's speed is not known before it has trained. */
const STEP_MS = 1;

/**
 * What an arm asks of an external trainer, for any seed. The trainer is started once to learn its name and version,
 * which belong to a run's identity together with the contents of its files and of arguments that are files.
 *
 * @param options.metricsEvery distance of the points of the loss curve that is asked for; the trainer's own when absent
 * @throws AssayError `configuration` where the program is not found, `infrastructure` where it does not shake hands
 */
export async function externalTemplate(
  condition: Condition & { readonly trainer: NonNullable<Condition['trainer']> },
  options: {
    readonly directory: string;
    readonly dataDir?: string | undefined;
    readonly metricsEvery?: number;
  },
  dataset: Dataset,
  schedule: ScheduleTensors,
): Promise<ExternalTemplate> {
  const { trainer: words, ...asked } = condition;
  const trainer = trainerSchema.parse(words);
  const directory = resolve(options.directory, trainer.directory ?? '.');
  const dataPath = dataDirectory(condition.data, options.dataDir);
  const { metricsEvery } = options;
  const every = metricsEvery === undefined ? {} : { metricsEvery };
  // What it can do is no part of who it is: a run's key does not move with it.
  const { name, version, digest } = await identityOf(trainer, directory);
  const who = { name, version, ...(digest === undefined ? {} : { digest }) };
  return {
    parts: {
      trainer,
      directory,
      job: {
        workload: { model: asked.model, data: asked.data, loss: asked.loss },
        optimizer: asked.optimizer,
        learningRate: asked.learningRate,
        batchSize: asked.batchSize,
        ...(asked.momentum === undefined ? {} : { momentum: asked.momentum }),
        stop: asked.stop,
        ...scheduled(asked, schedule),
        ...every,
        sampler: asked.sampler,
        ...(dataPath === undefined ? {} : { dataPath }),
        ...(trainer.options === undefined ? {} : { options: trainer.options }),
      },
      estimatedMs: schedule['batchSize']!.data.length * STEP_MS,
    },
    identity: digestOf({
      asked,
      ...every,
      command: trainer.command,
      env: trainer.env,
      options: trainer.options ?? null,
      data: dataset.digest,
      who,
      files: Object.entries(await contentsOf(trainer, directory)),
    }),
    who,
    schedule,
    dataset,
  };
}

/** Values by step of what is scheduled rather than constant. */
function scheduled(asked: Omit<Condition, 'trainer'>, schedule: ScheduleTensors) {
  const names = (['learningRate', 'batchSize', 'momentum'] as const).filter(
    (name) => asked[name] !== undefined && typeof asked[name] !== 'number',
  );
  if (names.length === 0) return {};
  return { schedule: Object.fromEntries(names.map((name) => [name, [...schedule[name]!.data]])) };
}

/** The external job of one replicate. `seed` of the wire is 32 bits of the seed's digest. */
export function externalJobOf({ parts, identity }: ExternalTemplate, seed: string): ExternalJob {
  return { ...parts, seed, key: digestOf({ version: 1, external: identity, seed }) };
}

const greeted = new Map<string, Promise<TrainerIdentity>>();

/**
 * Starts a trainer to learn who it is: once for each command in the life of the process.
 *
 * @throws AssayError as `TrainerProcess.start`
 */
export function identityOf(trainer: ResolvedTrainerSpec, directory: string): Promise<TrainerIdentity> {
  const known = digestOf({ command: trainer.command, env: trainer.env, directory });
  const greeting = greeted.get(known) ?? greet(trainer, directory);
  greeted.set(known, greeting);
  return greeting;
}

async function greet(trainer: ResolvedTrainerSpec, directory: string) {
  const process = await TrainerProcess.start(trainer, { directory });
  await process.close();
  return process.identity;
}

/** SHA-256 of the declared files, and of arguments of the command that are files, by name. */
export async function contentsOf(
  { files, command }: ResolvedTrainerSpec,
  directory: string,
): Promise<Readonly<Record<string, string>>> {
  const arguments_ = command.slice(1).filter((word) => existsSync(resolve(directory, word)));
  const names = [...new Set([...files, ...arguments_])].sort();
  const contents = names.map(
    async (name) => [name, sha256(await readFile(resolve(directory, name)))] as const,
  );
  return Object.fromEntries(await Promise.all(contents));
}
