import { resolve } from 'node:path';
import { AssayError } from '../../errors.ts';
import {
  amended,
  judgedBefore,
  LOCK_FILE,
  readLock,
  stepsTo,
  writeLock,
  type Lock,
  type Step,
} from '../../registration/index.ts';
import { changeInWords } from '../../report/registration-words.ts';
import { plural } from '../../report/words.ts';
import { openStore, type Store } from '../../store/index.ts';
import { loadSelected, settle } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { judgedUnderAnyName } from '../../suite/registrations.ts';
import type { RawSettings } from '../../suite/settings.ts';
import { version } from '../../version.ts';

interface LockFlags extends RawSettings {
  readonly text?: string;
  readonly reason?: string;
}

type OfKind<K extends Step['kind']> = Extract<Step, { kind: K }>;

const afterJudging = (judged: string | undefined) =>
  judged === undefined ? '' : `, after its runs were judged on ${judged.slice(0, 10)}`;

const words: { readonly [K in Step['kind']]: (step: OfKind<K>) => readonly string[] } = {
  added: ({ id, judged }) => [`locked   ${id}${afterJudging(judged)}`],
  amended: ({ id, judged, changes }) => [
    `amended  ${id}${afterJudging(judged)}`,
    ...changes.map((change) => `             ${changeInWords(change)}`),
  ],
  renamed: ({ id, from }) => [`renamed  ${from} → ${id}`],
  removed: ({ id, judged }) => [`removed  ${id}${afterJudging(judged)}`],
};

const stepInWords = (step: Step): string =>
  (words[step.kind] as (step: Step) => readonly string[])(step)
    .map((line) => `    ${line}\n`)
    .join('');

/** Whether a step takes back something that was promised. */
const takesBack = ({ kind }: Step) => kind === 'amended' || kind === 'removed';

/**
 * `assay lock`: writes down what the hypotheses promise, before their runs are judged. What was promised before is
 * changed only with a reason, which stays in the chain of amendments.
 *
 * @throws AssayError `configuration` where something that is locked has changed and there is no reason; `integrity`
 * where the lock was edited by hand
 */
export async function lock(io: Io, flags: LockFlags, filters: readonly string[]): Promise<number> {
  const reason = flags.reason?.trim();
  if (reason === '')
    throw new AssayError('configuration', 'Cannot amend the lock: expected a --reason in words, got none');
  const settled = await settle(io, flags);
  const before = await readLock(io.cwd);
  const suite = await loadSelected(io, settled, { filters, text: flags.text, allTiers: true });
  const hypotheses = suite.hypotheses.map(({ hypothesis }) => hypothesis);
  const { store, seed, tags } = settled.values;
  const locked = Object.keys(before?.hypotheses ?? {});
  const whole = filters.length === 0 && flags.text === undefined && tags === null;
  const steps = stepsTo(before, {
    hypotheses,
    ids: whole ? suite.names : [...suite.names, ...locked],
    judgedAt: await firstJudged(
      openStore(store === null ? null : resolve(io.cwd, store)),
      before,
      [...hypotheses.map(({ id }) => id), ...locked],
      seed,
    ),
  });
  if (reason === undefined && steps.some(takesBack))
    throw new AssayError(
      'configuration',
      `Cannot amend ${LOCK_FILE}: expected --reason "why", got none, for\n${steps.filter(takesBack).map(stepInWords).join('').trimEnd()}`,
    );
  if (steps.length === 0)
    io.stdout(`${LOCK_FILE}: ${plural(hypotheses.length, 'hypothesis', 'hypotheses')} as locked\n`);
  else await save(io, before, hypotheses, steps, reason);
  return exitCodes.asExpected;
}

/** When hypotheses were first judged under a base seed. */
async function firstJudged(
  store: Store,
  lock: Lock | undefined,
  ids: readonly string[],
  baseSeed: string,
): Promise<(id: string) => string | undefined> {
  const before = await judgedBefore(store);
  const firsts = new Map<string, string | undefined>();
  for (const id of new Set(ids)) {
    const judged = await judgedUnderAnyName(before, lock, id);
    firsts.set(id, judged.find((each) => each.baseSeed === baseSeed)?.at);
  }
  return (id) => firsts.get(id);
}

async function save(
  io: Io,
  before: Lock | undefined,
  hypotheses: Parameters<typeof amended>[1],
  steps: readonly Step[],
  reason: string | undefined,
): Promise<void> {
  const at = new Date(io.now()).toISOString();
  const after = amended(before, hypotheses, steps, {
    at,
    tool: version(),
    ...(reason === undefined ? {} : { reason }),
  });
  await writeLock(io.cwd, after);
  const locked = plural(Object.keys(after.hypotheses).length, 'hypothesis', 'hypotheses');
  io.stdout(`${LOCK_FILE}: ${locked} locked; commit it\n${steps.map(stepInWords).join('')}`);
}
