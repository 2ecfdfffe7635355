/**
 * Values that JSON cannot write are kept as `{ "$number": "NaN" }`: a diverged run has such numbers, and they count.
 */
const TAG = '$number';

const writeNumber = (value: number): string =>
  Number.isFinite(value) && !Object.is(value, -0)
    ? String(value)
    : `{"${TAG}":"${Object.is(value, -0) ? '-0' : value}"}`;

/**
 * JSON text that depends on the value alone: keys sorted, no spaces, fields that are `undefined` left out, and NaN,
 * ±Infinity and −0 kept apart. Equal values have equal text, so its SHA-256 can be a key. `parseStable` reads it.
 *
 * @throws TypeError for what is not plain data (functions, class instances, typed arrays, cycles …), naming the path
 * @example stableStringify({ b: 1, a: [NaN] }) // '{"a":[{"$number":"NaN"}],"b":1}'
 */
export function stableStringify(value: unknown): string {
  return write(value, '$', [], true);
}

/** As `stableStringify`, with fields in the order that they have: for what is read again and never hashed. */
export function orderedStringify(value: unknown): string {
  return write(value, '$', [], false);
}

function write(value: unknown, path: string, above: readonly object[], sorted: boolean): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value !== 'object' || !isPlain(value))
    throw new TypeError(`Cannot write ${path} as JSON: expected plain data, got ${describe(value)}`);
  if (above.includes(value))
    throw new TypeError(`Cannot write ${path} as JSON: expected a tree, got a cycle`);
  const inside = [...above, value];
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, i) =>
      typeof item === 'number' ? writeNumber(item) : write(item, `${path}[${i}]`, inside, sorted),
    );
    return `[${items.join(',')}]`;
  }
  const present = Object.entries(value).filter(([, field]) => field !== undefined);
  const fields = sorted ? present.sort(([a], [b]) => (a < b ? -1 : 1)) : present;
  const texts = fields.map(
    ([name, field]) => `${JSON.stringify(name)}:${write(field, `${path}.${name}`, inside, sorted)}`,
  );
  return `{${texts.join(',')}}`;
}

const isPlain = (value: object): boolean =>
  Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);

const describe = (value: unknown): string =>
  typeof value === 'object' && value !== null ? value.constructor.name : typeof value;

/**
 * Reads what `stableStringify` wrote.
 * @throws SyntaxError where the text is no JSON
 */
export function parseStable(text: string): unknown {
  if (!text.includes(`"${TAG}"`)) return JSON.parse(text);
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || !(TAG in value)) return value;
    return Number((value as { readonly [TAG]: string })[TAG]);
  });
}
