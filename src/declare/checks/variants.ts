import { isDeepStrictEqual } from 'node:util';
import { fieldsInVariant } from '../variants.ts';
import { armsAreThere, dataReachEveryArm } from './over.ts';
import { fieldsOf, type Fields, type Remark } from './parts.ts';

/** A variant that trains what the hypothesis trains would agree with it for nothing. */
function changes(hypothesis: Fields, name: string, variant: Fields): readonly Remark[] {
  const { variants: _variants, ...alone } = hypothesis;
  const varied = fieldsInVariant(hypothesis, variant);
  const same = variant['seedBlock'] === undefined && isDeepStrictEqual(inArms(varied), inArms(alone));
  const got = isDeepStrictEqual(varied, alone)
    ? 'the same'
    : `${Object.keys(variant).join(' and ')} that every arm has of its own`;
  return same
    ? [
        {
          path: `variants.${name}`,
          message: `expected something that differs from the hypothesis, got ${got}`,
        },
      ]
    : [];
}

/** A hypothesis with what each arm takes from it written into the arm: two that are equal so train the same. */
function inArms(hypothesis: Fields): Fields {
  const { optimizer, stop, sampler, workload, ...rest } = hypothesis;
  const shared = fieldsOf(workload);
  const arms = Object.entries(fieldsOf(rest['arms'])).map(([name, given]) => {
    const arm = fieldsOf(given);
    return [
      name,
      { optimizer, stop, sampler, ...arm, workload: { ...shared, ...fieldsOf(arm['workload']) } },
    ] as const;
  });
  return arms.length === 0 ? hypothesis : { ...rest, arms: Object.fromEntries(arms) };
}

/**
 * The remarks on the variants of a hypothesis: what is wrong with each written out that is not wrong with the
 * hypothesis itself. What only warns is left to the hypothesis.
 *
 * @param rulesOn the remarks on a hypothesis without variants
 */
export function remarksOnVariants(
  value: object,
  rulesOn: (written: object) => readonly Remark[],
): readonly Remark[] {
  const hypothesis = fieldsOf(value);
  const variants = Object.entries(fieldsOf(hypothesis['variants'])).map(
    ([name, variant]) => [name, fieldsOf(variant)] as const,
  );
  if (variants.length === 0) return [];
  const known = new Set(rulesOn(value).map(({ path, message }) => `${path} ${message}`));
  return variants.flatMap(([name, variant]) => {
    const place = { hypothesis, blocks: [{ name, block: variant, written: {} }], field: 'variants' };
    const own = rulesOn(fieldsInVariant(hypothesis, variant)).filter(
      ({ path, message, warning }) => warning !== true && !known.has(`${path} ${message}`),
    );
    return [
      ...armsAreThere(place),
      ...dataReachEveryArm(place),
      ...changes(hypothesis, name, variant),
      ...own.map(({ path, message }) => ({ path: `variants.${name}`, message: `${path}: ${message}` })),
    ];
  });
}
