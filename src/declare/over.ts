import type { Block, Hypothesis } from './types.ts';

/**
 * Seeds of a block: whole groups of every width in which runs advance together, so that no group lies in two blocks.
 */
export const SEEDS_OF_A_BLOCK = 10_000;

/**
 * The index of the first seed of a block. Every block has seeds of its own, so that blocks are independent of each
 * other, and a seed tells its block: the first block has those that the hypothesis would have without blocks, the next
 * begins at 10,000. They stay where they are when seeds or blocks are added.
 *
 * @param block its place, from 0
 * @example firstSeedOf(2) // 20000
 */
export const firstSeedOf = (block: number): number => block * SEEDS_OF_A_BLOCK;

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** What is said twice holds as it was said last; what is not said is no field. */
const merged = (first: Fields, second: Fields): Fields => ({
  ...first,
  ...Object.fromEntries(Object.entries(second).filter(([, value]) => value !== undefined)),
});

function mergedArms(arms: Fields, own: Fields): Fields {
  const one = ([name, arm]: readonly [string, unknown]) => {
    const [before, after] = [fieldsOf(arm), fieldsOf(own[name])];
    const workload = merged(fieldsOf(before['workload']), fieldsOf(after['workload']));
    const whole = merged(before, after);
    return [name, Object.keys(workload).length === 0 ? whole : { ...whole, workload }];
  };
  return Object.fromEntries(Object.entries(arms).map(one)) as Fields;
}

/**
 * The fields of a hypothesis in one of its blocks, written out as if there were no others: what the block says in the
 * place of what the hypothesis says. Takes any value, so that what is malformed can be told of.
 */
export function fieldsInBlock(hypothesis: Fields, block: unknown): Fields {
  const { over: _over, holds: _holds, variants: _variants, ...alone } = hypothesis;
  return fieldsWith(alone, block);
}

/** Fields with others in their place: of the workload and of each arm field by field, else as a whole. */
export function fieldsWith(alone: Fields, own: unknown): Fields {
  const { workload, arms, ...others } = fieldsOf(own);
  return {
    ...merged(alone, others),
    workload: merged(fieldsOf(alone['workload']), fieldsOf(workload)),
    arms: mergedArms(fieldsOf(alone['arms']), fieldsOf(arms)),
  };
}

/** A hypothesis in one of its blocks. */
export interface WrittenOut {
  readonly block: string;
  readonly hypothesis: Hypothesis;
}

/**
 * The hypotheses that one with `over` stands for: one a block, none where there is no `over`.
 *
 * @example writtenOut({ ...claim, over: { fashion: {}, clusters: { workload } } }).map(({ block }) => block) // ['fashion', 'clusters']
 */
export function writtenOut(hypothesis: Hypothesis): readonly WrittenOut[] {
  return Object.entries(hypothesis.over ?? {}).map(([block, own]: [string, Block]) => ({
    block,
    hypothesis: fieldsInBlock(hypothesis as unknown as Fields, own) as unknown as Hypothesis,
  }));
}
