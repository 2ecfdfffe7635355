import { Chalk } from 'chalk';
import { seedsIn } from '../../declare/replicates.ts';
import type { Hypothesis, Replicates, Seeds, Tier } from '../../declare/types.ts';
import { loadSelected, settle } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { RawSettings } from '../../suite/settings.ts';

/** Seeds of a tier in a few words: `8 seeds`, `6 seeds (20 in the full tier)`, `8 to 24 seeds`. */
function seedsOf(replicates: Replicates, tier: Tier): string {
  const short = (seeds: Seeds) => (typeof seeds === 'number' ? `${seeds}` : `${seeds.min} to ${seeds.max}`);
  const here = `${short(seedsIn(replicates, tier))} seeds`;
  return tier === 'quick' && typeof replicates === 'object' && 'quick' in replicates
    ? `${here} (${short(replicates.full)} in the full tier)`
    : here;
}

const kinds = ({ predictions }: Hypothesis) =>
  predictions.map(({ kind, measure }) => `${measure} ${kind}`).join(', ');

/** `in each of fashion, clusters`. */
const blocksOf = ({ over = {}, holds }: Hypothesis) =>
  `${holds === 'on-average' ? 'on average over' : 'in each of'} ${Object.keys(over).join(', ')}`;

/** `assay list`: the hypotheses that a selection holds, two lines each, or as JSON. Trains nothing, loads no engine. */
export async function list(
  io: Io,
  flags: RawSettings & { readonly text?: string; readonly json?: boolean },
  filters: readonly string[],
): Promise<number> {
  const settled = await settle(io, flags);
  const { tier } = settled.values;
  const suite = await loadSelected(io, settled, { filters, text: flags.text, allTiers: true });
  if (flags.json) {
    const entries = suite.hypotheses.map(({ file, hypothesis }) => ({ file, ...hypothesis }));
    io.stdout(`${JSON.stringify(entries, null, 2)}\n`);
    return exitCodes.asExpected;
  }
  const chalk = new Chalk({ level: io.color ? 1 : 0 });
  for (const { file, hypothesis } of suite.hypotheses) {
    const { id, claim, arms, replicates, tags = [], expected, over } = hypothesis;
    const design = [
      `${Object.keys(arms).length} arms, ${seedsOf(replicates, tier)}`,
      ...(over === undefined ? [] : [blocksOf(hypothesis)]),
      kinds(hypothesis),
      ...(hypothesis.tier === 'full' ? ['full tier only'] : []),
      ...(expected === 'supported' ? [] : [`expected ${expected}`]),
      ...tags.map((tag) => `#${tag}`),
    ];
    io.stdout(`${chalk.bold(id)}  ${claim}\n${chalk.dim(`    ${design.join('  ')}  ${file}`)}\n`);
  }
  const { length } = suite.hypotheses;
  io.stdout(`\n${length} ${length === 1 ? 'hypothesis' : 'hypotheses'}\n`);
  return exitCodes.asExpected;
}
