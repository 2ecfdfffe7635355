import { isDeepStrictEqual } from 'node:util';
import { resolve } from 'node:path';
import { AssayError } from '../../errors.ts';
import { number } from '../../report/words.ts';
import { openStore } from '../../store/index.ts';
import { replayRun, type RunRecord } from '../../train/index.ts';
import { placeOf, settle } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { oneHypothesis, runOf } from '../../suite/run-of-hypothesis.ts';
import type { RawSettings } from '../../suite/settings.ts';
import { planSuite } from '../../suite/plan-suite.ts';

/** What of a record must come out the same: all but the clock and the machine. */
const comparable = ({ outcome, steps, epochs, final, curves, weights, snapshots }: RunRecord) => ({
  outcome,
  steps,
  epochs,
  ...Object.fromEntries(Object.entries(final).map(([name, value]) => [`final ${name}`, value])),
  ...Object.fromEntries(Object.entries(curves).map(([name, curve]) => [`curve ${name}`, curve])),
  weights,
  ...(snapshots === undefined ? {} : { snapshots }),
});

/** What differs between two records, in words; nothing where they are the same bit for bit. */
export function differencesOf(kept: RunRecord, replayed: RunRecord): string[] {
  const before: Readonly<Record<string, unknown>> = comparable(kept);
  const after: Readonly<Record<string, unknown>> = comparable(replayed);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !isDeepStrictEqual(before[name], after[name]))
    .map((name) => `${name}: kept ${JSON.stringify(before[name])}, replayed ${JSON.stringify(after[name])}`);
}

/**
 * `assay replay`: trains exactly one run again, whatever the store holds, and compares it with its record bit for bit.
 */
export async function replay(
  io: Io,
  flags: Omit<RawSettings, 'seed'> & { readonly arm: string; readonly seed: string },
  word: string,
): Promise<number> {
  const { seed: runSeed, ...rest } = flags;
  const settled = await settle(io, rest);
  const { values } = settled;
  const { loaded, baseSeed, arm, seed } = runOf(await oneHypothesis(word, placeOf(io, settled)), {
    arm: flags.arm,
    seed: runSeed,
  });
  // Planned anew: a replay trusts nothing that is kept.
  const { plan } = await planSuite([loaded], { ...values, seed: baseSeed, root: io.cwd }, openStore(null));
  const key = plan.analyses[0]!.runs[arm]![seed]!;
  const replayed = await replayRun(plan.runPlan, key);
  const finals = Object.entries(replayed.final).map(([name, value]) => `${name} ${number(value)}`);
  io.stdout(
    `${loaded.hypothesis.id}, arm ${arm}, seed ${seed}: ${replayed.outcome.kind} after ${replayed.steps} steps\n    ${finals.join('  ')}\n    run ${key}\n    end state ${replayed.weights}\n`,
  );
  const store = openStore(values.store === null ? null : resolve(io.cwd, values.store));
  const kept = await store.get<RunRecord>('records', key);
  if (kept === undefined)
    throw new AssayError(
      'configuration',
      `Cannot compare the replay: expected a record of this run in ${store.directory ?? 'a store'}, got none (\`assay run ${loaded.hypothesis.id}\` makes it)`,
    );
  const differences = differencesOf(kept, replayed);
  if (differences.length === 0) {
    io.stdout('Identical to its record, bit for bit.\n');
    return exitCodes.asExpected;
  }
  const elsewhere = (['engineVersion', 'node', 'platform'] as const)
    .filter((name) => kept.provenance[name] !== replayed.provenance[name])
    .map((name) => `${name}: kept ${kept.provenance[name]}, here ${replayed.provenance[name]}`);
  io.stdout(
    `Differs from its record:\n${[...differences, ...elsewhere].map((line) => `    ${line}\n`).join('')}`,
  );
  return exitCodes.invalid;
}
