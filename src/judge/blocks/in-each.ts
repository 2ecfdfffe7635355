import { invalidIn, type Judged, type OfBlock } from './of-block.ts';
import { meanOfBlocks, type Rules } from './mean.ts';

/** The place of the largest number. */
const placeOfLargest = (values: readonly number[]): number =>
  values.reduce((most, value, at) => (value > values[most]! ? at : most), 0);

/**
 * A claim that is to hold in each of several blocks: supported where it is in all of them (an intersection–union test,
 * no correction), refuted where one block refutes it at alpha over the number of blocks (Bonferroni), whatever the
 * blocks have in common. The finding shows the numbers of the block that decides.
 *
 * @see Berger 1982 (intersection–union tests)
 */
export function inEach(found: readonly OfBlock[], rules: Rules): Judged {
  const { alpha } = rules;
  const invalid = invalidIn(found);
  const findings = found.map(({ finding }) => finding);
  const blocks = found.length;
  const opposite = found.map(({ refutationP }) => refutationP ?? 1);
  const refuting = placeOfLargest(opposite.map((p) => -p));
  const refutationP = Math.min(1, blocks * opposite[refuting]!);
  const isRefuted = findings[refuting]!.verdict === 'refuted' && refutationP < alpha;
  const supported = findings.every(({ verdict }) => verdict === 'supported');
  // What is open or refuted decides before what is supported, then the largest p.
  const weights = findings.map(({ verdict, p }) => (verdict === 'supported' ? (p ?? 0) : 2 + (p ?? 1)));
  const deciding = isRefuted ? refuting : placeOfLargest(weights);
  const decided = invalid?.finding ?? findings[deciding]!;
  const { block } =
    found[invalid === undefined ? deciding : findings.findIndex(({ verdict }) => verdict === 'invalid')]!;
  const verdict = invalid ? 'invalid' : isRefuted ? 'refuted' : supported ? 'supported' : 'inconclusive';
  const alone = verdict === 'inconclusive' && decided.verdict === 'refuted';
  const ps = findings.flatMap(({ p }) => p ?? []);
  return {
    finding: {
      ...decided,
      statement: `${decided.statement}, in each of ${blocks} blocks`,
      verdict,
      parameter: `${decided.parameter}, in ${block}`,
      ...(ps.length === blocks ? { p: Math.max(...ps) } : {}),
      ...(alone
        ? { reason: `refuted alone in ${block}, but not at the error rate over ${blocks} blocks` }
        : {}),
      combination: {
        holds: 'in-each',
        blocks,
        decidedBy: block,
        ...(invalid ? { opinions: [] } : meanOfBlocks(findings, rules)),
      },
    },
    refutationP: invalid ? undefined : refutationP,
  };
}
