/**
 * Plants bugs and refactorings into copies of the project, checks each against a baseline of the project as it is, and
 * writes docs/mutants.md and docs/mutants.json.
 *
 *     npm run mutants                     # all of them
 *     npm run mutants -- --only '^Adam'   # those whose names match; the other rows stay as they were
 *     npm run mutants -- --case 'Rosenbrock, rate 0.001'   # on some cases of the battery
 *     npm run mutants -- --gates          # thresholds of our own turned round, which pairs must notice; nothing else
 *     npm run mutants -- --pairs          # pairs of optimizers of tests/check/pairs alone; --only and --case as above
 *
 * Exit code 1 where a bug is missed, or a refactoring is not recognized as the same mathematics or bytes.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { examine, type Row } from './mutants/examine.ts';
import { gates, noticed, type GateRow } from './mutants/gates.ts';
import { mutantsPage } from './mutants/page.ts';
import { judgedPairs, pairNames, type PairRow } from './mutants/pairs.ts';
import { mutants, type Mutant } from './mutants/table.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    case: { type: 'string', multiple: true, default: [] },
    pairs: { type: 'boolean', default: false },
    gates: { type: 'boolean', default: false },
  },
});
const only = new RegExp(values.only ?? '');
const root = fileURLToPath(new URL('..', import.meta.url));
const [rowsFile, pageFile] = [join(root, 'docs/mutants.json'), join(root, 'docs/mutants.md')];
const pairsFile = join(root, 'docs/mutant-pairs.json');
const gatesFile = join(root, 'docs/mutant-gates.json');
const directory = join(root, '.assay/mutants');

/** A baseline of a target by the project as it is; its runs come from the store where it holds them. */
function recorded(target: Mutant['target']): string {
  const file = join(directory, `${target}-${process.pid}.json`);
  rmSync(file, { force: true });
  const { status } = spawnSync(
    process.execPath,
    [
      ...['bin/assay.js', 'baseline', 'record', `scripts/mutants/targets/${target}.optimizer.ts`],
      ...['--baseline', file, '--reason', 'mutants', '--seed', 'mutants'],
      ...values.case.flatMap((id) => ['--case', id]),
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (status !== 0) throw new Error(`Cannot record a baseline of ${target}: exit code ${status}`);
  return file;
}

const isRight = ({ kind, caught, level }: Row) =>
  kind === 'bug' ? caught : level === 'same mathematics' || level === 'same bytes';

const readJson = <T>(file: string): readonly T[] =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T[]) : [];

const writeRows = (file: string, rows: readonly object[]): void =>
  writeFileSync(file, `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`);

for (const gate of values.gates ? gates.filter(({ name }) => only.test(name)) : []) {
  const pairs = noticed(gate, root);
  process.stdout.write(
    `${pairs.length > 0 ? '✓' : '✗'} gate ${gate.name}: ${pairs.join('; ') || 'nobody notices'}\n`,
  );
  const known = new Map(readJson<GateRow>(gatesFile).map((row) => [row.name, row]));
  known.set(gate.name, { name: gate.name, noticed: pairs });
  writeRows(
    gatesFile,
    gates.map(({ name }) => known.get(name)).filter((row) => row !== undefined),
  );
}

mkdirSync(directory, { recursive: true });
const found = new Map<string, Row>();
const baselines = new Map<Mutant['target'], string>();
for (const mutant of values.pairs || values.gates ? [] : mutants.filter(({ name }) => only.test(name))) {
  const baseline = baselines.get(mutant.target) ?? recorded(mutant.target);
  baselines.set(mutant.target, baseline);
  const row = examine(mutant, baseline, root, values.case);
  found.set(mutant.name, row);
  const sign = isRight(row) ? '✓' : '✗';
  process.stdout.write(
    `${sign} ${row.name}: ${row.level}, ${row.runs} runs, ${row.seconds} s; ${row.evidence}\n`,
  );
}
for (const file of baselines.values()) rmSync(file, { force: true });
const rows = new Map(readJson<Row>(rowsFile).map((row) => [row.name, row]));
for (const [name, row] of found) rows.set(name, row);
const kept = mutants.map(({ name }) => rows.get(name)).filter((row) => row !== undefined);
const missing = mutants.map(({ name }) => name).filter((name) => !rows.has(name));
writeRows(rowsFile, kept);
const pairRows = new Map(readJson<PairRow>(pairsFile).map((row) => [row.name, row]));
if (values.pairs)
  for (const row of await judgedPairs(values.case, only, (line) => process.stdout.write(`${line}\n`)))
    pairRows.set(row.name, row);
const pairs = pairNames.map((name) => pairRows.get(name)).filter((row) => row !== undefined);
writeRows(pairsFile, pairs);
writeFileSync(
  pageFile,
  await format(mutantsPage({ rows: kept, missing, pairs, gates: readJson<GateRow>(gatesFile) }), {
    ...(await resolveConfig(pageFile)),
    parser: 'markdown',
    filepath: pageFile,
  }),
);
process.exitCode =
  kept.length === mutants.length && kept.every(isRight) && pairs.every(({ right }) => right) ? 0 : 1;
