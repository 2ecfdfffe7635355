import type { LoadedSuite } from '../declare/load.ts';
import type { LoadedHypothesis } from '../declare/types.ts';
import { AssayError, type Problem } from '../errors.ts';
import {
  earliestFirst,
  goneFrom,
  judgedBefore,
  LOCK_FILE,
  namesOf,
  readLock,
  registrationOf,
  rememberJudged,
  termsOf,
  type JudgedBefore,
  type Lock,
  type Registration,
} from '../registration/index.ts';
import type { Results } from '../report/results.ts';
import type { Store } from '../store/types.ts';
import type { Settings } from './settings.ts';
import { version } from '../version.ts';

/**
 * What is known of a selection before it is judged: how each hypothesis stands to the lock, and what the lock has lost.
 */
export interface Registered {
  readonly of: ReadonlyMap<string, Registration>;
  readonly gone: readonly string[];
}

/** All that was judged of a hypothesis, under every name that it had, the earliest first. */
export async function judgedUnderAnyName(before: JudgedBefore, lock: Lock | undefined, id: string) {
  const all = await Promise.all(namesOf(lock, id).map((name) => before.of(name)));
  return earliestFirst(all.flat());
}

/**
 * Looks how hypotheses stand to the lock and to what was judged before.
 *
 * @param whole whether these are all of the project, so that the lock's others are gone
 * @throws AssayError `integrity` where the lock or a file of the store is damaged; and where the settings demand the
 * lock, with every difference
 */
export async function registered(
  root: string,
  suite: LoadedSuite,
  { seed: baseSeed, locked }: Settings,
  store: Store,
  whole: boolean,
): Promise<Registered> {
  const lock = await readLock(root);
  const before = await judgedBefore(store);
  const of = new Map<string, Registration>();
  for (const { hypothesis } of suite.hypotheses) {
    const judged = earliestFirst([
      ...(await judgedUnderAnyName(before, lock, hypothesis.id)),
      ...(await before.underLostNames(termsOf(hypothesis), [
        ...suite.names,
        ...namesOf(lock, hypothesis.id),
      ])),
    ]);
    of.set(hypothesis.id, registrationOf(hypothesis, { lock, judged, baseSeed }));
  }
  const gone = whole && lock !== undefined ? goneFrom(lock, suite.names) : [];
  if (locked) demandLock(lock, suite.hypotheses, { of, gone });
  return { of, gone };
}

const said = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));

/** What of a hypothesis does not fit the lock. */
function problemsOf({ file, hypothesis: { id } }: LoadedHypothesis, registration: Registration): Problem[] {
  if (registration.lock === 'missing')
    return [{ file, path: id, message: 'expected a hypothesis of the lock, got one that it does not hold' }];
  return registration.revisions
    .filter(({ kind }) => kind === 'since locked')
    .flatMap(({ changes }) => changes)
    .map(({ path, before, after }) => ({
      file,
      path,
      message: `expected ${said(before)} as locked, got ${said(after)}`,
    }));
}

const lost = (id: string): Problem => ({
  file: LOCK_FILE,
  path: id,
  message: 'expected this hypothesis, got none: it is gone or has another name',
});

function demandLock(
  lock: Lock | undefined,
  hypotheses: readonly LoadedHypothesis[],
  { of, gone }: Registered,
): void {
  if (lock === undefined)
    throw new AssayError(
      'integrity',
      `Cannot keep to the lock: expected ${LOCK_FILE}, got no such file (\`assay lock\` writes it); nothing was trained`,
    );
  const problems = [
    ...hypotheses.flatMap((loaded) => problemsOf(loaded, of.get(loaded.hypothesis.id)!)),
    ...gone.map(lost),
  ];
  if (problems.length > 0)
    throw new AssayError(
      'integrity',
      `Cannot keep to the lock: expected the hypotheses of ${LOCK_FILE}, got others; nothing was trained (\`assay lock --reason "…"\` amends it)`,
      { problems },
    );
}

/** Results that say how each claim stands to what was promised. */
export function withRegistrations(results: Results, { of, gone }: Registered): Results {
  return {
    ...results,
    hypotheses: results.hypotheses.map((result) => {
      const registration = of.get(result.id);
      return registration === undefined ? result : { ...result, registration };
    }),
    warnings: [...results.warnings, ...gone.map(lost)],
  };
}

/** Keeps which terms were judged now, also where others were cut short. Where they cannot be kept, the results warn. */
export async function withJudgedKept(
  results: Results,
  hypotheses: readonly LoadedHypothesis[],
  store: Store,
  now: number,
): Promise<Results> {
  // Where no run came through, there was nothing to see.
  const judged = results.hypotheses.filter(
    ({ findings, runs }) => findings.length > 0 && runs.missing < runs.total,
  );
  const verdicts = new Map(judged.map(({ id, verdict }) => [id, verdict]));
  const common = {
    schema: 1,
    baseSeed: results.settings.baseSeed,
    at: new Date(now).toISOString(),
    tool: version(),
  } as const;
  try {
    for (const { hypothesis } of hypotheses) {
      const { id } = hypothesis;
      const verdict = verdicts.get(id);
      if (verdict !== undefined)
        await rememberJudged(store, { ...common, id, verdict, ...termsOf(hypothesis) });
    }
    return results;
  } catch (error) {
    const message = `expected to keep which terms were judged, got: ${(error as Error).message}; later changes of them will go unseen`;
    return { ...results, warnings: [...results.warnings, { file: store.directory, path: '', message }] };
  }
}
