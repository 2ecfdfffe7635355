/** JSON Schema in plain words. */

/** The part of JSON Schema that the schemas of the language use. */
export interface Json {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly items?: Json | boolean;
  readonly prefixItems?: readonly Json[];
  readonly properties?: Readonly<Record<string, Json>>;
  readonly additionalProperties?: Json | boolean;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Json[];
  readonly anyOf?: readonly Json[];
}

/** Names of schemas that have a section of their own, by what they say. */
export type Named = ReadonlyMap<string, string>;

/** What a schema says, whatever its default: the key under which it is known. */
export const keyOf = ({ default: _, ...schema }: Json): string => JSON.stringify(schema);

/** A value as one writes it in a hypothesis. */
export function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const key = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : literal(name));
  return `{ ${Object.entries(value)
    .map(([name, part]) => `${key(name)}: ${literal(part)}`)
    .join(', ')} }`;
}

/** The allowed values of a field in words. */
export function inWords(schema: Json, named: Named): string {
  const known = named.get(keyOf(schema));
  if (known !== undefined) return known;
  if ('const' in schema) return `\`${literal(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${literal(value)}\``).join(', ');
  const options = schema.oneOf ?? schema.anyOf;
  if (options !== undefined) return options.map((option) => inWords(option, named)).join(', or ');
  const words = types[schema.type ?? 'any'];
  if (words === undefined) throw new RangeError(`Cannot describe a schema of type ${String(schema.type)}`);
  return words(schema, named);
}

const types: Readonly<Record<string, (schema: Json, named: Named) => string>> = {
  any: () => 'anything',
  boolean: () => '`true` or `false`',
  string: ({ pattern }) =>
    pattern === undefined ? 'a text' : `a text as \`${pattern.replaceAll('|', '\\|')}\``,
  number: (schema) => `a number${rangeOf(schema)}`,
  integer: (schema) => `a whole number${rangeOf(schema)}`,
  array: ({ prefixItems = [], items, minItems = 0 }, named) => {
    const rest = typeof items === 'object' ? inWords(items, named) : undefined;
    if (prefixItems.length > 0) {
      const first = prefixItems.map((item) => inWords(item, named)).join(', ');
      return `\\[${first}${rest === undefined ? '' : ', …'}\\]`;
    }
    return `a list of ${rest ?? 'anything'}${minItems > 0 ? `, at least ${minItems}` : ''}`;
  },
  object: ({ properties, required = [], additionalProperties }, named) => {
    if (properties === undefined)
      return `by name: ${typeof additionalProperties === 'object' ? inWords(additionalProperties, named) : 'anything'}`;
    const fields = Object.entries(properties).map(
      ([name, field]) => `\`${name}${required.includes(name) ? '' : '?'}\`: ${inWords(field, named)}`,
    );
    return `{ ${fields.join('; ')} }`;
  },
};

/** Bounds that are no limit of the format. */
function rangeOf(schema: Json): string {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema;
  const bounds = [
    minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? '' : `≥ ${minimum}`,
    exclusiveMinimum === undefined ? '' : `> ${exclusiveMinimum}`,
    maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? '' : `≤ ${maximum}`,
    exclusiveMaximum === undefined ? '' : `< ${exclusiveMaximum}`,
  ].filter((bound) => bound !== '');
  return bounds.length === 0 ? '' : ` ${bounds.join(' and ')}`;
}

/** One field as a line of a list. */
export function fieldLine(name: string, schema: Json, required: boolean, named: Named): string {
  const fallback = schema.default === undefined ? '' : `; default \`${literal(schema.default)}\``;
  return `* \`${name}\`${required || fallback !== '' ? '' : ' (optional)'}: ${inWords(schema, named)}${fallback}`;
}
