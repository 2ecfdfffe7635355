import { isDeepStrictEqual } from 'node:util';
import { averagingFor, isTwoSided } from '../../predictions/index.ts';
import { fieldsInBlock, SEEDS_OF_A_BLOCK } from '../over.ts';
import { quote } from '../problems.ts';
import { mostSeeds, seedsIn } from '../replicates.ts';
import { didYouMean } from '../suggest.ts';
import { fieldsOf, partsOf, typeOf, type Fields, type Check, type Parts, type Remark } from './parts.ts';

/** A hypothesis with blocks, as it was written. */
interface Design {
  readonly hypothesis: Fields;
  /** Where the blocks stand: `over`, or `variants`. */
  readonly field?: string;
  readonly blocks: readonly { readonly name: string; readonly block: Fields; readonly written: Fields }[];
}

type Rule = (design: Design) => readonly Remark[];

const severalBlocks: Rule = ({ blocks }) =>
  blocks.length > 1
    ? []
    : [
        {
          path: 'over',
          message: `expected two or more blocks, got ${blocks.length === 0 ? 'none' : quote(blocks[0]!.name)}`,
        },
      ];

export const armsAreThere: Rule = ({ hypothesis, blocks, field: where = 'over' }) => {
  const names = Object.keys(fieldsOf(hypothesis['arms']));
  return blocks.flatMap(({ name, block }) =>
    Object.keys(fieldsOf(block['arms']))
      .filter((arm) => !names.includes(arm))
      .map((arm) => ({
        path: `${where}.${name}.arms.${arm}`,
        message: `expected an arm of this hypothesis (${names.join(', ')}), got ${quote(arm)}${didYouMean(arm, names)}`,
      })),
  );
};

/**
 * What an arm says itself stands above its block, so a block's data set would not reach it: the arm would be the same
 * in two blocks.
 */
export const dataReachEveryArm: Rule = ({ hypothesis, blocks, field: where = 'over' }) =>
  blocks.flatMap(({ name, block }) =>
    Object.keys(fieldsOf(block['workload'])).flatMap((field) =>
      Object.entries(fieldsOf(hypothesis['arms']))
        .filter(([, arm]) => fieldsOf(fieldsOf(arm)['workload'])[field] !== undefined)
        .filter(([arm]) => ownWorkload(block, arm)[field] === undefined)
        .map(([arm]) => ({
          path: `${where}.${name}.workload.${field}`,
          message: `expected ${where}.${name}.arms.${arm}.workload.${field} beside it, since the arm ${quote(arm)} has a ${field} of its own, which would stay`,
        })),
    ),
  );

const ownWorkload = (block: Fields, arm: string): Fields =>
  fieldsOf(fieldsOf(fieldsOf(block['arms'])[arm])['workload']);

/** Equal blocks are no sample of anything: more seeds are what is meant. */
const blocksDiffer: Rule = ({ blocks }) =>
  blocks.flatMap(({ name, written }, index) => {
    const same = blocks.slice(0, index).find((other) => isDeepStrictEqual(other.written, written));
    return same === undefined
      ? []
      : [
          {
            path: `over.${name}`,
            message: `expected something that differs from ${quote(same.name)}, got the same training; for more runs of one workload raise \`replicates\``,
          },
        ];
  });

/** A seed tells its block. */
const seedsFit: Rule = ({ hypothesis }) => {
  const { replicates } = partsOf(hypothesis);
  const tiers =
    replicates === undefined ? [] : (['quick', 'full'] as const).map((tier) => seedsIn(replicates, tier));
  const most = Math.max(0, ...tiers.map(mostSeeds));
  return most <= SEEDS_OF_A_BLOCK
    ? []
    : [{ path: 'replicates', message: `expected at most ${SEEDS_OF_A_BLOCK} seeds a block, got ${most}` }];
};

/** A claim that holds on average is one of effects that have an average, over blocks enough to decide by. */
const meansExist: Rule = ({ hypothesis, blocks }) =>
  hypothesis['holds'] !== 'on-average' ? [] : averaged(partsOf(hypothesis), blocks.length);

function averaged({ predictions, measures, alpha }: Parts, blocks: number): readonly Remark[] {
  return predictions
    .filter(({ role }) => role === 'predictions')
    .flatMap(({ path, prediction }) => {
      const averaging = averagingFor(prediction, typeOf(measures, prediction.measure));
      if (averaging === 'mean') return [];
      if (typeof averaging === 'object')
        return [
          {
            path,
            message: `expected an effect that has a mean where a claim holds on average over blocks, got ${averaging.none}, or \`holds: 'in-each'\``,
          },
        ];
      const tail = (prediction.alpha ?? alpha) / (isTwoSided(prediction) ? 2 : 1);
      const fewest = Math.floor(-Math.log2(tail)) + 1;
      return blocks >= fewest
        ? []
        : [
            {
              path: 'over',
              message: `expected ${fewest} or more blocks for ${path}, whose effects are bounded, so that fewer are far from normal (the smallest p of the ranks of ${blocks} blocks is ${2 ** -blocks}), got ${blocks}`,
            },
          ];
    });
}

const rules: readonly Rule[] = [
  severalBlocks,
  armsAreThere,
  dataReachEveryArm,
  blocksDiffer,
  seedsFit,
  meansExist,
];

/**
 * What the rules between fields say of each block written out: once where all blocks share it, else with the block's
 * name.
 */
function inBlocks(blocks: Design['blocks'], checks: readonly Check[]): readonly Remark[] {
  const told = blocks.map(({ name, written }) => {
    const parts = partsOf(written);
    return { name, remarks: checks.flatMap((check) => check(parts)) };
  });
  const isIn = (remarks: readonly Remark[], one: Remark) =>
    remarks.some(({ path, message }) => path === one.path && message === one.message);
  const shared = (one: Remark) => told.every(({ remarks }) => isIn(remarks, one));
  return [
    ...(told[0]?.remarks ?? []).filter(shared),
    ...told.flatMap(({ name, remarks }) =>
      remarks
        .filter((one) => !shared(one))
        .map((one) => ({ ...one, path: `over.${name}`, message: `${one.path}: ${one.message}` })),
    ),
  ];
}

/**
 * The remarks on a hypothesis: the rules between fields on it, or where it has blocks on each of them, and the rules
 * between blocks.
 *
 * @param value anything that claims to be a hypothesis
 * @param checks the rules between the fields of a hypothesis without blocks
 */
export function remarksOn(value: object, checks: readonly Check[]): readonly Remark[] {
  const { variants: _variants, ...hypothesis } = fieldsOf(value);
  const { over, holds } = hypothesis;
  if (over === undefined) {
    const parts = partsOf(value);
    const alone =
      holds === undefined
        ? []
        : [{ path: 'holds', message: `expected \`over\` beside it, with two or more blocks, got none` }];
    return [...alone, ...checks.flatMap((check) => check(parts))];
  }
  const blocks = Object.entries(fieldsOf(over)).map(([name, block]) => ({
    name,
    block: fieldsOf(block),
    written: fieldsInBlock(hypothesis, block),
  }));
  return [...rules.flatMap((rule) => rule({ hypothesis, blocks })), ...inBlocks(blocks, checks)];
}
