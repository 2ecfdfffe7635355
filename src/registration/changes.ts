import { stableStringify } from '../store/index.ts';
import { digestsOf, sameTerms, withDefaultsOfToday } from './terms.ts';
import type { Change, Json, Terms } from './types.ts';

type Fields = Readonly<Record<string, Json>>;

const isFields = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isListOfFields = (value: Json | undefined): value is readonly Fields[] =>
  Array.isArray(value) && value.every((item) => isFields(item as Json));

const field = (fields: Fields, name: string): Json | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;

function differences(path: string, before: Json | undefined, after: Json | undefined): readonly Change[] {
  const under = (name: string) => (path === '' ? name : `${path}.${name}`);
  if (isFields(before) && isFields(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
      differences(under(name), field(before, name), field(after, name)),
    );
  if (isListOfFields(before) && isListOfFields(after))
    return Array.from({ length: Math.max(before.length, after.length) }).flatMap((_, index) =>
      differences(`${path}[${index}]`, before[index], after[index]),
    );
  if (stableStringify(before ?? null) === stableStringify(after ?? null)) return [];
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

/**
 * What is different in two terms, value by value; what one side lacks as a whole. Nothing where they are the same but
 * for defaults that a newer version fills in.
 *
 * @example changesBetween(locked, now) // [{ path: 'predictions[0].margin', before: 0.02, after: 0.05 }]
 */
export function changesBetween(earlier: Terms, now: Terms): readonly Change[] {
  if (sameTerms(digestsOf(earlier), digestsOf(now))) return [];
  const before = withDefaultsOfToday(earlier);
  return [...differences('', before.design, now.design), ...differences('', before.analysis, now.analysis)];
}
