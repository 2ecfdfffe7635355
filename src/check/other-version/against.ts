import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AssayError } from '../../errors.ts';
import { openStore } from '../../store/index.ts';
import type { Baseline } from '../baseline/baseline-schema.ts';
import { differentQuestions, questionsOf } from '../baseline/baseline-fits.ts';
import type { CheckOptions } from '../check-options.ts';
import { comparePlanned, type DistributiveOmit, type Recorded } from '../compare/compare-planned.ts';
import { sameMathematics } from '../compare/compare.ts';
import type { Digests } from './digests.ts';
import { targetFiles } from './files-of-either.ts';
import { git, referenceOf, type Reference } from './git.ts';
import { harnessAt, type Harness } from './harness.ts';
import { digestsAt, recordAt, type OtherSide } from './other-side.ts';
import { planTarget, type PlannedTarget } from '../target/plan-target.ts';
import { variantOf } from '../target/target-file.ts';
import { loadTargets } from '../target/target.ts';
import type { CheckResult, Target } from '../types.ts';
import { openWorktree, type Worktree } from './worktree.ts';

/** What a check against another version is made with. */
export interface AgainstOptions extends CheckOptions {
  readonly cwd: string;
  readonly seed: string;
  /** Flags of the command that both sides share, beside seed and store. */
  readonly flags: readonly string[];
  /** Told of each side that is about to be trained. */
  readonly onStage?: (stage: string) => void;
}

/** One target in both versions. */
export type AgainstTarget =
  | { readonly kind: 'compared'; readonly result: CheckResult }
  /** There is none in the other version, or in this one. */
  | { readonly kind: 'new' | 'removed'; readonly target: string };

/** What a check against another version found. */
export interface AgainstResult {
  readonly reference: Pick<Reference, 'ref' | 'commit'>;
  /** Whether the working tree differs from its commit. */
  readonly uncommitted: boolean;
  readonly warnings: readonly string[];
  readonly targets: readonly AgainstTarget[];
}

/**
 * Compares optimizers of the working tree with those of a commit, without a baseline. Each side is planned by its own
 * code; only the cases whose programs differ are trained, on both sides.
 *
 * @param words targets; all of `optimizers/` on either side when empty
 * @throws AssayError `configuration` where there is no repository, no such commit, or no such target on either side; as
 * `planTarget`; `infrastructure` where a run cannot be trained or the other side fails, with what it said
 */
export async function checkAgainst(
  words: readonly string[],
  ref: string,
  options: AgainstOptions,
): Promise<AgainstResult> {
  const reference = await referenceOf(options.cwd, ref);
  const worktree = await openWorktree(reference);
  const exchange = mkdtempSync(join(tmpdir(), 'assay-exchange-'));
  try {
    const harness = await harnessAt(reference, worktree.root);
    const sides = { reference, worktree, harness, exchange };
    const targets: AgainstTarget[] = [];
    for (const word of targetFiles(words, reference, worktree, options.cwd))
      targets.push(...(await targetsAt(word, sides, options)));
    const { ok, output } = await git(reference.top, 'status', '--porcelain');
    return {
      reference: { ref, commit: reference.commit },
      uncommitted: ok && output !== '',
      warnings: worktree.notes,
      targets,
    };
  } finally {
    worktree.remove();
    rmSync(exchange, { recursive: true, force: true });
  }
}

/** Both versions, and what goes between them. */
interface Sides {
  readonly reference: Reference;
  readonly worktree: Worktree;
  readonly harness: Harness;
  readonly exchange: string;
}

/** @param shared whether both sides use this one's store */
function sideOf(
  { reference: { ref }, worktree: { directory }, harness: { binary }, exchange }: Sides,
  { store, seed, flags, signal }: AgainstOptions,
  shared: boolean,
): OtherSide {
  const kept =
    shared && store.directory !== undefined ? ['--store', resolve(store.directory)] : ['--no-store'];
  return { ref, directory, binary, exchange, flags: ['--seed', seed, ...kept, ...flags], signal };
}

/** What a word means in both versions: one target, or the variants of one. */
async function targetsAt(
  word: string,
  sides: Sides,
  options: AgainstOptions,
): Promise<readonly AgainstTarget[]> {
  const { worktree, reference } = sides;
  // A word is a path by now, and maybe a variant.
  const isIn = (root: string) =>
    [word, word.replace(/#[^#]*$/, '')].some((file) => existsSync(resolve(root, file)));
  if (!isIn(worktree.directory)) return [{ kind: 'new', target: word }];
  if (!isIn(options.cwd)) return [{ kind: 'removed', target: word }];
  const targets = await loadTargets(word, options.cwd);
  if (targets[0]!.variant === undefined || targets[0]!.file === word)
    return [await oneTarget(targets[0]!, sides, options)];
  const there = (await digestsAt(sideOf(sides, options, true), word))?.variants;
  if (there === undefined) throw notAlike(word, reference.ref, 'variants', 'one setting');
  const compared: AgainstTarget[] = [];
  for (const target of targets)
    compared.push(
      there.includes(target.variant!)
        ? await oneTarget(target, sides, options)
        : { kind: 'new', target: target.file },
    );
  const here = new Set(targets.map(({ variant }) => variant));
  const removed = there.filter((name) => !here.has(name)).map((name) => variantOf(word, name));
  return [...compared, ...removed.map((target): AgainstTarget => ({ kind: 'removed', target }))];
}

const notAlike = (file: string, ref: string, here: string, there: string) =>
  new AssayError(
    'configuration',
    `Cannot compare ${file} with "${ref}": expected variants in both versions or in neither, got ${here} here and ${there} there`,
  );

async function oneTarget(target: Target, sides: Sides, options: AgainstOptions): Promise<AgainstTarget> {
  const { harness, reference } = sides;
  const { file } = target;
  const otherwise = harness.changed[target.trainer === undefined ? 'traced' : 'external'];
  const executesAlike = otherwise.length === 0;
  const side = sideOf(sides, options, executesAlike);
  const here = executesAlike ? options : { ...options, store: openStore(null) };
  options.onStage?.(`planning ${file}`);
  const planned = await planTarget(target, options.seed, options);
  const digests = await digestsAt(side, file);
  if (digests?.variants !== undefined) throw notAlike(file, reference.ref, 'one setting', 'variants');
  const told = executesAlike && !planned.opaque && digests?.opaque !== true;
  const isChanged: IsChanged = (each, before) =>
    !told || before.setting !== each.setting || !sameMathematics(each, before);
  const before = await beforeOf(planned, digests, isChanged, (ids) => {
    options.onStage?.(`training ${file} at ${reference.ref}`);
    const all = ids.length === planned.cases.length || planned.kind === 'hypotheses';
    const only = all ? [] : ids.flatMap((id) => ['--case', id]);
    return recordAt(side, file, only);
  });
  const result = await compared(target, planned, before, isChanged, here);
  const warnings = [...executedOtherwise(otherwise, reference.ref), ...result.warnings];
  return { kind: 'compared', result: { ...result, warnings } };
}

const executedOtherwise = (files: readonly string[], ref: string): readonly string[] =>
  files.length === 0
    ? []
    : [
        `what executes runs is not that of "${ref}" (${files.slice(0, 3).join(', ')}${files.length > 3 ? ' …' : ''}): digests do not tell, so every case is trained on both sides and nothing is taken from the store`,
      ];

type Case = PlannedTarget['cases'][number];
type Before = Recorded & { readonly questions: Digests['questions'] };
type IsChanged = (each: Case, before: Pick<Case, 'setting' | 'programs'>) => boolean;

/** The other side: what its digests say of the cases that are the same, and its runs of those that are not. */
async function beforeOf(
  planned: PlannedTarget,
  digests: Digests | undefined,
  isChanged: IsChanged,
  record: (ids: readonly string[]) => Promise<Baseline>,
): Promise<Before> {
  const { cases } = planned;
  if (digests === undefined) return asked(await record([]));
  const known = cases.filter(({ id }) => digests.cases[id] !== undefined);
  const changed = known.filter((each) => isChanged(each, digests.cases[each.id]!)).map(({ id }) => id);
  const told = Object.fromEntries(
    Object.entries(digests.cases).map(([id, { setting, programs }]) => [id, { setting, programs, runs: {} }]),
  );
  if (changed.length === 0) return { ...untold(planned), cases: told, questions: digests.questions };
  const recorded = asked(await record(changed));
  return { ...recorded, cases: { ...told, ...recorded.cases } };
}

/** What a baseline of a target's kind holds where no case of it needs to be compared. */
function untold(planned: PlannedTarget): DistributiveOmit<Recorded, 'cases'> {
  switch (planned.kind) {
    case 'traced':
      return {
        kind: 'traced',
        invariances: [],
        moves: { rateZero: false, gradientZero: false },
        harness: [],
        programs: '',
      };
    case 'trainer':
      return { kind: 'trainer', files: planned.files, yardsticks: {} };
    case 'hypotheses':
      return { kind: 'hypotheses', suite: { tier: planned.hypotheses.tier, hypotheses: {} } };
  }
}

const asked = (baseline: Baseline): Before => ({ ...baseline, questions: questionsOf(baseline) });

/** Compares the cases that both sides have, and says which only one of them has, or has otherwise. */
async function compared(
  target: Target,
  planned: PlannedTarget,
  before: Before,
  isChanged: IsChanged,
  options: AgainstOptions,
): Promise<CheckResult> {
  const common = (each: Case) => Object.keys(each.runs).filter((seed) => before.cases[each.id]?.runs[seed]);
  const both = planned.cases.filter((each) => {
    const there = before.cases[each.id];
    return there !== undefined && (!isChanged(each, there) || common(each).length > 0);
  });
  const cases = Object.fromEntries(
    both.map((each) => {
      const there = before.cases[each.id]!;
      const runs = Object.fromEntries(common(each).map((seed) => [seed, there.runs[seed]!]));
      return [each.id, { ...there, runs }];
    }),
  );
  if (both.length === 0)
    throw new AssayError(
      'configuration',
      `Cannot compare ${target.file}: expected cases that both versions have, got none`,
    );
  options.onStage?.(`comparing ${target.file}`);
  const result = await comparePlanned({ ...planned, cases: both }, { ...before, cases }, options, isChanged);
  const names = (title: string, ids: readonly string[]) =>
    ids.length === 0 ? [] : [`${title}: ${ids.join('; ')}`];
  const here = new Set(both.map(({ id }) => id));
  const warnings = [
    ...planned.notes,
    ...names(
      'only one of the versions has these cases',
      [...new Set([...planned.cases.map(({ id }) => id), ...Object.keys(before.cases)])].filter(
        (id) => !here.has(id),
      ),
    ),
    ...names(
      'data, start, schedule or sampler are not the same',
      both.filter((each) => each.setting !== cases[each.id]!.setting).map(({ id }) => id),
    ),
    ...names('these hypotheses ask other than they did', differentQuestions(planned, before.questions)),
  ];
  return { target: target.file, ...result, warnings };
}
