import { resolve } from 'node:path';
import { AssayError } from '../../errors.ts';
import { duration, number, plural } from '../../report/words.ts';
import { openStore } from '../../store/index.ts';
import type { Store } from '../../store/types.ts';
import { componentsOf, type RunRecord } from '../../train/index.ts';
import { loadSelected, placeOf, settle, type CommandSettings } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { oneHypothesis, runOf } from '../../suite/run-of-hypothesis.ts';
import type { RawSettings } from '../../suite/settings.ts';
import { planSuite } from '../../suite/plan-suite.ts';

interface CacheFlags extends RawSettings {
  readonly arm?: string;
  readonly of?: string;
  readonly dryRun?: boolean;
}

type Task = (
  io: Io,
  store: Store,
  settled: CommandSettings,
  flags: CacheFlags,
  word?: string,
) => Promise<number>;

const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;

const line = ({ key, seed, outcome, steps, final, durationMs }: RunRecord) => {
  const finals = Object.entries(final).map(([name, value]) => `${name} ${number(value)}`);
  return `${key.slice(0, 12)}  seed ${seed}  ${outcome.kind} after ${steps} steps in ${duration(durationMs)}  ${finals.join('  ')}\n`;
};

const ls: Task = async (io, store) => {
  const keys = await store.list('records');
  for (const key of keys) {
    const record = await store.get<RunRecord>('records', key);
    if (record !== undefined) io.stdout(line(record));
  }
  const measures = await store.list('measures');
  io.stdout(
    `${plural(keys.length, 'record')}, ${plural(measures.length, 'measure')} in ${store.directory}\n`,
  );
  return exitCodes.asExpected;
};

const verify: Task = async (io, store) => {
  const { records, measures, blobs, bytes, damaged } = await store.verify();
  for (const { file, message } of damaged) io.stdout(`damaged ${file}: ${message}\n`);
  io.stdout(
    `${plural(records, 'record')}, ${plural(measures, 'measure')}, ${plural(blobs, 'end state')}, ${megabytes(bytes)}: ${damaged.length === 0 ? 'all whole' : `${damaged.length} damaged`}\n`,
  );
  return damaged.length === 0 ? exitCodes.asExpected : exitCodes.invalid;
};

/** Digests of the states that a record names. */
const statesOf = ({ weights, snapshots }: RunRecord) => [weights, ...(snapshots?.weights ?? [])];

/** Keeps what the hypotheses of this project still ask for with these settings, and removes the rest. */
const gc: Task = async (io, store, settled) => {
  const suite = await loadSelected(io, settled, { filters: [], allTiers: true });
  const wanted = new Set<string>();
  for (const tier of ['quick', 'full'] as const) {
    const { plan } = await planSuite(suite.hypotheses, { ...settled.values, tier, root: io.cwd }, store);
    for (const { id, unavailable } of plan.analyses)
      if (unavailable !== undefined)
        io.stderr(`${id}, ${tier} tier: its runs are not known and not kept. ${unavailable}\n`);
    for (const { key } of [...plan.runPlan.jobs, ...plan.runPlan.external, ...plan.measurePlan.jobs])
      wanted.add(key);
  }
  const { files, bytes } = await store.gc({
    keep: (_kind, key) => wanted.has(key),
    references: (kind, value) => (kind === 'records' ? statesOf(value as RunRecord) : []),
    before: io.now(),
  });
  io.stdout(`Removed ${plural(files, 'file')}, ${megabytes(bytes)}, that no hypothesis asks for\n`);
  return exitCodes.asExpected;
};

/** Why a run is in the store or not: what determines it, and what differs in the kept runs that come nearest. */
const why: Task = async (io, store, settled, flags, word) => {
  if (word === undefined || flags.arm === undefined || flags.of === undefined)
    throw new AssayError(
      'configuration',
      'Cannot explain a run: expected `assay cache why <hypothesis> --arm <arm> --of <seed>`, got less',
    );
  const found = await oneHypothesis(word, placeOf(io, settled));
  const { loaded, baseSeed, arm, seed } = runOf(found, { arm: flags.arm, seed: flags.of });
  const { plan } = await planSuite([loaded], { ...settled.values, seed: baseSeed, root: io.cwd }, store);
  const key = plan.analyses[0]!.runs[arm]![seed]!;
  const job = plan.runPlan.jobs.find((each) => each.key === key);
  if (job === undefined)
    throw new AssayError(
      'configuration',
      `Cannot take run ${key} apart: expected a run that is trained here, got one of an external trainer`,
    );
  const mine = componentsOf(job);
  io.stdout(`run ${key}\n`);
  for (const [name, value] of Object.entries(mine)) io.stdout(`    ${name.padEnd(14)}${value}\n`);
  const kept = await store.get<RunRecord>('records', key);
  if (kept !== undefined) {
    io.stdout(`In the store: ${line(kept)}`);
    return exitCodes.asExpected;
  }
  const ranked: { readonly record: RunRecord; readonly differing: readonly string[] }[] = [];
  for (const other of await store.list('records')) {
    const record = (await store.get<RunRecord>('records', other))!;
    const theirs = record.provenance;
    const differing = Object.keys(mine).filter((name) => theirs[name] !== mine[name]);
    ranked.push({ record, differing });
  }
  ranked.sort((a, b) => a.differing.length - b.differing.length);
  io.stdout(`Not in the store (${plural(ranked.length, 'record')}).\n`);
  for (const { record, differing } of ranked.slice(0, 1)) {
    io.stdout(`The nearest record, ${record.key.slice(0, 12)}, differs in:\n`);
    for (const name of differing)
      io.stdout(`    ${name.padEnd(14)}${record.provenance[name] ?? 'unknown'}\n`);
    if (differing.length === 0)
      io.stdout('    nothing that a record names; the version of its key differs\n');
  }
  return exitCodes.asExpected;
};

const tasks: Readonly<Record<string, Task>> = { ls, verify, gc, why };

/** `assay cache ls | verify | gc | why`: looks after the store. */
export async function cache(io: Io, flags: CacheFlags, task: string, word?: string): Promise<number> {
  const settled = await settle(io, flags);
  const run = Object.hasOwn(tasks, task) ? tasks[task] : undefined;
  if (run === undefined)
    throw new AssayError(
      'configuration',
      `Cannot look after the store: expected ${Object.keys(tasks).join(' | ')}, got "${task}"`,
    );
  const { store } = settled.values;
  if (store === null)
    throw new AssayError('configuration', 'Cannot look after the store: expected a store, got --no-store');
  return run(io, openStore(resolve(io.cwd, store)), settled, flags, word);
}
