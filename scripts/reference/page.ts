import { z } from 'zod';
import { hypothesisSchema } from '../../src/declare/schema.ts';
import { fieldLine, keyOf, literal, type Json, type Named } from './describe.ts';
import { ownExamples, shippedExamples, type Example } from './examples.ts';

/** A part of the language that has kinds: where its schema stands, and what is said of it. */
interface Part {
  readonly section: string;
  readonly title: string;
  /** What stands for it in the tables of others. */
  readonly called: string;
  readonly intro: string;
  readonly schema: Json;
}

const field = (schema: Json, ...path: readonly string[]): Json =>
  path.reduce<Json>((at, name) => {
    const next = name === '*' ? at.additionalProperties : name === '[]' ? at.items : at.properties?.[name];
    if (typeof next !== 'object')
      throw new RangeError(`Cannot find ${path.join('.')} in the schema of a hypothesis`);
    return next;
  }, schema);

const anchor = (title: string): string =>
  `[${title.toLowerCase()}](#${title.toLowerCase().replaceAll(' ', '-')})`;

function partsOf(schema: Json): readonly Part[] {
  const arm = field(schema, 'arms', '*');
  const part = (section: string, title: string, called: string, at: Json, intro: string): Part => ({
    section,
    title,
    called: `${called} ${anchor(title)}`,
    intro,
    schema: at,
  });
  return [
    part(
      'models',
      'Models',
      'one of the',
      field(schema, 'workload', 'model'),
      'What is trained. More in [models.md](models.md).',
    ),
    part(
      'data',
      'Data',
      'one of the kinds of',
      field(schema, 'workload', 'data'),
      'What it is trained on. More in [data.md](data.md).',
    ),
    part(
      'optimizers',
      'Optimizers',
      'one of the',
      field(schema, 'optimizer'),
      'What takes the steps. The learning rate belongs to the arm. More in [optimizers.md](optimizers.md).',
    ),
    part(
      'schedules',
      'Schedules',
      'a number, or one of the',
      field(arm, 'learningRate'),
      'A learning rate over training; positions are epochs. More in [schedules.md](schedules.md).',
    ),
    part(
      'schedules',
      'Schedules of momentum',
      'a number, or one of the',
      field(arm, 'momentum'),
      'As those of a learning rate, and 0 is allowed everywhere.',
    ),
    part(
      'batchSizes',
      'Schedules of batch sizes',
      'a whole number, or one of the',
      field(arm, 'batchSize'),
      'A batch size over training.',
    ),
    part('stops', 'Stop rules', 'one of the', field(schema, 'stop'), 'When a run ends.'),
    part(
      'measures',
      'Measures',
      'the name of a kind, or one of the',
      field(schema, 'measures', '[]'),
      'Numbers and curves of a run. A kind that is written as its name alone has the defaults. More in [measures.md](measures.md).',
    ),
    part(
      'predictions',
      'Predictions',
      'one of the',
      field(schema, 'predictions', '[]'),
      'What is claimed. Controls are written alike. What each tests: [statistics.md](statistics.md).',
    ),
  ];
}

/** The kinds of a union, whatever else it allows. */
const kindsOf = (schema: Json): readonly Json[] =>
  (schema.oneOf ?? schema.anyOf ?? []).flatMap((option) =>
    option.oneOf !== undefined || option.anyOf !== undefined
      ? kindsOf(option)
      : option.properties?.['kind'] === undefined
        ? []
        : [option],
  );

/** Fields that all kinds have alike. */
function sharedBy(kinds: readonly Json[]): ReadonlySet<string> {
  const [first, ...others] = kinds;
  const alike = Object.entries(first!.properties!).filter(([name, schema]) =>
    others.every((other) => JSON.stringify(other.properties![name]) === JSON.stringify(schema)),
  );
  return new Set(others.length === 0 ? [] : alike.map(([name]) => name).filter((name) => name !== 'kind'));
}

const fieldLines = (
  { properties = {}, required = [] }: Json,
  named: Named,
  wanted: (name: string) => boolean,
): string[] =>
  Object.entries(properties)
    .filter(([name]) => wanted(name))
    .map(([name, schema]) => fieldLine(name, schema, required.includes(name), named));

/**
 * An example of a kind: as a shipped hypothesis has it, as we wrote it, or the kind alone where it needs nothing else.
 */
export function exampleOf(section: string, kind: Json, shipped: ReadonlyMap<string, Example>): Example {
  const name = String(kind.properties!['kind']!.const);
  const key = `${section}/${name}`;
  const own = ownExamples[key];
  const found = shipped.get(key) ?? (own && { spec: own });
  if (found !== undefined) return found;
  if (kind.required?.join() !== 'kind')
    throw new RangeError(`Cannot write the reference: no example of ${key}`);
  return { spec: { kind: name } };
}

function section(part: Part, named: Named, shipped: ReadonlyMap<string, Example>): string[] {
  const kinds = kindsOf(part.schema);
  const shared = sharedBy(kinds);
  const common = fieldLines(kinds[0]!, named, (name) => shared.has(name));
  return [
    `## ${part.title}`,
    '',
    part.intro,
    '',
    ...(common.length === 0 ? [] : ['Each kind also takes:', '', ...common, '']),
    ...kinds.flatMap((kind) => {
      const { spec, file } = exampleOf(part.section, kind, shipped);
      const own = fieldLines(kind, named, (name) => name !== 'kind' && !shared.has(name));
      const from = file === undefined ? '' : ` ([from](../${file}))`;
      return [
        `### ${part.title}: \`${String(kind.properties!['kind']!.const)}\``,
        '',
        ...own,
        ...(own.length === 0 ? [] : ['']),
        `Example${from}: \`${literal(spec)}\``,
        '',
      ];
    }),
  ];
}

/**
 * The reference of the language, from the schemas alone: every field, its default, what it allows, and an example.
 *
 * @param root directory of the project, whose hypotheses give the examples
 */
export async function referencePage(root: string): Promise<string> {
  const schema = z.toJSONSchema(hypothesisSchema, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
  }) as Json;
  const parts = partsOf(schema);
  const arm = field(schema, 'arms', '*');
  const over = field(schema, 'over', '*');
  const variant = field(schema, 'variants', '*');
  // Later parts win where two are written alike; the first of two titles is the one to link to.
  const named: Map<string, string> = new Map(
    [...parts].reverse().map((part) => [keyOf(part.schema), part.called]),
  );
  const without = (leftOut: Json): Named => new Map([...named].filter(([key]) => key !== keyOf(leftOut)));
  const shipped = await shippedExamples(root);
  const forms: readonly (readonly [string, string, Json])[] = [
    ['Arms', 'One condition. What an arm does not say it takes from the hypothesis.', arm],
    ['Blocks', 'What one block of `over` says in the place of the hypothesis.', over],
    ['Variants', 'What one variant changes ([robustness.md](robustness.md)).', variant],
  ];
  for (const [title, , form] of forms) named.set(keyOf(form), `what ${anchor(title)} take`);
  return [
    '# Reference',
    '',
    'Every field of a hypothesis, its default, what it allows, and an example. Made by `npm run reference` from the schemas that check hypotheses; a test',
    'compares it with them. For an introduction read [the README](../README.md).',
    '',
    '## Hypothesis',
    '',
    ...fieldLines(schema, named, () => true),
    '',
    ...forms.flatMap(([title, intro, form]) => [
      `## ${title}`,
      '',
      intro,
      '',
      ...fieldLines(form, without(form), () => true),
      '',
    ]),
    ...parts.flatMap((part) => section(part, without(part.schema), shipped)),
  ].join('\n');
}

/** All examples with the schema that each must fit, for a test. */
export async function referenceExamples(root: string): Promise<readonly (readonly [string, Example])[]> {
  const schema = z.toJSONSchema(hypothesisSchema, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
  }) as Json;
  const shipped = await shippedExamples(root);
  return partsOf(schema).flatMap((part) =>
    kindsOf(part.schema).map((kind) => [part.title, exampleOf(part.section, kind, shipped)] as const),
  );
}
