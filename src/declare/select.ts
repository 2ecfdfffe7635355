import type { LoadedHypothesis } from './types.ts';

/** Which hypotheses a user asks for; each part narrows what the others leave. */
export interface Selection {
  /** Parts of a path or an id, or globs; one of them must fit. */
  readonly filters?: readonly string[];
  /** A pattern (regular expression, else plain text) in the claim, upper or lower case. */
  readonly text?: string;
  /** Tags of which one must be there; `!tag` must not be. */
  readonly tags?: readonly string[];
  /** Hypotheses of the full tier are left out of the quick one. */
  readonly tier?: 'quick' | 'full';
}

/** Why a hypothesis is not part of a selection. */
export type LeftOut = 'filter' | 'text' | 'tags' | 'tier';

const includes = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());

/**
 * A glob as a pattern of the whole path or id, or of its end after a slash: `**` stands for any folders, `*` and `?`
 * for what is within one.
 */
function globPattern(glob: string): RegExp {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/?|\*|\?/g, (wild) => (wild.startsWith('**') ? '.*' : wild === '*' ? '[^/]*' : '[^/]'));
  return new RegExp(`(^|/)${pattern}$`, 'i');
}

/** Whether a path or an id fits a filter: holds it, upper or lower case, or matches it where it is a glob. */
export function fitsFilter(filter: string, ...texts: readonly string[]): boolean {
  const part = filter.replace(/^\.\//, '').replace(/\/$/, '');
  if (!/[*?]/.test(part)) return texts.some((text) => includes(text, part));
  const pattern = globPattern(part);
  return texts.some((text) => pattern.test(text));
}

/** Whether a path or an id fits one of the filters; without filters everything does. */
export const fitsFilters = (filters: readonly string[] | undefined, ...texts: readonly string[]): boolean =>
  filters === undefined || filters.length === 0 || filters.some((filter) => fitsFilter(filter, ...texts));

function fitsText(text: string | undefined, claim: string): boolean {
  if (text === undefined) return true;
  try {
    return new RegExp(text, 'iu').test(claim);
  } catch {
    return includes(claim, text); // not a pattern: plain text
  }
}

function fitsTags(wanted: readonly string[] | undefined, tags: readonly string[]): boolean {
  if (wanted === undefined) return true;
  const without = wanted.filter((tag) => tag.startsWith('!')).map((tag) => tag.slice(1));
  const anyOf = wanted.filter((tag) => !tag.startsWith('!'));
  return (
    !tags.some((tag) => without.includes(tag)) &&
    (anyOf.length === 0 || anyOf.some((tag) => tags.includes(tag)))
  );
}

/** Why a selection leaves a hypothesis out, or undefined where it does not. */
export function leftOut(selection: Selection, { file, hypothesis }: LoadedHypothesis): LeftOut | undefined {
  if (!fitsFilters(selection.filters, file, hypothesis.id)) return 'filter';
  if (!fitsText(selection.text, hypothesis.claim)) return 'text';
  if (!fitsTags(selection.tags, hypothesis.tags ?? [])) return 'tags';
  if (selection.tier === 'quick' && hypothesis.tier === 'full') return 'tier';
  return undefined;
}
