import { sha256, stableStringify, type Store } from '../store/index.ts';
import { digestsOf, sameTerms } from './terms.ts';
import type { Terms } from './types.ts';

/** That a hypothesis was judged with some terms under a base seed, and when for the first time. */
export interface JudgedTerms extends Terms {
  readonly schema: 1;
  readonly id: string;
  readonly baseSeed: string;
  readonly at: string;
  /** What was found then. */
  readonly verdict: string;
  /** Version of this package. */
  readonly tool: string;
}

const prefixOf = (id: string) => sha256(id).slice(0, 32);

/** One key for each id, base seed and terms, so that nothing is ever written over; those of an id begin alike. */
const keyOf = ({ id, baseSeed, design, analysis }: JudgedTerms): string =>
  prefixOf(id) + sha256(stableStringify({ baseSeed, ...digestsOf({ design, analysis }) })).slice(0, 32);

/** Keeps that a hypothesis was judged, unless it was judged so before. */
export async function rememberJudged(store: Store, judged: JudgedTerms): Promise<void> {
  const key = keyOf(judged);
  if (!(await store.has('judged', key))) await store.put('judged', key, judged);
}

/** Judgements in the order in which they were made. */
export const earliestFirst = (all: readonly JudgedTerms[]): readonly JudgedTerms[] =>
  all.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

/** All that a store knows of what was judged, by id. */
export interface JudgedBefore {
  /** The terms that a hypothesis was judged with, the earliest first. */
  of(id: string): Promise<readonly JudgedTerms[]>;
  /**
   * What was judged on the very design of a hypothesis under ids that are no more: a new id makes no new runs of those
   * that were seen.
   *
   * @param names ids that there are: a sibling may share a design
   */
  underLostNames(terms: Terms, names: readonly string[]): Promise<readonly JudgedTerms[]>;
}

/**
 * Looks what was judged before.
 *
 * @throws AssayError `integrity` by `of`, where a file is damaged
 */
export async function judgedBefore(store: Store): Promise<JudgedBefore> {
  const keys = await store.list('judged');
  const read = async (wanted: readonly string[]): Promise<readonly JudgedTerms[]> => {
    const all = await Promise.all(wanted.map((key) => store.get<JudgedTerms>('judged', key)));
    return earliestFirst(all.filter((each) => each !== undefined));
  };
  let whole: Promise<readonly JudgedTerms[]> | undefined;
  return {
    of: (id) => read(keys.filter((key) => key.startsWith(prefixOf(id)))),
    async underLostNames(terms, names) {
      const { design } = digestsOf(terms);
      const all = await (whole ??= read(keys));
      return all.filter((each) => !names.includes(each.id) && digestsOf(each).design === design);
    },
  };
}

/** How many different terms there are. */
export function countTerms(all: readonly Terms[]): number {
  const digests = all.map(digestsOf);
  return digests.filter((each, index) => digests.findIndex((other) => sameTerms(other, each)) === index)
    .length;
}
