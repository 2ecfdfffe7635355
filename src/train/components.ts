import type { Job } from '../plan/types.ts';

const listed = (programs: Readonly<Record<number, string>> | undefined) =>
  Object.entries(programs ?? {})
    .map(([size, digest]) => `${size}:${digest.slice(0, 16)}`)
    .join(' ');

const parametersOf = (specs: Job['parameters']) =>
  specs.map(({ name, shape, initializer }) => `${name}[${shape.join('×')}] ${initializer.kind}`).join(', ');

/** The laws of what is drawn, by name; shapes are those of the training programs. */
const lawsOf = (draws: NonNullable<Job['draws']>) =>
  Object.entries(Object.assign({}, ...Object.values(draws)) as (typeof draws)[number])
    .map(([name, { law }]) => `${name} ${law}`)
    .join(', ');

/**
 * The parts that determine a run, each in a few characters, so that two runs can be told apart by what differs. Kept
 * with the record, beside its engine.
 */
export const componentsOf = (job: Job): Readonly<Record<string, string>> => ({
  seed: job.seed,
  training: listed(job.steps),
  prepare: job.prepare?.slice(0, 16) ?? 'none',
  evaluation:
    job.evaluate.landscape?.slice(0, 16) ??
    `train ${listed(job.evaluate.train)} test ${listed(job.evaluate.test)}`,
  dataset: job.dataset.slice(0, 16),
  parameters: parametersOf(job.parameters),
  statistics: parametersOf(job.statistics),
  schedule: job.schedule.slice(0, 16),
  sampler: job.sampler,
  ...(job.draws === undefined ? {} : { draws: lawsOf(job.draws) }),
  evaluated: job.evaluated?.slice(0, 16) ?? 'last',
  stopBelow: String(job.stopBelow ?? 'none'),
  lockstep: job.lockstep === undefined ? 'alone' : `${job.lockstep.seeds[0]} … ${job.lockstep.seeds.at(-1)}`,
  record: job.record,
  engine: job.engine,
  engineVersion: job.engineVersion,
});
