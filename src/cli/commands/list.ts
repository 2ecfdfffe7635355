import { Chalk } from 'chalk';
import type { Hypothesis, Replicates } from '../../declare/types.ts';
import { loadSelected, settle } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { RawSettings } from '../settings.ts';

/** Seeds of a design in words: `8 seeds`, `6 seeds (20 in the full tier)`, `8 to 24 seeds`. */
function seedsInWords(replicates: Replicates, tier: 'quick' | 'full'): string {
  if (typeof replicates === 'number') return `${replicates} seeds`;
  if ('max' in replicates) return `${replicates.min} to ${replicates.max} seeds`;
  return tier === 'full'
    ? `${replicates.full} seeds`
    : `${replicates.quick} seeds (${replicates.full} in the full tier)`;
}

const kinds = ({ predictions }: Hypothesis) =>
  predictions.map(({ kind, measure }) => `${measure} ${kind}`).join(', ');

/** `assay list`: the hypotheses that a selection holds, two lines each, or as JSON. Trains nothing, loads no engine. */
export async function list(
  io: Io,
  flags: RawSettings & { readonly text?: string; readonly json?: boolean },
  filters: readonly string[],
): Promise<number> {
  const settled = await settle(io, flags);
  const { tier } = settled.values;
  const suite = await loadSelected(io, settled, { filters, text: flags.text }, { allTiers: true });
  if (flags.json) {
    const entries = suite.hypotheses.map(({ file, hypothesis }) => ({ file, ...hypothesis }));
    io.stdout(`${JSON.stringify(entries, null, 2)}\n`);
    return exitCodes.asExpected;
  }
  const chalk = new Chalk({ level: io.color ? 1 : 0 });
  for (const { file, hypothesis } of suite.hypotheses) {
    const { id, claim, arms, replicates, tags = [], expected } = hypothesis;
    const design = [
      `${Object.keys(arms).length} arms, ${seedsInWords(replicates, tier)}`,
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
