/**
 * Runs the quick tier under three disjoint blocks of seeds and writes docs/reproduction.md.
 *
 *     npm run reproduce                     # seeds A, B and C; runs that the store holds are not trained again
 *     npm run reproduce -- --seeds D,E,F    # other blocks; prints and does not write
 *
 * Exit code 1 where fewer than 95 % of the verdicts agree or one flips between supported and refuted.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { agreementOf, reproductionPage } from '../src/report/reproduction.ts';
import { resultsSchema, type Results } from '../src/report/results.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string' } } });
const seeds = (values.seeds ?? 'A,B,C').split(',');
const directory = mkdtempSync(join(tmpdir(), 'assay-reproduce-'));
const command = fileURLToPath(new URL('../bin/assay.js', import.meta.url));

/** One block: the command's own run, its results read back. */
function block(seed: string): Results {
  const file = join(directory, `${seed}.json`);
  const { status } = spawnSync(
    process.execPath,
    [command, 'run', '--seed', seed, '--reporter', `json=${file}`],
    {
      stdio: 'inherit',
    },
  );
  if (status === 2 || status === null)
    throw new Error(`Cannot reproduce: expected the run with --seed ${seed} to end, got exit code ${status}`);
  return resultsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

const blocks = seeds.map(block);
const page = reproductionPage(blocks);
if (values.seeds === undefined) writeFileSync(new URL('../docs/reproduction.md', import.meta.url), page);
else process.stdout.write(page);
const { same, total, flips } = agreementOf(blocks);
process.exitCode = flips.length === 0 && same >= 0.95 * total ? 0 : 1;
