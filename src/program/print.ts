import type { AnyProgram, Program, ProgramConstant, ValueId, ValueType } from './types.ts';

const typeText = ({ shape, dtype }: ValueType): string => `${dtype}[${shape.join(',')}]`;

const attributeText = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(attributeText).join(',')}]` : String(value);

function constantText({ data }: ProgramConstant): string {
  const shown = [...data.slice(0, 4)].join(', ');
  return data.length > 4 ? `${shown}, … ${data.length} values` : shown;
}

/**
 * A program as text: a line a node, with types.
 *
 * @example
 * program square
 *   in %0 x float32[3]
 *   %1 float32[3] = Square(x=%0)
 *   out y = %1
 */
export function print(program: AnyProgram): string {
  if (program.kind === 'program') return printStraight(program);
  const gathers = program.gathered.map(
    ({ input, table, indices, rows, storage, scale, offset }) =>
      `  gather ${input} = ${offset} + ${scale} · ${table}[${indices}] of ${rows} rows ${storage}`,
  );
  return [
    `loop ${program.name}`,
    `  carried ${program.carried.join(', ') || '–'}`,
    `  scanned ${program.scanned.join(', ') || '–'}`,
    ...gathers,
    `  stacked ${program.stacked.join(', ') || '–'}`,
    printStraight(program.body),
  ].join('\n');
}

function printStraight(program: Program): string {
  const type = (id: ValueId): string => typeText(program.values[id]!);
  return [
    `program ${program.name}`,
    ...program.inputs.map(
      ({ name, id, classes }) =>
        `  in %${id} ${name} ${type(id)}${classes === undefined ? '' : ` of ${classes} classes`}`,
    ),
    ...program.constants.map(
      (constant) => `  constant %${constant.id} ${type(constant.id)} = ${constantText(constant)}`,
    ),
    ...program.nodes.map(({ kernel, inputs, attributes, outputs }) => {
      const left = outputs.map((id) => `%${id} ${type(id)}`).join(', ');
      const args = Object.entries(inputs).map(([name, id]) => `${name}=%${id}`);
      const named = Object.entries(attributes).map(([name, value]) => `${name}: ${attributeText(value)}`);
      const braces = named.length > 0 ? ` {${named.join(', ')}}` : '';
      return `  ${left} = ${kernel}(${args.join(', ')})${braces}`;
    }),
    ...program.outputs.map(({ name, id }) => `  out ${name} = %${id}`),
  ].join('\n');
}
