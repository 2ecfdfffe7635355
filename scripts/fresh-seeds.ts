/**
 * Judges the quick tier under base seeds drawn at random; writes docs/fresh-seeds.json and from it docs/fresh-seeds.md.
 *
 *     npm run fresh-seeds                     # twenty seeds; those that are there judge what they have not judged yet
 *     npm run fresh-seeds -- --seeds 3        # no more than the first three
 *
 * A seed is written down before its first run and never taken out. Exit code 1 where fewer than 19 of 20 seeds are
 * green.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire, register } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { loadSuite } from '../src/declare/index.ts';
import { digestsOf, termsOf } from '../src/registration/terms.ts';
import {
  freshSeedsPage,
  freshSeedsSchema,
  missingOf,
  outcomesOf,
  type FreshSeeds,
} from '../src/report/fresh-seeds.ts';
import { resultsSchema } from '../src/report/results.ts';
import { sha256, stableStringify } from '../src/store/index.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string' } } });
const count = Number(values.seeds ?? 20);
if (!(Number.isInteger(count) && count > 0))
  throw new RangeError(
    `Cannot draw base seeds: expected a positive whole number for --seeds, got ${values.seeds}`,
  );

const root = fileURLToPath(new URL('..', import.meta.url));
const file = join(root, 'docs/fresh-seeds.json');
const known: FreshSeeds = existsSync(file)
  ? freshSeedsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  : { seeds: [], blocks: [] };

// Hypothesis files import `optimizer-assay`, by which they mean this checkout.
register('../bin/resolve-self.js', import.meta.url, {
  data: {
    root: pathToFileURL(join(root, 'src/')).href,
    extension: 'ts',
    tensorflow: pathToFileURL(createRequire(import.meta.url).resolve('@tensorflow/tfjs')).href,
  },
});
// Another judge may find another verdict on the same runs.
const judge = sourcesOf(['judge', 'predictions', 'statistics']);
const { hypotheses } = await loadSuite({ root, selection: { tier: 'quick' } });
const now = new Map(
  hypotheses.map(({ hypothesis }) => [
    hypothesis.id,
    sha256(stableStringify({ ...digestsOf(termsOf(hypothesis)), judge })),
  ]),
);
const save = () => {
  writeFileSync(file, `${JSON.stringify(known, undefined, 1)}\n`);
  writeFileSync(join(root, 'docs/fresh-seeds.md'), freshSeedsPage(known, now));
};

while (known.seeds.length < count) known.seeds.push(randomBytes(4).toString('hex'));
save();
for (const seed of known.seeds.slice(0, count)) {
  const ids = missingOf(known, seed, now);
  if (ids.length === 0) continue;
  process.stderr.write(`seed ${seed}: ${ids.length} hypotheses\n`);
  known.blocks.push(blockOf(seed, ids));
  save();
}

const states = known.seeds.slice(0, count).map((seed) => [...outcomesOf(known, seed, now).values()]);
const green = states.filter((outcomes) => outcomes.every(({ asExpected }) => asExpected)).length;
process.stdout.write(`${green} of ${states.length} seeds are green\n`);
process.exitCode = green >= 0.95 * states.length ? 0 : 1;

/** The digest of all sources of some rooms. */
function sourcesOf(rooms: readonly string[]): string {
  const files = rooms.flatMap((room) =>
    readdirSync(join(root, 'src', room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join('src', room, name)),
  );
  return sha256(
    files
      .sort()
      .map((name) => `${name}\n${readFileSync(join(root, name), 'utf8')}`)
      .join('\n'),
  );
}

/** The command's own run in a store of its own, its results read back. */
function blockOf(seed: string, ids: readonly string[]): FreshSeeds['blocks'][number] {
  const directory = mkdtempSync(join(tmpdir(), 'assay-fresh-'));
  try {
    const report = join(directory, 'results.json');
    const { status } = spawnSync(
      process.execPath,
      [
        join(root, 'bin/assay.js'),
        'run',
        ...ids,
        '--seed',
        seed,
        '--store',
        join(directory, 'store'),
        '--reporter',
        `json=${report}`,
      ],
      { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    if (status === 2 || status === null || !existsSync(report))
      throw new Error(
        `Cannot judge under a fresh seed: expected the run with --seed ${seed} to end, got exit code ${status}`,
      );
    const results = resultsSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
    const asked = new Set(ids);
    return {
      seed,
      at: results.startedAt,
      commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(),
      engine: results.settings.engineVersion,
      durationMs: Math.round(results.durationMs),
      outcomes: Object.fromEntries(
        results.hypotheses
          .filter(({ id }) => asked.has(id))
          .map(({ id, verdict, asExpected, runs, trainingMs }) => [
            id,
            {
              terms: now.get(id)!,
              verdict,
              asExpected,
              runs: runs.total,
              trainingMs: Math.round(trainingMs),
            },
          ]),
      ),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
